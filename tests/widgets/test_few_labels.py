"""The widget *few labels*: its scores are the record's, its maths in both languages, and what only
it does on a page.
"""

import numpy as np
import pytest
from stage import differing
from widget_page import drag

from nblib.page import records
from nblib.widgets import FewLabels
from nblib.widgets.core.packed import unpack
from nblib.widgets.few_labels import maths
from nblib.widgets.few_labels.constants import LABELS, OTHERS, ROWS, SCRATCH, TASKS
from tools.data import record_few_labels

WIDGET = "few_labels"


# In Python.


def test_the_scores_are_those_of_the_record():
    stored = maths.recorded()
    assert stored == record_few_labels.content()
    runs = records.load("transfer")["results"]["tasks"]["small digits"]["frozen"]["10"]["test"]
    assert stored["scores"]["small digits"]["frozen features"][3] == pytest.approx(
        [100 * v for v in runs]
    )


def test_every_contender_has_five_runs_wherever_one_has():
    for task in TASKS:
        scores = maths.recorded()["scores"][task]
        assert set(scores) == {SCRATCH, *OTHERS}
        numbers = maths.numbers_of(scores)
        assert {1, 5, 20, 100} <= set(numbers) <= set(LABELS)
        for rows in scores.values():
            kept = [runs for runs in rows if runs]
            assert len(kept) == len(numbers) and {len(runs) for runs in kept} == {5}


def test_the_pictures_are_of_the_classes_in_turn():
    for task, size in zip(TASKS, (8, 14), strict=True):
        picture = maths.recorded()["pictures"][task]
        pixels = unpack(picture["pixels"], np.uint8).reshape(10 * ROWS, size, size)
        assert picture["size"] == size
        assert pixels.max(axis=(1, 2)).min() > 100, "an empty picture"


def test_the_nearest_number_is_by_ratio():
    assert [maths.nearest(n, [1, 5, 20, 100]) for n in (1, 2, 3, 10, 44, 45, 100)] == [
        *(1, 1, 5),
        *(5, 20, 100, 100),
    ]


def test_a_paired_difference_has_its_standard_error():
    middle, error = maths.paired([3.0, 5.0, 10.0], [1.0, 2.0, 3.0])
    gaps = np.array([2.0, 3.0, 7.0])
    assert middle == pytest.approx(4) and error == pytest.approx(gaps.std(ddof=1) / np.sqrt(3))


def test_presets_show_what_they_are_meant_to():
    seen = {name: FewLabels(name) for name in FewLabels().presets}
    assert [w.verdict for w in seen.values()] == ["alone", "ahead", "ahead", "all", "behind"]
    assert seen["a single label"].difference[0] > 15
    best = max(seen["a hundred labels"].scores.items(), key=lambda one: sum(one[1]))
    assert best[0] == "pixels compared"


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    cases = [[task, n, other] for task in TASKS for n in (1, 3, 30, 100) for other in OTHERS]
    found = page.evaluate(
        """async ([js, scores, cases]) => {
          const { look } = await import(`${js}/few_labels/look.mjs`);
          return cases.map(([task, labels, beside]) => look({ task, labels, beside }, scores));
        }""",
        [js, maths.recorded()["scores"], cases],
    )
    for (task, labels, beside), seen in zip(cases, found, strict=True):
        twin = FewLabels(task=task, labels=labels, beside=beside)
        assert (seen["used"], seen["status"]) == (twin.used, twin.verdict)
        assert [seen["gap"]["middle"], seen["gap"]["error"]] == pytest.approx(
            twin.difference, rel=1e-9
        )


@pytest.mark.browser
def test_the_ring_shows_the_runs_nearest_to_it(stage):
    before = stage.show(preset="clothing")
    drag(stage.page, stage.handle("labels on the chart"), 60, 0)
    after = stage.look()
    stage.sync()
    assert differing(before, after) >= {"dots", "place", "examples", "numbers"}
    assert 10 < stage.widget.labels < 44 and stage.widget.preset == ""
    assert stage.widget.used == 20 and "20 labels" in stage.view().inner_text()
