"""The small network of the widget: its twin in the browser against nblib's engine, and what its
presets rest on.
"""

import numpy as np
import pytest

from nblib.widgets.core.chance import Chance
from nblib.widgets.tiny_network import data as toydata
from nblib.widgets.tiny_network.constants import EDGE
from nblib.widgets.tiny_network.maths import ACTIVATIONS, GAINS, Trainer, first_weights

RUNS = [
    ("moons", 0.1, [], "linear", 0, 0.5, 0.0, 100),
    ("circles", 0.15, [4], "ReLU", 1, 0.3, 0.0, 100),
    ("XOR", 0.1, [2], "tanh", 2, 0.3, 0.01, 100),
    ("spiral", 0.08, [8, 8], "tanh", 3, 0.1, 0.0, 10),
    ("moons", 0.2, [3, 5, 2], "sigmoid", 4, 0.5, 0.001, 7),
    ("circles", 0.0, [8, 8, 8], "leaky ReLU", 5, 0.05, 0.0, 1),
    ("spiral", 0.1, [5], "GELU", 6, 0.2, 0.002, 30),
    ("XOR", 0.3, [1, 8], "SiLU", 7, 0.2, 0.0, 99),
    ("moons", 0.15, [8, 8], "leaky ReLU", 0, 10.0, 0.0, 100),  # leaves for good
    ("circles", 0.15, [4], "ReLU", 0, 10.0, 0.0, 100),  # dies
]
STEPS = 120


def close(theirs, ours, tolerance=1e-9):
    theirs = np.array(theirs, dtype=float)
    ours = np.array(ours, dtype=float)
    assert theirs.shape == ours.shape
    return np.all(np.abs(theirs - ours) <= tolerance * np.maximum(1, np.abs(ours)))


@pytest.mark.browser
def test_chance_is_the_same_in_the_browser(modules, js):
    seen = modules.evaluate(
        """async ([js, cases]) => {
          const { chance } = await import(`${js}/core/chance.mjs`);
          return cases.map(([seed, stream]) => {
            const c = chance(seed, stream);
            const twenty = (draw) => Array.from({ length: 20 }, draw);
            return [twenty(c.uniform), twenty(c.normal), c.shuffled(17)];
          });
        }""",
        [js, [[0, 0], [1, 0], [1, 1], [2**31 - 1, 3], [123456789, 2]]],
    )
    first = set()
    for (seed, stream), (uniform, normal, order) in zip(
        [(0, 0), (1, 0), (1, 1), (2**31 - 1, 3), (123456789, 2)], seen, strict=True
    ):
        c = Chance(seed, stream)
        assert uniform == [c.uniform() for _ in range(20)]
        assert close(normal, [c.normal() for _ in range(20)], 1e-12)
        assert order == c.shuffled(17) and sorted(order) == list(range(17))
        first.add(uniform[0])
    assert len(first) == 5


def test_chance_is_evenly_spread():
    uniform = Chance(3)
    u = np.array([uniform.uniform() for _ in range(20_000)])
    z = np.array([uniform.normal() for _ in range(20_000)])
    counts = np.histogram(u, 20, (0, 1))[0]
    assert 0 < u.min() and u.max() < 1 and np.abs(counts - 1000).max() < 150
    assert (
        abs(z.mean()) < 0.03
        and abs(z.std() - 1) < 0.03
        and abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 0.03
    )
    firsts = np.array([Chance(seed).uniform() for seed in range(2000)])
    assert abs(firsts.mean() - 0.5) < 0.03 and abs(np.corrcoef(firsts[:-1], firsts[1:])[0, 1]) < 0.1


@pytest.mark.parametrize("name", toydata.SHAPES)
def test_the_data_are_two_balanced_classes_within_the_picture(name):
    x, y, xt, yt = toydata.draw(name, 0.1, seed=1)
    assert x.shape == xt.shape == (toydata.SIZE, 2) and y.sum() == yt.sum() == toydata.SIZE / 2
    assert np.abs(np.vstack([x, xt])).max() < EDGE and not np.array_equal(x, xt)
    assert not np.array_equal(x, toydata.draw(name, 0.1, seed=2)[0])


def test_the_first_weights_spread_as_those_of_nblib():
    assert GAINS.keys() == ACTIVATIONS.keys()
    w = np.concatenate([first_weights([8, 8, 8], "ReLU", s)[2].ravel() for s in range(50)])
    assert w.std() == pytest.approx(np.sqrt(2 / 8), rel=0.05)


@pytest.mark.browser
def test_a_run_in_the_browser_equals_that_of_nblib(modules, js):
    seen = modules.evaluate(
        """async ([js, runs, steps]) => {
          const { Trainer, gradients, activations } = await import(`${js}/tiny_network/maths.mjs`);
          const run = ([data, noise, widths, activation, seed, lr, l2, batch]) => {
            const t = new Trainer({ data, noise, widths, activation, seed });
            const at = () => ({ weights: t.weights(), accuracy: t.accuracy(), dead: t.dead() });
            const { loss, grads } = gradients(t.layers, activation, t.train.x, t.train.y, l2);
            const first = at();
            while (t.steps < steps && t.status === "training") t.step({ lr, l2, batch });
            const points = { x: Array.from(t.train.x), xt: Array.from(t.test.x) };
            return { ...points, loss, first, last: at(), history: t.history, status: t.status,
                     grads: grads.flatMap(({ w, b }) => [Array.from(w), Array.from(b)]) };
          };
          return [Object.keys(activations), runs.map(run)];
        }""",
        [js, RUNS, STEPS],
    )
    names, runs = seen
    assert names == list(ACTIVATIONS)
    ends = set()
    for (data, noise, widths, activation, seed, lr, l2, batch), run in zip(RUNS, runs, strict=True):
        t = Trainer(data, noise, widths, activation, seed)
        assert close(run["x"], t.points[0].ravel(), 1e-12) and close(
            run["xt"], t.points[2].ravel(), 1e-12
        )
        loss, grads = t.gradients(list(range(toydata.SIZE)), l2)
        assert run["loss"] == pytest.approx(loss, rel=1e-12)
        for theirs, ours in zip(run["grads"], grads, strict=True):
            assert close(theirs, ours.ravel(), 1e-12)
        for theirs, ours in zip(run["first"]["weights"], t.weights(), strict=True):
            assert close(theirs, ours, 1e-12)
        while t.steps < STEPS and t.status == "training":
            t.step(lr, l2, batch)
        assert run["status"] == t.status and close(run["history"], t.history)
        for theirs, ours in zip(run["last"]["weights"], t.weights(), strict=True):
            assert close(theirs, ours)
        assert run["last"]["accuracy"] == list(t.accuracy())
        assert run["last"]["dead"] == [layer.tolist() for layer in t.dead()]
        ends.add(t.status)
    assert {"training", "diverged", "dead"} <= ends


def test_the_gradients_are_those_of_central_differences():
    t = Trainer("moons", 0.1, [4, 3], "GELU", 0)
    index = list(range(20))
    l2 = 0.03
    h = 1e-6
    _, grads = t.gradients(index, l2)

    def penalized():
        loss, _ = t.gradients(index)
        return loss + l2 / 2 * sum(np.sum(p.data**2) for p in t.params[::2])

    for p, grad in zip(t.params, grads, strict=True):
        for at in np.ndindex(p.shape):
            value = p.data[at]
            p.data[at] = value + h
            above = penalized()
            p.data[at] = value - h
            slope = (above - penalized()) / (2 * h)
            p.data[at] = value
            assert slope == pytest.approx(grad[at], abs=1e-7)


def run(data, noise, widths, activation, seed, lr, batch=100, most=4000):
    t = Trainer(data, noise, widths, activation, seed)
    while t.status == "training" and t.steps < most:
        t.step(lr, batch=batch)
    return t


def test_without_a_hidden_layer_xor_cannot_be_learned():
    for seed in range(5):
        t = run("XOR", 0.1, [], "ReLU", seed, 0.3)
        assert t.status == "settled" and t.losses()[0] > 0.6 and t.accuracy()[0] < 0.8


def test_two_relus_are_most_often_stuck_on_xor():
    ends = [run("XOR", 0.1, [2], "ReLU", seed, 1.0).status for seed in range(24)]
    assert 1 <= ends.count("solved") <= 12 and set(ends) <= {"solved", "settled", "dead"}


def test_a_run_is_carried_on_and_taken_up():
    t = run("circles", 0.15, [4], "ReLU", 0, 0.3)
    assert t.status == "solved"
    t.go_on()
    assert t.status == "training"
    while t.status == "training":
        t.step(0.3)
    assert t.status == "solved" and t.history[-1][1] < 0.006
    other = Trainer("circles", 0.15, [4], "ReLU", 0)
    other.take(t.weights(), t.steps, t.history)
    assert other.losses() == t.losses() and other.history == t.history and other.steps == t.steps
