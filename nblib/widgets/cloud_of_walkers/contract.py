"""What cloud of walkers promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story

ALONG = "along the valley"
ACROSS = "across the valley"
CLOUD = {"cloud", "numbers"}


def _pair(measured, predicted):
    """Measured and predicted, as the read-out has them; nothing is said of what is infinite."""
    return (measured,) if predicted == float("inf") else (measured, predicted)


CONTRACT = Contract(
    widget="CloudOfWalkers",
    says=r"CloudOfWalkers\(lr=0.1, batch=1, .*\): spread 0\.\d+ along .* \(to be 0\.306\)",
    parts={
        "cloud": ".nb-cloud, .nb-lost",
        "tail": ".nb-tail",
        "quiet": ".nb-field .nb-wished",
        "bars": ".nb-bars",
        "wish": ".nb-wish",
    },
    panels=(".nb-field", ".nb-histogram"),
    presets={"cloud", "tail", "bars", "words", "numbers"},
    handles=(
        Handle(
            "start of all walkers",
            sets="start",
            changes={"cloud", "tail", "quiet", "bars", "numbers"},
            drag=(60, 30),
            keys={"ArrowRight": (0.02, 0), "ArrowUp": (0, 0.02)},
            state={"step": 3},
        ),
    ),
    sliders=(
        Slider("learning rate", "lr", 0.005, 0.5, CLOUD),
        Slider("batch size", "batch", 1, 1024, CLOUD, state={"preset": "large lr"}),
        Slider("noise σ", "noise", 0, 10, CLOUD),
        Slider("seed", "seed", 0, 99, CLOUD),
        Slider("step", "step", 0, 1000, CLOUD),
    ),
    choices=(Choice("histogram", "direction", (ALONG, ACROSS), {"bars", "wish"}),),
    buttons=(
        Button("one step on", CLOUD, says="step 151 "),
        Button("one step back", CLOUD, says="step 149 "),
        Button("back to the start", CLOUD, says="step 0 "),
    ),
    play=Play({"step": 0}, {"lr": 0.23, "batch": 4, "step": 990}, ends="step 1000 "),
    stories=(
        Story({"step": 0}, "All walkers stand on one start", "start"),
        Story(
            {"preset": "batch 64"},
            "Stationary: each step the noise widens the cloud as much as the descent narrows it",
            "stationary",
        ),
        Story(
            {"preset": "small lr"},
            "On the way: the middle of the cloud follows gradient descent without noise",
            "settling",
        ),
        Story(
            {"preset": "beyond the limit"},
            r"lr · λ = 0\.26 · 8 = 2\.08 is above 2.*1\.08 times as far",
            "diverging",
        ),
        Story({"lr": 0.5, "step": 1000}, r"The run ends at step \d\d, where a walker is lost"),
        Story({"lr": 0.25}, "Exactly at the limit", "edge"),
        Story({"noise": 0}, "Without noise all walkers are one"),
        Story({"lr": 0.25, "noise": 0}, "jump to and fro for ever"),
    ),
    refuses=(
        ("lr", 0, "above 0 and at most 0.5"),
        ("lr", 0.6, "above 0 and at most 0.5"),
        ("lr", float("nan"), "above 0 and at most 0.5"),
        ("batch", 0, "a whole number from 1 to 1024"),
        ("batch", 2.5, "a whole number from 1 to 1024"),
        ("noise", -1, "at least 0"),
        ("seed", -1, "a whole number from 0 to 9999"),
        ("step", 10**6, "a whole number from 0 to 1000"),
        ("start", [1, 2, 3], "two numbers"),
        ("direction", "up", ALONG),
    ),
    looks=({"preset": "batch 64"}, {"preset": "beyond the limit"}),
    twins={
        "step": lambda w: w.step,
        "spread along": lambda w: _pair(w.spread[0], w.predicted_spread[0]),
        "spread across": lambda w: _pair(w.spread[1], w.predicted_spread[1]),
        "mean loss": lambda w: _pair(w.excess_loss, w.predicted_excess_loss),
        "limit for lr": lambda w: w.limit,
    },
)
