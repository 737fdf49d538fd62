"""The maths of *cloud of walkers*: random numbers, walks and predictions, in both languages."""

import numpy as np
import pytest

from nblib.widgets import CloudOfWalkers
from nblib.widgets.cloud_of_walkers.widget import (
    CURVATURES,
    stationary_variance,
    variance_at,
    walk,
)
from nblib.widgets.core.mulberry import normals, uniforms

RUNS = [
    (0.1, 1, 3.0, 1),
    (0.23, 64, 3.0, 7),
    (0.01, 4, 10.0, 99),
    (0.25, 2, 1.0, 0),
    (0.26, 4, 3.0, 1),
    (0.5, 1, 5.0, 2),
]
START = [-2.4, 1.2]


# Random numbers and walks in Python.


def test_any_part_of_a_stream_is_the_same_as_all_of_it():
    assert np.array_equal(uniforms(5, 0, 100)[40:60], uniforms(5, 40, 20))
    assert np.array_equal(normals(5, 0, 100)[40:60], normals(5, 40, 20))
    assert not np.array_equal(uniforms(5, 0, 9), uniforms(6, 0, 9))


@pytest.mark.parametrize("seed", [0, 1, 2, 9999])
def test_the_numbers_are_spread_as_they_should_be(seed):
    u = uniforms(seed, 0, 200_000)
    z = normals(seed, 0, 100_000)
    assert 0 <= u.min() and u.max() < 1
    counts = np.bincount((u * 100).astype(int), minlength=100)
    assert ((counts - 2000) ** 2 / 2000).sum() < 160, "chi squared with 99 degrees of freedom"
    assert np.abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 0.01
    assert np.abs(z.mean(axis=0)).max() < 0.015 and np.abs(z.var(axis=0) - 1).max() < 0.025
    assert np.abs((z**4).mean(axis=0) - 3).max() < 0.15 and abs(np.corrcoef(z.T)[0, 1]) < 0.015
    assert abs(np.corrcoef(u, uniforms(seed + 1, 0, 200_000))[0, 1]) < 0.01


@pytest.mark.parametrize("lr, batch", [(0.02, 1), (0.1, 1), (0.1, 16), (0.2, 4)])
def test_the_spread_becomes_what_is_predicted(lr, batch):
    path = walk(lr, batch, 3.0, 3, START, 600, walkers=2000)
    variance = path[-1].var(axis=0)  # of 2000 walkers: a standard error of 3.2 %
    assert variance == pytest.approx(stationary_variance(lr, batch, 3.0), rel=0.13)
    for step in (1, 5, 40):
        assert path[step].var(axis=0) == pytest.approx(variance_at(lr, batch, 3.0, step), rel=0.13)
        mean = np.array(START) * (1 - lr * CURVATURES) ** step
        error = np.sqrt(variance_at(lr, batch, 3.0, step) / 2000)
        assert np.all(np.abs(path[step].mean(axis=0) - mean) < 4.5 * error)


# The same in the browser.


@pytest.mark.browser
def test_random_numbers_and_walks_equal_python(modules, js):
    found = modules.evaluate(
        """async ([base, runs, start]) => {
          const { fillNormals, uniform } = await import(`${base}/core/mulberry.mjs`);
          const m = await import(`${base}/cloud_of_walkers/maths.mjs`);
          const { CURVATURES } = await import(`${base}/cloud_of_walkers/constants.mjs`);
          const draws = new Float64Array(4000);
          fillNormals(77, 0, 2000, draws);
          const asked = [0, 1, 5, 300, 1000, 300, 7]; // forwards, and back again
          return {
            uniforms: Array.from({ length: 2000 }, (_, n) => uniform(4294967295, n)),
            normals: [...draws],
            runs: runs.map(([lr, batch, noise, seed]) => {
              const crowd = m.crowd();
              return asked.map((step) => {
                const seen = crowd.at({ lr, batch, noise, seed, start }, step);
                const each = [0, 1].map((i) => m.moments(seen.positions, i));
                return {
                  positions: [...seen.positions], reached: seen.step,
                  first: [...seen.first.slice(0, 2 * seen.step + 2)],
                  spread: each.map((one) => one.spread), mean: each.map((one) => one.mean),
                  excess: m.excessLoss(seen.positions),
                  wished:
                    CURVATURES.map((c) => `${m.stationaryVariance(lr, batch, noise, c)}`),
                  now: CURVATURES.map((c) => m.varianceAt(lr, batch, noise, c, step)) };
              });
            }),
          };
        }""",
        [js, RUNS, START],
    )
    assert np.array_equal(found["uniforms"], uniforms(4294967295, 0, 2000))
    assert np.allclose(
        np.reshape(found["normals"], (-1, 2)), normals(77, 0, 2000), rtol=0, atol=1e-13
    )
    ends = set()
    for (lr, batch, noise, seed), steps in zip(RUNS, found["runs"], strict=True):
        for step, seen in zip([0, 1, 5, 300, 1000, 300, 7], steps, strict=True):
            w = CloudOfWalkers(lr=lr, batch=batch, noise=noise, seed=seed, start=START, step=step)
            path = w.trajectory
            ends.add(len(path) < step + 1)
            assert seen["reached"] == len(path) - 1
            for theirs, ours in [(seen["positions"], path[-1]), (seen["first"], path[:, 0])]:
                theirs = np.reshape(theirs, (-1, 2))
                assert theirs.shape == ours.shape and np.all(
                    np.abs(theirs - ours) <= 1e-9 * np.maximum(1, np.abs(ours))
                )
            assert seen["spread"] == pytest.approx(w.spread, rel=1e-9, abs=1e-9)
            assert seen["mean"] == pytest.approx(w.cloud.mean(axis=0), rel=1e-9, abs=1e-9)
            assert seen["excess"] == pytest.approx(w.excess_loss, rel=1e-9)
            wished = [float(v.replace("Infinity", "inf")) for v in seen["wished"]]
            assert wished == pytest.approx(stationary_variance(lr, batch, noise), rel=1e-12)
            assert seen["now"] == pytest.approx(variance_at(lr, batch, noise, step), rel=1e-9)
    assert ends == {True, False}, "some runs are meant to be lost"


@pytest.mark.browser
def test_the_histogram_counts_every_walker_once(modules, js):
    seen = modules.evaluate(
        """async (base) => {
          const { histogram } = await import(`${base}/cloud_of_walkers/maths.mjs`);
          return histogram([-1, 9, -0.99, 9, 0, 9, 0.5, 9, 0.99, 9, 1, 9, 7, 9], 0, 1, 4);
        }""",
        js,
    )
    assert seen == {"counts": [2, 0, 1, 2], "beyond": 2}


@pytest.mark.browser
def test_the_start_is_forgotten_when_it_is_said_to_be(modules, js):
    for lr, batch in [(0.01, 4), (0.1, 1), (0.1, 64), (0.23, 4), (0.125, 1)]:
        said = modules.evaluate(
            "async ([base, x]) => (await import(`${base}/cloud_of_walkers/maths.mjs`)).settled(x)",
            [js, {"lr": lr, "batch": batch, "noise": 3, "start": START}],
        )
        means = np.abs(np.array(START) * (1 - lr * CURVATURES) ** said)
        wished = stationary_variance(lr, batch, 3.0)
        assert np.all(means <= 0.1001 * np.sqrt(wished)) and np.all(
            variance_at(lr, batch, 3.0, said) >= 0.989 * wished
        )
