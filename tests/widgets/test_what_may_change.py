"""The widget *what may change*: its maths against nblib, its twin in the browser, its presets, and
what only it does on a page.
"""

import numpy as np
import pytest

from nblib import nn
from nblib.data import augment, load_fashion_mnist, load_mnist
from nblib.widgets import WhatMayChange
from nblib.widgets.what_may_change import maths
from nblib.widgets.what_may_change.constants import KINDS, UNITS

WIDGET = "what_may_change"
LOADERS = {"digit": load_mnist, "clothing": load_fashion_mnist}
AS_IT_WAS = WhatMayChange().presets["as it was"]
CHANGES = (
    {},
    {"picture": 1, "place": [3, -2]},
    {"picture": 6, "degrees": 180},
    {"picture": 2, "degrees": -37, "scale": 1.6, "place": [-12, 8.25]},
    {"picture": 3, "scale": 0.5, "noise": 0.8, "hole": 7},
    {"kind": "clothing", "picture": 7, "mirrored": "yes", "degrees": 11},
    {"kind": "clothing", "picture": 9, "second": 8, "share": 0.35, "hole": 16, "noise": 0.05},
)


# In Python.


@pytest.mark.parametrize("kind", KINDS)
def test_the_networks_answer_as_nblib_and_know_their_pictures(kind):
    data = LOADERS[kind]()
    images = data.x_test / 255
    for how, net in maths.networks(kind).items():
        linear = nn.Linear(784, UNITS, dtype=np.float64)
        linear.weight.data[...] = net.w1
        linear.bias.data[...] = net.b1
        head = nn.Linear(UNITS, 10, dtype=np.float64)
        head.weight.data[...] = net.w2
        head.bias.data[...] = net.b2
        logits = nn.Sequential(linear, nn.ReLU(), head)(images.reshape(-1, 784)).data
        p = maths.probabilities(kind, images)[how]
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        assert p == pytest.approx(e / e.sum(axis=1, keepdims=True), abs=1e-12)
        kept = maths.recorded()[kind]["accuracy"][how]
        assert np.mean(p.argmax(axis=1) == data.y_test) == pytest.approx(kept, abs=0.01)


def test_the_pictures_are_test_pictures_one_of_each_class():
    for kind in KINDS:
        data = LOADERS[kind]()
        for label, image in enumerate(maths.pictures(kind)):
            same = (data.x_test == np.round(255 * image)).all(axis=(1, 2))
            assert data.y_test[same].tolist() == [label]
        assert list(data.names) == maths.names(kind)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_that_of_augment(change):
    s = {**AS_IT_WAS, **change}
    pictures = maths.pictures(s["kind"])
    image = pictures[s["picture"]][None]
    if s["mirrored"] == "yes":
        image = augment.mirror(image)
    right, up = s["place"]
    image = augment.affine(image, s["degrees"], s["scale"], -up, right)
    image = (1 - s["share"]) * image + s["share"] * pictures[s["second"]]
    image = image + s["noise"] * maths.noise()
    corner = (28 - s["hole"]) // 2
    image = augment.cutout(image, corner, corner, s["hole"])[0]
    assert WhatMayChange(**change).image == pytest.approx(image, abs=1e-12)
    assert abs(maths.noise().mean()) < 0.1 and maths.noise().std() == pytest.approx(1, abs=0.1)


def test_presets_show_what_they_are_meant_to():
    made = {name: WhatMayChange(name) for name in WhatMayChange().presets}
    assert made["as it was"].verdict == "both"
    assert made["three pixels"].verdict == "varied"
    assert maths.names("clothing")[made["mirrored sneaker"].said["plain"].argmax()] == "Bag"
    for said in made["upside down"].said.values():
        assert said.argmax() == 9, "a turned 6 is a 9"
    halves = made["half and half"].said["plain"]
    assert sorted(np.argsort(-halves)[:2].tolist()) == [4, 6]


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    asked = [{**AS_IT_WAS, **change} for change in CHANGES]
    found = page.evaluate(
        """async ([base, recorded, asked]) => {
          const m = await import(`${base}/what_may_change/maths.mjs`);
          const ready = m.unpackPictures(recorded);
          return asked.map((settings) => {
            const { pictures, networks } = ready[settings.kind];
            const image = m.changedPicture(pictures, settings);
            const said = m.probabilitiesBy(networks, image);
            return {
              image: [...image],
              plain: [...said.plain],
              varied: [...said.varied],
              verdict: m.verdictOf(said, settings.picture),
            };
          });
        }""",
        [js, WhatMayChange().get_state()["_recorded"], asked],
    )
    for settings, seen in zip(asked, found, strict=True):
        image = maths.changed(settings)
        said = maths.probabilities(settings["kind"], image)
        assert np.array(seen["image"]) == pytest.approx(image.ravel(), abs=1e-9)
        for how, p in said.items():
            assert np.array(seen[how]) == pytest.approx(p, rel=1e-9, abs=1e-12)
        assert seen["verdict"] == maths.verdict(said, settings)


@pytest.mark.browser
def test_the_label_is_bold_and_follows_the_picture(stage):
    stage.show()
    label = stage.view().locator(".nb-is-label")
    assert label.text_content() == "4"
    stage.set(kind="clothing", picture=9)
    assert label.text_content() == "Ankle boot"
    assert stage.view().locator(".nb-answers rect").count() == 20


@pytest.mark.browser
def test_the_ring_stays_within_its_limits(stage):
    stage.show(place=[12, 0])
    ring = stage.view().get_by_role("slider", name="where the picture is")
    ring.press("ArrowRight")
    ring.press("Shift+ArrowUp")
    ring.press("Shift+ArrowUp")
    stage.sync()
    assert stage.widget.place == [12, 12]
