"""The widget *who looks where*: its record, its twin in the browser, its presets, and what only it
does on a page.
"""

import numpy as np
import pytest
from stage import differing

from nblib.widgets import WhoLooksWhere
from nblib.widgets.who_looks_where import maths
from nblib.widgets.who_looks_where.constants import END, LONGEST, RANKINGS, WIDEST

WIDGET = "who_looks_where"
WIDTHS = range(1, WIDEST + 1)


# In Python.


@pytest.mark.parametrize("sentence", maths.sentences())
def test_the_record_holds_together(sentence):
    found = maths.recorded()["sentences"][sentence]
    nodes = found["nodes"]
    assert "".join(found["source"]).strip() == sentence
    for i, (parent, _, log_prob, weights) in enumerate(nodes[1:], start=1):
        assert 0 <= parent < i and log_prob <= nodes[parent][2]
        assert len(weights) == len(found["source"])
        assert sum(weights) == pytest.approx(100, abs=len(weights) / 2)
    for width in WIDTHS:
        for live, finished in found["widths"][str(width)]:
            assert len(live) + len(finished) <= width
            assert all(nodes[node][1].strip() == END for node in finished)
        assert len(found["widths"][str(width)]) <= LONGEST


@pytest.mark.parametrize("sentence", maths.sentences())
def test_greedy_takes_the_best_piece_and_a_beam_keeps_the_best(sentence):
    found = maths.recorded()["sentences"][sentence]
    nodes = found["nodes"]
    path = maths.outcome(sentence, 1, RANKINGS[0]).path
    for node in path:
        among = [other for other in nodes[1:] if other[0] == nodes[node][0]]
        assert nodes[node][2] == max(other[2] for other in among)
    for width in WIDTHS:
        _, finished = found["widths"][str(width)][-1]
        best = maths.outcome(sentence, width, RANKINGS[0]).log_prob
        assert best == max(nodes[node][2] for node in finished)
        means = [nodes[node][2] / len(maths.path_of(nodes, node)) for node in finished]
        chosen = maths.outcome(sentence, width, RANKINGS[1])
        assert chosen.log_prob / len(chosen.pieces) == pytest.approx(max(means))


def test_presets_show_what_the_page_says():
    def said(preset, **values):
        return WhoLooksWhere(preset, **values).translation

    w = WhoLooksWhere("ninety seven")
    assert [int(np.argmax(row)) for row in w.outcome.weights[2:6]] == [2, 2, 2, 3]
    assert w.outcome.weights[3][2] == 59 and w.verdict == "right"
    greedy = WhoLooksWhere("where greedy fails")
    beam = WhoLooksWhere("where greedy fails", width=4)
    assert greedy.translation == "visage qui litation" and beam.translation == "visage en colère"
    assert round(greedy.outcome.log_prob, 1) == -6.3 and round(beam.outcome.log_prob, 1) == -2.7
    right = WhoLooksWhere("more probable")
    wide = WhoLooksWhere("more probable", width=4)
    assert right.verdict == "right" and wide.translation == "visage de menteur"
    assert right.outcome.log_prob < wide.outcome.log_prob
    assert said("too short") == "signe"
    assert said("too short", ranking=RANKINGS[1]) == "signe de la main"


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    recorded = maths.recorded()["sentences"]
    found = page.evaluate(
        """async ([base, recorded, widths, rankings]) => {
          const m = await import(`${base}/who_looks_where/maths.mjs`);
          return Object.values(recorded).map((one) => widths.map((width) => ({
            layers: m.layersOf(one, width),
            outcomes: rankings.map((ranking) => m.outcomeOf(one, width, ranking)),
          })));
        }""",
        [js, recorded, list(WIDTHS), list(RANKINGS)],
    )
    for sentence, by_width in zip(recorded, found, strict=True):
        for width, seen in zip(WIDTHS, by_width, strict=True):
            assert seen["layers"] == maths.layers(sentence, width)
            for ranking, theirs in zip(RANKINGS, seen["outcomes"], strict=True):
                ours = maths.outcome(sentence, width, ranking)
                assert theirs["path"] == ours.path and theirs["text"] == ours.text
                assert theirs["weights"] == ours.weights
                assert theirs["logProb"] == pytest.approx(ours.log_prob)


@pytest.mark.browser
def test_pointing_at_a_french_piece_looks_from_it(stage):
    before = stage.show(views=1, preset="ninety seven")
    stage.view().locator(".nb-target .nb-chip").nth(3).hover()
    after = stage.look()
    stage.sync()
    assert stage.widget.place == 4
    assert differing(before, after) >= {"band", "source", "target", "words", "numbers"}
    assert "“vingt” looks most at “ninety”, with 59 %" in after["words"]


@pytest.mark.browser
def test_pointing_at_a_row_or_at_the_tree_does_too(stage):
    stage.show(views=1, preset="ninety seven")
    stage.view().locator(".nb-cells rect").nth(4 * 4 + 1).hover()
    stage.look()
    stage.sync()
    assert stage.widget.place == 5
    stage.view().locator(".nb-leaves .nb-chosen").nth(1).hover()
    stage.look()
    stage.sync()
    assert stage.widget.place == 2


@pytest.mark.browser
def test_a_wider_beam_draws_more_hypotheses(stage):
    stage.show(views=1, preset="more probable")
    few = stage.view().locator(".nb-leaves > g").count()
    stage.show(views=1, preset="more probable", width=4)
    many = stage.view().locator(".nb-leaves > g").count()
    assert few == 6 and many == stage.widget.kept > 3 * few
