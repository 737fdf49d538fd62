"""What fit a line promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Slider, Story

LINE = {"line", "residuals", "place", "numbers"}
STAGE = {"map", "best", "numbers"}
APART = [[-2.0, 0.0], [-1.0, 0.0], [1.0, 1.0], [2.0, 1.0]]  # a threshold keeps these apart
CLASSES = {"preset": "two classes"}

CONTRACT = Contract(
    widget="FitALine",
    says=r"FitALine\(20 points, loss='MSE', .*\): \d\.\d+, lowest 0\.\d+",
    parts={
        "line": ".nb-line",
        "residuals": ".nb-residuals",
        "points": ".nb-points",
        "best": ".nb-wished",
        "map": ".nb-contours",
        "place": ".nb-field .nb-grip",
    },
    panels=(".nb-scene-panel", ".nb-field"),
    alone={"handles"},  # each view has its handles where they were last
    presets={"line", "residuals", "points", "map", "words", "numbers"},
    handles=(
        Handle(
            "left handle of the line",
            sets="slope",
            changes=LINE,
            drag=(-10, -25),
            keys={"ArrowRight": (0.06, 0), "ArrowUp": (0, 0.09)},
        ),
        Handle(
            "right handle of the line",
            sets="slope",
            changes=LINE,
            drag=(10, -25),
            keys={"ArrowRight": (0.06, 0), "ArrowUp": (0, 0.09)},
        ),
        Handle(
            "right handle of the line",
            sets="slope",
            changes=LINE,
            drag=(10, -25),
            keys={"ArrowRight": (0.08, 0), "ArrowUp": (0, 0.16)},
            state=CLASSES,
        ),
        Handle(
            "the ringed point",
            sets="points",
            changes={"points", "residuals", *STAGE},
            drag=(-20, -40),
            keys={"ArrowRight": (0.06, 0), "ArrowUp": (0, 0.09)},
        ),
        Handle(
            "the line on the map",
            sets="intercept",
            changes=LINE,
            drag=(40, 40),
            keys={"ArrowRight": (0.04, 0), "ArrowUp": (0, 0.05)},
        ),
    ),
    sliders=(Slider("delta of Huber", "delta", 0.05, 10, STAGE, state={"loss": "Huber"}),),
    choices=(
        Choice("loss", "loss", ("MSE", "MAE", "Huber"), {"residuals", *STAGE}),
        Choice(
            "loss",
            "loss",
            ("cross-entropy", "MSE on the sigmoid"),
            {"residuals", *STAGE},
            state=CLASSES,
        ),
    ),
    buttons=(
        Button("Go to the minimum", LINE),
        Button("Go to the minimum", LINE, state={"preset": "a leverage point"}),
        Button("Go to the minimum", LINE, state={"preset": "confident and wrong"}),
    ),
    stories=(
        Story({}, "The loss is .*; the lowest possible is .*the arrow points downhill", "above"),
        Story(
            {"preset": "an outlier"},
            r"The ringed point alone makes up 89 % of it, since its error is squared\.",
        ),
        Story(
            {"preset": "a leverage point"},
            "though beyond 1 its error counts in proportion, not squared",
        ),
        Story(
            {"preset": "confident and wrong"},
            r"A plain: the loss is 0\.909, 22 of 24 points are on the wrong side",
            "plain",
        ),
        Story({"slope": 9.0}, "The line is beyond the map"),
        Story(
            {"points": APART, "loss": "MSE on the sigmoid", "slope": 500.0, "intercept": 0.0},
            "There is no lowest point",
            "steep",
        ),
        Story(
            {"points": [[0, 0], [1, 1], [2, 2]], "slope": 1.0, "intercept": 0.0},
            r"no line has a smaller loss than 0\.",
            "minimum",
        ),
    ),
    refuses=(
        ("loss", "hinge", "no such loss: 'hinge'; there are MSE, MAE"),
        ("loss", "cross-entropy", "every y must be 0 or 1"),
        ("delta", 0, "above 0"),
        ("slope", float("nan"), "a finite number"),
        ("points", [[1, 2]], "2 to 100 points, got 1"),
        ("points", [1, 2, 3], r"shape \(n, 2\), got shape \(3,\)"),
        ("points", [[1, float("inf")], [2, 3]], "finite"),
        ("window", [1, 0, 2, 3], "x_low, x_high"),
    ),
    looks=({"preset": "a leverage point"}, CLASSES),
    twins={
        "loss": lambda w: w.value,
        "lowest possible": lambda w: w.best.loss,
        "slope": lambda w: w.slope,
        "intercept": lambda w: w.intercept,
        "share of the ringed point": lambda w: round(100 * w.shares[-1]),
    },
)
