"""The widget *every way along*: its maths against nblib, its twin in the browser, its presets, and
what only it does on a page.
"""

import math

import numpy as np
import pytest

from nblib.ctc import ctc_loss
from nblib.speech import beam_decode, collapse, greedy_decode
from nblib.tensor import Tensor
from nblib.widgets import EveryWayAlong
from nblib.widgets.every_way_along import maths
from nblib.widgets.every_way_along.constants import SYMBOLS, TEXTS

WIDGET = "every_way_along"


def drawn(frames, seed):
    return np.random.default_rng(seed).dirichlet(np.ones(3), size=frames)


def labels(text):
    return [SYMBOLS.index(letter) for letter in text]


# In Python.


@pytest.mark.parametrize("text", TEXTS)
def test_the_sums_are_those_of_nblib(text):
    probs = drawn(5, seed=len(text))
    logits = Tensor(np.log(probs)[None], requires_grad=True)
    loss = ctc_loss(logits, [labels(text)], reduction="sum")
    loss.backward()
    w = EveryWayAlong(probs=probs, text=text)
    assert w.loss == pytest.approx(loss.item(), rel=1e-9)
    through = (w.forward * w.backward).sum(axis=1)
    assert through == pytest.approx(np.full(5, w.probability), rel=1e-9)
    # Behind a softmax the gradient is the probabilities less the share of each symbol.
    share = np.stack([w.share[:, np.array(w.states) == k].sum(axis=1) for k in range(3)], axis=1)
    assert probs - share == pytest.approx(logits.grad[0], abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_paths_and_texts_are_those_of_nblib(seed):
    probs = drawn(6, seed)
    w = EveryWayAlong(probs=probs, frame=6)
    assert sum(p for _, p in w.texts) == pytest.approx(1)
    text, score = beam_decode(np.log(probs), width=1000)
    assert labels(w.texts[0][0]) == text and w.texts[0][1] == pytest.approx(math.exp(score))
    assert labels(w.path_text) == greedy_decode(probs) == collapse(w.path[0])
    by_text = dict(w.texts)
    for text in TEXTS:
        assert EveryWayAlong(probs=probs, text=text).probability == pytest.approx(by_text[text])


def test_presets_show_what_they_are_meant_to():
    end = {name: EveryWayAlong(name) for name in EveryWayAlong().presets}
    for w in end.values():
        w.frame = 6
    two = end["two frames"]
    assert (two.path_text, two.texts[0][0], two.verdict) == ("", "a", "apart")
    assert two.probability == pytest.approx(0.64)
    assert end["too few frames"].probability == 0 and end["too few frames"].loss == np.inf
    assert not end["too few frames"].share.any()
    assert end["a sure network"].verdict == "alike" and end["a sure network"].probability > 0.8
    assert end["a repeat"].path_text == "aa" and end["a repeat"].probability > 0.3


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    tables = [drawn(frames, seed).tolist() for frames in (2, 3, 6) for seed in range(3)]
    found = page.evaluate(
        """async ([base, tables, texts]) => {
          const m = await import(`${base}/every_way_along/maths.mjs`);
          return tables.map((probs) => ({
            lattices: texts.map((text) => {
              const states = m.statesOf(text);
              return [m.forward(probs, states), m.backward(probs, states), m.moves(states)];
            }),
            best: m.bestPath(probs),
            texts: m.allTexts(probs),
          }));
        }""",
        [js, tables, list(TEXTS)],
    )
    for probs, seen in zip(tables, found, strict=True):
        for text, (ahead, behind, moves) in zip(TEXTS, seen["lattices"], strict=True):
            states = maths.states_of(text)
            assert np.array(ahead) == pytest.approx(maths.forward(probs, states), rel=1e-9)
            assert np.array(behind) == pytest.approx(maths.backward(probs, states), rel=1e-9)
            assert sorted(map(tuple, moves)) == sorted(maths.moves(states))
        path, p = maths.best_path(probs)
        assert seen["best"]["path"] == path and seen["best"]["p"] == pytest.approx(p, rel=1e-9)
        ours = dict(maths.all_texts(probs))
        theirs = {one["text"]: one["p"] for one in seen["texts"]}
        assert theirs == pytest.approx(ours, rel=1e-9)


@pytest.mark.browser
def test_a_frame_is_chosen_by_a_click_in_either_picture(stage):
    stage.show(preset="from both ends")
    for picture, frame in ((".nb-lattice", 5), (".nb-frames", 1)):
        box = stage.view().locator(picture).bounding_box()
        across = (44 + 366 * (frame - 0.5) / 5) / 420
        stage.page.mouse.click(box["x"] + across * box["width"], box["y"] + 0.97 * box["height"])
        stage.look()
        stage.sync()
        assert stage.widget.frame == frame


@pytest.mark.browser
def test_borders_do_not_cross_and_rows_still_sum_to_one(stage):
    stage.show(preset="from both ends")
    stage.handle("border of blank and a").focus()
    for _ in range(3):
        stage.page.keyboard.press("Shift+ArrowUp")
    stage.look()
    stage.sync()
    assert stage.widget.probs[2] == pytest.approx([0.7, 0, 0.3])
    stage.handle("border of a and b").focus()
    for _ in range(3):
        stage.page.keyboard.press("Shift+ArrowDown")
    stage.look()
    stage.sync()
    assert stage.widget.probs[2] == pytest.approx([0.7, 0, 0.3]), "the blank's border holds it"


@pytest.mark.browser
def test_the_texts_are_listed_and_the_one_of_the_best_path_is_marked(stage):
    stage.show(frame=2)
    rows = stage.view().locator(".nb-text-row")
    assert rows.first.inner_text().split() == ["“a”", "0.64"]
    marked = stage.view().locator(".nb-of-path")
    assert marked.inner_text().split() == ["nothing", "0.36", "best", "path"]
