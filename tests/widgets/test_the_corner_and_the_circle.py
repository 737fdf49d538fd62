"""The widget *the corner and the circle*: its maths against an independent solver, its twin in the
browser, its presets, and what only it does on a page.
"""

import numpy as np
import pytest
from stage import differing
from widget_page import center, drag

from nblib.widgets import TheCornerAndTheCircle
from nblib.widgets.the_corner_and_the_circle.constants import HIGHEST, PENALTIES, SHARES, WINDOW
from nblib.widgets.the_corner_and_the_circle.maths import curvatures, loss, penalty, solve

WIDGET = "the_corner_and_the_circle"
MINIMUM = "minimum of the loss"
STRENGTH = "strength of the penalty"


def cases():
    """Problems of all kinds: (stretch, turn, minimum, strength, share)."""
    rng = np.random.default_rng(14)
    for share in (*SHARES, 0.2):
        for _ in range(40):
            stretch = float(rng.uniform(1, 9))
            turn = float(rng.uniform(-90, 90))
            minimum = rng.uniform(-2.5, 2.5, size=2).tolist()
            strength = float(0.01 * 3000 ** rng.uniform())
            yield stretch, turn, minimum, strength, share


def by_coordinates(H, minimum, strength, share):
    """One weight after the other, each solved exactly, until nothing moves any more."""
    b = H @ np.array(minimum)
    w = np.array(minimum)
    for _ in range(2000):
        before = w.copy()
        for i in (0, 1):
            pull = b[i] - H[i, 1 - i] * w[1 - i]
            kept = max(abs(pull) - strength * share, 0.0)
            w[i] = np.sign(pull) * kept / (H[i, i] + strength * (1 - share))
        if np.array_equal(w, before):
            break
    return w


# In Python.


def test_the_solution_is_that_of_an_independent_solver():
    zeros = 0
    for stretch, turn, minimum, strength, share in cases():
        H = curvatures(stretch, turn)
        found = solve(H, minimum, strength, share)
        assert found == pytest.approx(by_coordinates(H, minimum, strength, share), abs=1e-9)
        zeros += np.sum(found == 0)
    assert zeros > 30, "the cases have corners among them"


def test_no_other_weights_cost_less():
    rng = np.random.default_rng(0)
    for stretch, turn, minimum, strength, share in cases():
        H = curvatures(stretch, turn)

        def total(w, H=H, minimum=minimum, strength=strength, share=share):
            return loss(H, minimum, w) + strength * penalty(w, share)

        best = solve(H, minimum, strength, share)
        for near in best + 0.01 * rng.normal(size=(20, 2)):
            assert total(near) > total(best)


def test_ridge_is_its_closed_form():
    w = TheCornerAndTheCircle("turned circle", strength=0.7)
    A = w.hessian + 0.7 * np.eye(2)
    assert w.solution == pytest.approx(np.linalg.solve(A, w.hessian @ w.minimum), abs=1e-12)
    assert np.linalg.eigvalsh(w.hessian) == pytest.approx([1 / 3, 3])


def test_presets_show_what_they_are_meant_to():
    circle, corner, turned, turned_corner, both = map(
        TheCornerAndTheCircle, TheCornerAndTheCircle().presets
    )
    assert not (circle.path == 0).any(), "a circle makes no zero"
    one = (corner.path == 0).sum(axis=1)
    assert {0, 1, 2} == set(one.tolist()), "first one weight is zero, then both"
    first = corner.strengths[np.argmax(one == 1)]
    assert first == pytest.approx(0.85, rel=0.07)
    assert corner.all_zero_from == pytest.approx(2**0.5)
    assert turned.path[:, 1].max() > 2.5 * turned.minimum[1], "one weight grows first"
    assert (turned_corner.path[-1] == 0).all()
    assert both.status == "none" and (both.path[-1] == 0).all()
    largest = TheCornerAndTheCircle("circle", strength=HIGHEST)
    assert largest.solution == pytest.approx([0.046, 0.027], abs=0.001)


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    given = list(cases())
    found = page.evaluate(
        """async ([base, cases]) => {
          const m = await import(`${base}/the_corner_and_the_circle/maths.mjs`);
          return cases.map(([stretch, turn, minimum, strength, share]) => {
            const H = m.curvatures(stretch, turn);
            const w = m.solve(H, minimum, strength, share);
            const from = m.allZeroFrom(H, minimum, share);
            return { H, w, loss: m.loss(H, minimum, w), penalty: m.penalty(w, share),
                     from: Number.isFinite(from) ? from : 0,
                     reach: m.reach(m.penalty([1, 2], share), share, Math.atan2(2, 1)) };
          });
        }""",
        [js, given],
    )
    for (stretch, turn, minimum, strength, share), seen in zip(given, found, strict=True):
        H = curvatures(stretch, turn)
        w = solve(H, minimum, strength, share)
        assert seen["H"] == pytest.approx([H[0, 0], H[0, 1], H[1, 1]], abs=1e-9)
        assert seen["w"] == pytest.approx(w, abs=1e-9)
        assert [v == 0 for v in seen["w"]] == (w == 0).tolist(), "the same weights are zero"
        assert seen["loss"] == pytest.approx(loss(H, minimum, w), abs=1e-9)
        assert seen["penalty"] == pytest.approx(penalty(w, share), abs=1e-9)
        assert seen["reach"] == pytest.approx(5**0.5), "a ball's edge goes through its point"
        from_here = np.abs(H @ minimum).max() / share if share else 0
        assert seen["from"] == pytest.approx(from_here, abs=1e-9)


@pytest.mark.browser
def test_the_path_is_that_of_python(stage):
    for name in stage.contract.make().presets:
        stage.show(preset=name, strength=HIGHEST)
        d = stage.view().locator(".nb-track").get_attribute("d")
        points = np.array([point.split(",") for point in d[1:].split("L")], dtype=float)
        x = 44 + 70 * (stage.widget.path[:, 0] - WINDOW[0])
        assert points[1:, 0] == pytest.approx(x, abs=0.06)


@pytest.mark.browser
def test_the_dot_sits_on_the_edge_of_the_ball_and_on_its_contour(stage):
    for penalized in PENALTIES:
        stage.show(penalty=penalized, strength=0.5)
        dot = center(stage.view().locator(".nb-solution"))
        inside = stage.page.evaluate(
            """([x, y]) => ["nb-ball", "nb-touching"].map((name) => {
              const shape = document.querySelector(`.${name}`);
              const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
              return shape.isPointInFill(at) || shape.isPointInStroke(at);
            })""",
            dot,
        )
        assert inside == [True, True], penalized


@pytest.mark.browser
def test_the_rings_have_their_ends(stage):
    stage.show(preset="corner")
    drag(stage.page, stage.handle(STRENGTH), 4000, 0)
    stage.sync()
    assert stage.widget.strength == HIGHEST and stage.widget.status == "both"
    before = stage.look()
    drag(stage.page, stage.handle(MINIMUM), 4000, -4000)
    assert "ball" not in differing(before, stage.look()), "the ball stays a point"
    stage.sync()
    assert stage.widget.minimum == [WINDOW[1], WINDOW[3]]
