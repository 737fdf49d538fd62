"""What holds for every widget: its presets, its state from a front end, its size on a page, its
leaving.
"""

import gzip
import json
import re

import numpy as np
import pytest

import nblib.widgets
from nblib.widgets import FOLDER, TrainingReplay, Widget
from tools.paths import ROOT


def replay():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 400)
    predictions = np.where(rng.random((12, 400)) < 0.1, rng.integers(0, 10, 400), labels)
    images = np.zeros((400, 28, 28), np.uint8)
    images[:, 6:22, 10:18] = rng.integers(
        0, 256, (400, 16, 8)
    )  # as much ink as a digit has, and harder to compress
    history = {"loss": np.geomspace(1, 0.01, 12), "validation_loss": np.geomspace(1, 0.1, 12)}
    return TrainingReplay(history, labels, predictions, images)


# Every widget that nblib offers, in its first state; those that need a record are given one.
WIDGETS = {name: getattr(nblib.widgets, name) for name in nblib.widgets.__all__ if name != "Widget"}
WIDGETS["TrainingReplay"] = replay


@pytest.fixture(params=WIDGETS)
def widget(request):
    yield WIDGETS[request.param]()
    Widget.close_all()


def test_no_class_of_the_widgets_is_one_of_the_site():
    root = ROOT
    site = set(
        re.findall(
            r"\.(nb-[\w-]+)", (root / "tools/book/site/static/site.css").read_text(encoding="utf-8")
        )
    )
    widgets = set(
        re.findall(r"\.(nb-[\w-]+)", (FOLDER / "core" / "style.css").read_text(encoding="utf-8"))
    )
    assert site & widgets <= {"nb-widget"}


def test_it_begins_with_its_first_preset_and_takes_the_others_from_a_front_end(widget):
    assert widget.preset == next(iter(widget.presets)) and 3 <= len(widget.presets) <= 7
    for name, values in widget.presets.items():
        widget.set_state({**values, "preset": name})
        assert widget.preset == name
        assert all(getattr(widget, trait) == value for trait, value in values.items())
    assert type(widget).__name__ in repr(widget)


def test_a_page_with_it_stays_light(widget):
    size = len(gzip.compress(json.dumps(widget.get_state()).encode()))
    print(f"{type(widget).__name__}: {size / 1024:.0f} KB")
    assert size < 120_000


@pytest.mark.browser
def test_a_view_that_goes_takes_its_listeners_along(watch, js, widget):
    page = watch.open(f"{js}/core/host.mjs")
    page.set_content("<main></main>")
    state = {name: value for name, value in widget.get_state().items() if name != "_css"}
    left = page.evaluate(
        """async (state) => {
          const live = new Map(), name = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
          const model = {
            get: (name) => state[name], set() {}, save_changes() {},
            on: (event, act) => live.set(event, (live.get(event) ?? 0) + 1),
            off: (event, act) => live.set(event, live.get(event) - 1),
          };
          const { default: front } = await import(name);
          const leave = front.render({ model, el: document.querySelector("main") });
          const count = () => [...live.values()].reduce((a, b) => a + b, 0);
          return [count(), (leave(), count())];
        }""",
        state,
    )
    assert left[0] > 0 and left[1] == 0
