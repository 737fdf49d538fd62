"""The widget *neighbors in space*: its maths in both languages, its presets, and what only it does
on a page.
"""

import numpy as np
import pytest
from stage import differing
from widget_page import drag

from nblib.widgets import NeighborsInSpace
from nblib.widgets.neighbors_in_space import maths
from nblib.widgets.neighbors_in_space.constants import VECTORS

WIDGET = "neighbors_in_space"


# In Python.


def test_words_vectors_and_places_fit_together():
    words = maths.words()
    assert len(words) == len(set(words)) == 345 and list(words) == sorted(words)
    for vectors in VECTORS:
        rows = maths.rows(vectors)
        assert rows.shape == (345, 50)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-12)
    assert maths.places().shape == (345, 2)
    assert maths.places().min() == 0 and maths.places().max() == 1


def test_presets_show_what_they_are_meant_to():
    seen = {name: NeighborsInSpace(name) for name in NeighborsInSpace().presets}
    near = {name: {word for word, _ in w.nearest} for name, w in seen.items()}
    assert {"mother", "daughter", "son"} <= near["father"]
    assert {"lear", "queen"} <= near["king"] and {"wilt", "dost", "canst"} <= near["shalt"]
    assert {"day", "morrow", "morning"} <= near["night"]
    assert not near["before training"] & {"mother", "daughter", "son", "brother"}
    assert seen["father"].distance < 0.2 < seen["before training"].distance
    assert all(np.diff([cosine for _, cosine in w.nearest]).max() <= 0 for w in seen.values())


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    stored = maths.stored()
    given = {"words": stored["words"], "rows": stored["vectors"], "places": stored["places"]}
    chosen = ["father", "a", "you", "hamlet"]
    found = page.evaluate(
        """async ([js, given, chosen, kinds]) => {
          const m = await import(`${js}/neighbors_in_space/maths.mjs`);
          const space = m.unpacked(given);
          return chosen.flatMap((word) => kinds.map((vectors) => {
            const at = given.words.indexOf(word);
            const near = m.nearestTo(space, at, vectors, 12);
            const distance = m.meanDistance(space, at, near.map(({ index }) => index));
            return { near, distance, under: m.wordAt(space, space.places[at]) };
          }));
        }""",
        [js, given, chosen, list(VECTORS)],
    )
    cases = [(word, vectors) for word in chosen for vectors in VECTORS]
    for (word, vectors), seen in zip(cases, found, strict=True):
        near = maths.nearest(word, vectors, 12)
        assert [one["index"] for one in seen["near"]] == [i for i, _ in near]
        cosines = [one["cosine"] for one in seen["near"]]
        assert cosines == pytest.approx([cosine for _, cosine in near], rel=1e-9)
        distance = maths.mean_distance(word, [i for i, _ in near])
        assert seen["distance"] == pytest.approx(distance, rel=1e-9)
        places = maths.places()
        assert np.array_equal(places[seen["under"]], places[maths.words().index(word)])


@pytest.mark.browser
def test_the_ring_takes_the_word_under_it_and_a_click_does_too(stage):
    before = stage.show(preset="father")
    drag(stage.page, stage.handle("word on the map"), 120, -60)
    after = stage.look()
    stage.sync()
    assert differing(before, after) >= {"star", "bars", "words", "numbers"}
    assert stage.widget.word != "father" and stage.widget.preset == ""
    box = stage.view().locator(".nb-word-map").bounding_box()
    stage.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)
    stage.look()
    stage.sync()
    top = maths.places()[maths.words().index(stage.widget.word)]
    assert top[1] > 0.9, "a click near the upper border takes a word that lies there"
