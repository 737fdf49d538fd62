"""The runs of *tiny network*: trained in Python, and in the browser while it is seen."""

import numpy as np
import pytest
from stage import differing, numbers

from nblib.widgets import TinyNetwork
from nblib.widgets.tiny_network.contract import CONTRACT
from nblib.widgets.tiny_network.widget import PRESETS

WIDGET = "tiny_network"
RUNNING = "document.querySelector('.nb-readout b')"


# In Python.


def test_presets_end_as_they_are_meant_to():
    ends = {}
    for name in PRESETS:
        w = TinyNetwork(name)
        w.train(4000)
        ends[name] = w
    reached = [w.status for w in ends.values()]
    assert reached == ["solved", "settled", "settled", "solved", "diverged"]
    assert abs(ends["XOR, no hidden layer"].losses[-1][1] - np.log(2)) < 0.03
    assert 0.3 < ends["XOR, two neurons"].losses[-1][1] < 0.5
    assert ends["far too large a step"].losses[-1][1] > 1e6


def test_a_learning_rate_ten_times_smaller_mends_the_preset_that_diverges():
    w = TinyNetwork("far too large a step")
    w.lr /= 10
    w.train(2000)
    assert w.status == "solved"


def test_training_in_python_changes_weights_losses_and_predictions():
    w = TinyNetwork()
    before = w.predict(w.points[0])
    assert before.shape == (100,)
    w.train(200)
    x, y, xt, yt = w.points
    assert w.steps == 200 and not w.playing and len(w.losses) == 66 and w.losses[-1][0] == 200
    assert [np.shape(a) for a in w.weights] == [(2, 4), (4,), (4, 1), (1,)]
    assert np.mean((w.predict(x) > 0.5) == y) > 0.95 > np.mean((before > 0.5) == y)
    w.train(10_000)
    assert w.status == "solved" and w.losses[-1][1] < 0.02 and f"{w.steps} steps" in repr(w)


@pytest.mark.parametrize(
    "name, value",
    [("data", "moons"), ("noise", 0.2), ("widths", [3]), ("activation", "tanh"), ("seed", 5)],
)
def test_another_network_or_other_data_begin_anew_and_a_learning_rate_goes_on(name, value):
    w = TinyNetwork(neuron=[1, 4])
    assert w.preset == "circles, 4 ReLU"
    w.train(20)
    w.lr = 0.1
    assert w.steps == 20 and w.weights and w.preset == ""
    setattr(w, name, value)
    assert (
        w.steps == 0
        and w.weights == []
        and w.losses == []
        and w.neuron == ([] if name == "widths" else [1, 4])
    )
    w.train(3)
    w.restart()
    assert w.steps == 0 and w.weights == []


def test_weights_can_be_given():
    w = TinyNetwork(
        widths=[2],
        activation="ReLU",
        data="XOR",
        weights=[[[1, -1], [-1, 1]], [0, 0], [[2], [2]], [-2]],
    )
    x, y = w.points[:2]
    assert np.all((w.predict(x) > 0.5) == y), "|x₁ - x₂| > 1 is exclusive or"
    assert w.predict([[1, -1], [1, 1]]) == pytest.approx(
        [1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))]
    )
    w.widths = [3]
    assert w.weights == []


# On a page.


def step(look):
    return numbers(look["facts"]["step"])[0]


@pytest.mark.browser
def test_a_run_ends_as_in_python(stage):
    stage.show()
    for preset in PRESETS:
        stage.button(preset).click()
        look = stage.look()
        w = TinyNetwork(preset)
        w.train(10_000)
        assert look["status"] == w.status
        # A long run magnifies what rounding did at its beginning.
        assert step(look) == pytest.approx(w.steps, rel=0.1)
        if w.status != "diverged":
            loss = numbers(look["facts"]["loss, training points"])[0]
            assert loss == pytest.approx(w.losses[-1][1], rel=0.05)


@pytest.mark.browser
def test_it_trains_when_it_is_seen_and_stops_by_itself(stage):
    page = stage.page
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate("document.querySelector('#views').style.marginTop = '4000px'")
    mounted = CONTRACT.make(lr=1.0).get_state()
    page.evaluate("(state) => stage.mount(state, 1)", mounted)
    page.evaluate("stage.frames(6)")
    assert page.evaluate(f"{RUNNING}.textContent") == "0", "out of sight it rests"
    page.evaluate("document.querySelector('#views').style.marginTop = ''")
    page.wait_for_function(f"parseInt({RUNNING}.textContent) > 3")
    page.evaluate("document.querySelector('#views').style.marginTop = '4000px'")
    page.evaluate("stage.frames(6)")
    far = page.evaluate(f"{RUNNING}.textContent")
    page.evaluate("stage.frames(6)")
    assert page.evaluate(f"{RUNNING}.textContent") == far, "out of sight it rests"
    page.evaluate("document.querySelector('#views').style.marginTop = ''")
    page.evaluate("stage.rest()")
    assert page.locator(".nb-widget").get_attribute("data-status") == "solved"
    end = int(page.evaluate(f"{RUNNING}.textContent"))
    page.evaluate("stage.frames(6)")
    assert page.evaluate(f"parseInt({RUNNING}.textContent)") == end
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(f"parseInt({RUNNING}.textContent) > {end}")


@pytest.mark.browser
def test_what_python_has_trained_is_shown_and_not_trained_anew(stage):
    w = TinyNetwork("spiral, 8-8 tanh")
    w.train(130)
    trained = {name: getattr(w, name) for name in ("weights", "losses", "steps", "playing")}
    look = stage.show(preset="spiral, 8-8 tanh", **trained)
    assert step(look) == 130 and stage.button("Play").count() == 1
    stage.button("Step").click()
    look = stage.look()
    w.train(1)
    assert step(look) == 131
    loss = numbers(look["facts"]["loss, training points"])[0]
    assert loss == pytest.approx(w.losses[-1][1], rel=0.01)


@pytest.mark.browser
def test_pause_step_restart_and_another_seed(stage):
    first = stage.show(preset="spiral, 8-8 tanh", playing=False)
    assert step(first) == 0
    stage.page.emulate_media(reduced_motion="no-preference")
    stage.page.evaluate("stage.playAndPause()")
    assert "Paused" in stage.look()["words"]
    stage.button("Restart").click()
    assert not differing(first, stage.look())
    stage.button("New seed").click()
    stage.page.wait_for_function(f"parseInt({RUNNING}.textContent) > 5")
    stage.button("Pause").click()
    stage.button("Restart").click()
    assert {"field", "weights", "curves"} <= differing(first, stage.look())


@pytest.mark.browser
def test_a_learning_rate_acts_on_a_run_that_has_ended(stage):
    stage.show(preset="far too large a step")
    assert stage.button("Step").is_disabled()
    stage.type("learning rate", ["0.5"])
    look = stage.look()
    assert look["status"] == "solved"
    stage.type("L2 penalty", ["0.03"])
    assert step(stage.look()) > step(look)


@pytest.mark.browser
def test_a_frame_of_training_keeps_its_time(watch, js):
    """Counted in work, not in seconds, which a busy machine stretches: a frame ends when its clock
    says so.
    """
    page = watch.open(f"{js}/core/host.mjs")
    page.set_content("<main></main>")
    counts = page.evaluate(
        """async ([base, state]) => {
          const { Trainer } = await import(`${base}/tiny_network/maths.mjs`);
          let clock = 0, taken = 0, frames = [];
          performance.now = () => clock;
          const step = Trainer.prototype.step;
          Trainer.prototype.step = function (settings) {
            step.call(this, settings);
            clock += 3;
            taken++;
          };
          globalThis.requestAnimationFrame = (act) => frames.push(act);
          const set = (name, v) => { state[name] = v; };
          const model = { get: (name) => state[name], set, save_changes() {} };
          const { joinEngine } = await import(`${base}/tiny_network/engine.mjs`);
          const view = () => { clock += 6; }, { engine } = joinEngine(model, view);
          engine.trainer.steps = 400;
          engine.seen(view, true);
          const counts = [];
          for (let k = 0; k < 6; k++) {
            const [begin, before] = [clock, taken];
            frames.shift()();
            counts.push([clock - begin, taken - before]);
          }
          return counts;
        }""",
        [
            js,
            {
                **PRESETS["spiral, 8-8 tanh"],
                "uid": "u",
                "weights": [],
                "losses": [],
                "steps": 0,
                "playing": True,
            },
        ],
    )
    assert all(spent <= 16 for spent, _ in counts[1:]) and all(taken >= 1 for _, taken in counts), (
        counts
    )
