"""The widget *a crowd of networks*: its maths against nblib, its twin in the browser, its presets,
and what only it does on a page.
"""

import numpy as np
import pytest
from stage import differing, numbers
from widget_page import drag

from nblib import nn
from nblib.ops.functions import logistic
from nblib.widgets import ACrowdOfNetworks
from nblib.widgets.a_crowd_of_networks import maths, trained
from nblib.widgets.a_crowd_of_networks.constants import POINTS, TRAINED, WEIGHTS, WIDTH

WIDGET = "a_crowd_of_networks"
PLACES = np.random.default_rng(0).uniform(-3, 3, size=(40, 2))


# In Python.


class Given(nn.Module):
    """A layer that multiplies by a mask which it is given."""

    def __init__(self, mask):
        super().__init__()
        self.mask = mask

    def forward(self, x):
        return x * self.mask


def of_nblib(net, mask):
    """The network with a mask, as nblib's layers have it."""
    layers = []
    for k, (d_in, d_out) in enumerate(((2, WIDTH), (WIDTH, WIDTH), (WIDTH, 1))):
        layer = nn.Linear(d_in, d_out, dtype=np.float64)
        layer.weight.data[...] = net[2 * k]
        layer.bias.data[...] = net[2 * k + 1]
        layers += [layer, nn.ReLU(), Given(mask[k])] if k < 2 else [layer]
    return nn.Sequential(*layers)


@pytest.mark.parametrize("name", TRAINED)
def test_the_probabilities_are_those_of_nblib(name):
    net = maths.weights(name)
    for mask in (*maths.masks(0.4, 3, 5), np.ones((2, WIDTH))):
        theirs = logistic(of_nblib(net, mask)(PLACES).data[:, 0])
        assert maths.probability(net, PLACES, mask) == pytest.approx(theirs, rel=1e-9)
    assert np.array_equal(maths.single(name, PLACES), maths.crowd(name, 0.0, 1, 1, PLACES)[0])


def test_the_points_and_weights_are_those_of_the_script():
    points = trained.moons()
    assert trained.text([points], 2) == POINTS
    # Elsewhere the last digits may differ after 800 steps, so these are compared loosely.
    for text, p in zip(WEIGHTS, trained.DROPPED, strict=True):
        again = np.concatenate([np.ravel(a) for a in trained.train(points, p)])
        ours = np.array(text.split(), dtype=float)
        assert np.corrcoef(again, ours)[0, 1] > 0.99


def test_masks_keep_the_mean_and_a_larger_p_drops_more():
    masks = maths.masks(0.3, 5, 5000)
    assert masks.mean() == pytest.approx(1, abs=0.02)
    assert set(np.unique(masks).round(9)) == {0, round(1 / 0.7, 9)}
    few = maths.masks(0.2, 7, 50) == 0
    many = maths.masks(0.6, 7, 50) == 0
    assert np.all(many[few]) and many.sum() > few.sum()
    assert np.array_equal(maths.masks(0.5, 7, 50)[:9], maths.masks(0.5, 7, 9))


def test_presets_show_what_they_are_meant_to():
    seen = {name: ACrowdOfNetworks(name) for name in ACrowdOfNetworks().presets}
    assert {name: w.verdict for name, w in seen.items()} == {
        "one network": "one",
        "a crowd of 50": "divided",
        "never trained for it": "divided",
        "far from all points": "agreed",
    }
    x, _ = maths.points()
    share = {}
    for name in ("a crowd of 50", "never trained for it"):
        w = seen[name]
        members = maths.crowd(w.trained, w.p, w.seed, w.networks, x)
        share[name] = np.mean([maths.right(one) for one in members])
    assert share["a crowd of 50"] > 0.9 and share["never trained for it"] < 0.75
    assert abs(seen["a crowd of 50"].average - seen["a crowd of 50"].single) < 0.05
    assert seen["far from all points"].average > 0.98


def test_a_place_beyond_the_picture_is_held_at_its_border():
    w = ACrowdOfNetworks(place=[99, -99], networks=3)
    assert w.place == [99, -99]
    assert np.array_equal(w.members, ACrowdOfNetworks(place=[3, -2.25], networks=3).members)


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    cases = [
        {"trained": name, "p": p, "seed": seed}
        for name in TRAINED
        for p, seed in ((0.0, 0), (0.35, 7), (0.5, 99), (0.9, 2))
    ]
    found = page.evaluate(
        """async ([base, cases, places]) => {
          const m = await import(`${base}/a_crowd_of_networks/maths.mjs`);
          const source = m.crowdAt(Float64Array.from(places.flat()));
          return cases.map((one) => {
            const at = m.crowdAtPlace(one, 12, places[0]);
            const field = source.at(one, 5);
            const more = source.at(one, 12);
            return {
              masks: [...Array(12).keys()].map((k) =>
                m.maskOf(one.p, one.seed, k).map((v) => [...v])),
              members: at.members, ring: at.single, verdict: m.verdictOf(at.members),
              spread: m.meanAndSpread(at.members).spread, latest: [...more.latest],
              average: [...more.average], five: [...field.average], single: [...more.single],
              right: m.rightShare(m.crowdAt(m.PLACES_OF_POINTS).at(one, 3).average),
            };
          });
        }""",
        [js, cases, PLACES.tolist()],
    )
    x, _ = maths.points()
    assert {seen["verdict"] for seen in found} == {"same", "agreed", "divided"}
    for case, seen in zip(cases, found, strict=True):
        members = maths.crowd(**case, networks=12, x=PLACES)  # (12, 40)
        close = {"rel": 1e-9, "abs": 1e-15}
        assert np.array_equal(seen["masks"], maths.masks(case["p"], case["seed"], 12))
        assert seen["members"] == pytest.approx(members[:, 0], **close), case
        assert seen["latest"] == pytest.approx(members[-1], **close), case
        assert seen["average"] == pytest.approx(members.mean(axis=0), **close), case
        assert seen["five"] == pytest.approx(members[:5].mean(axis=0), **close), case
        assert seen["single"] == pytest.approx(maths.single(case["trained"], PLACES), **close)
        assert seen["ring"] == pytest.approx(seen["single"][0], **close)
        assert seen["spread"] == pytest.approx(members[:, 0].std(), rel=1e-9, abs=1e-12)
        assert seen["verdict"] == maths.verdict(members[:, 0])
        three = maths.crowd(**case, networks=3, x=x).mean(axis=0)
        assert seen["right"] == pytest.approx(maths.right(three))


@pytest.mark.browser
def test_the_ring_asks_and_both_planes_show_where(stage):
    before = stage.show(preset="a crowd of 50")
    drag(stage.page, stage.handle("place to ask"), -80, 40)
    after = stage.look()
    stage.sync()
    assert differing(before, after) == {"strip", "words", "numbers", "handles"}
    x, y = stage.widget.place
    mark = stage.view().locator(".nb-mark")
    assert float(mark.get_attribute("cx")) == pytest.approx((x + 3) / 6 * 400, abs=0.1)
    assert float(mark.get_attribute("cy")) == pytest.approx((2.25 - y) / 4.5 * 300, abs=0.1)
    assert numbers(after["facts"]["average at the ring"])[0] == pytest.approx(
        stage.widget.average, rel=0.006
    )


@pytest.mark.browser
def test_the_units_are_those_of_the_mask_and_the_bars_hold_the_crowd(stage):
    stage.show(preset="a crowd of 50", networks=7)
    kept = int((stage.widget.masks[-1] > 0).sum())
    units = stage.view().locator(".nb-kept").get_attribute("d").count("M")
    dropped = stage.view().locator(".nb-dropped").get_attribute("d").count("M")
    assert (units, dropped) == (kept, 20 - kept)
    counts, _ = np.histogram(stage.widget.members, bins=20, range=(0, 1))
    bars = stage.view().locator(".nb-said").get_attribute("d").count("M")
    assert bars == np.count_nonzero(counts)
