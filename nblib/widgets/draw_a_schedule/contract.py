"""What the schedules that are drawn promise."""

from nblib.widgets.core.contract import Contract, Handle, Slider, Story

BOWL = {"loss", "run", "floor", "numbers"}
LINES = {"rate", "loss", "run", "floor", "recorded"}
COSINE = {"preset": "cosine"}
ONE_CYCLE = {"preset": "one-cycle"}
PART = (0, 0.02)  # how far a key moves a knot: its time, and its part of the largest rate
BOTH = {"ArrowRight": (0.01, 0), "ArrowUp": PART}

CONTRACT = Contract(
    widget="DrawASchedule",
    says=r"DrawASchedule\(constant, largest rate 0\.2\): mean loss 0\.135 at the end, 0\.135 at a "
    r"constant rate",
    parts={
        "rate": ".nb-rate",
        "limit": ".nb-limit",
        "loss": ".nb-loss",
        "run": ".nb-run",
        "kept": ".nb-kept",
        "floor": ".nb-floor",
        "recorded": ".nb-recorded",
    },
    panels=(".nb-schedule", ".nb-bowl"),
    presets={"rate", "run", "floor", "recorded", "words", "numbers"},
    handles=(
        Handle("knot 1", "knots", LINES, (0, 60), {"ArrowUp": PART}, ONE_CYCLE),
        Handle("knot 2", "knots", LINES, (12, 20), BOTH, ONE_CYCLE),
        Handle("knot 3", "knots", {*LINES, "numbers"}, (12, 20), BOTH, COSINE),
        Handle("knot 4", "knots", {*LINES, "numbers"}, (12, 20), BOTH, ONE_CYCLE),
        Handle("knot 5", "knots", {*LINES, "numbers"}, (12, 20), BOTH, ONE_CYCLE),
        Handle("knot 6", "knots", {*LINES, "numbers"}, (0, -40), {"ArrowUp": PART}, ONE_CYCLE),
    ),
    sliders=(
        Slider("largest rate", "lr", 0.005, 0.6, {*BOWL, "kept", "limit"}),
        Slider("noise σ", "noise", 0, 2, {*BOWL, "kept"}),
        Slider("seed of the run", "seed", 0, 99, {"run", "numbers"}),
    ),
    stories=(
        Story({}, r"the mean loss ends at 0\.135\. That is the floor of its last rate", "settled"),
        Story({}, r"“constant” ended with 92\.9 % right", "settled"),
        Story(COSINE, r"ends at 0\.0135.* At 0\.2 all along it would be 0\.135", "settled"),
        Story({"lr": 0.3}, "What you drew was not recorded on digits"),
        Story({**COSINE, "lr": 0.55}, r"In \d+ of 300 steps the rate is at its limit", "too large"),
        Story({"lr": 0.6}, "The rate stays above its limit, 0.5, too long", "lost"),
    ),
    refuses=(
        ("lr", 0, "at least 0.005 and at most 0.6"),
        ("noise", 3, "at least 0 and at most 2"),
        ("seed", 1.5, "a whole number from 0 to 99"),
        ("knots", [[0, 1], [1, 0]], "6 to 6 points, got 2"),
        ("knots", [[0, float("nan")]] * 6, "finite numbers"),
    ),
    looks=({**COSINE, "lr": 0.55}, {"preset": "one-cycle"}),
    twins={
        "largest rate": lambda w: w.lr,
        "last rate": lambda w: w.rates[-1],
        "mean loss": lambda w: w.loss[-1],
        "its floor": lambda w: w.floor[-1] if w.floor[-1] < float("inf") else (),
        "at a constant rate": lambda w: w.constant,
        "this run": lambda w: w.run[-1],
    },
    status=lambda w: w.status,
)
