"""What the α–β plane promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story

RUN = {"path", "loss", "foretold", "ring", "numbers"}
MEETING = {"preset": "where two curves meet"}

CONTRACT = Contract(
    widget="TheAlphaBetaPlane",
    says=r"TheAlphaBetaPlane\(rate=0\.3, momentum=0, condition=50\): 0\.994 per step, .* → 0\.0136",
    parts={
        "ring": ".nb-plane .nb-grip",
        "colors": ".nb-plane .nb-contours",
        "regimes": ".nb-critical-flat",
        "shown": ".nb-shown",
        "valley": ".nb-ellipses",
        "path": ".nb-track",
        "start": ".nb-valley .nb-grip",
        "loss": ".nb-fall .nb-track",
        "foretold": ".nb-foretold",
    },
    panels=(".nb-plane", ".nb-valley"),
    presets={"path", "loss", "foretold", "words", "numbers"},
    handles=(
        Handle(
            "learning rate and momentum",
            sets="rate",
            changes=RUN,
            drag=(60, -60),
            keys={"ArrowRight": (0.02, 0), "ArrowUp": (0, 0.01)},
        ),
        Handle(
            "start of the path",
            sets="start",
            changes={"path", "loss", "start", "numbers"},
            drag=(60, 30),
            keys={"ArrowRight": (0.05, 0), "ArrowUp": (0, 0.05)},
        ),
    ),
    sliders=(
        Slider("learning rate η", "rate", 0.01, 4, RUN, state={"momentum": 0.5}),
        Slider("momentum β", "momentum", 0, 0.99, RUN),
        Slider("condition κ", "condition", 1, 200, {"colors", "regimes", "valley", "path"}),
    ),
    choices=(
        Choice(
            "plane shows",
            "shows",
            ("your point alone", "rate of convergence", "regimes"),
            {"shown"},
        ),
    ),
    stories=(
        Story({}, "Both directions move alike: each creeps in .* The flat direction", "monotone"),
        Story({"rate": 1.9}, r"across it jumps .* \(jumping\)", "monotone"),
        Story({"momentum": 0.95}, "each swings past", "oscillating"),
        Story({"rate": 2.9, "momentum": 0.42}, "no patience helps", "diverging"),
        Story(MEETING, "creeps in as fast .* jumps from side .* equally fast", "critically"),
        Story({"rate": 1.99, "momentum": 0}, "The steep direction decides", "jumping"),
        Story({"rate": 3.5, "momentum": 0.8, "condition": 3}, "swings past .* it jumps"),
    ),
    refuses=(
        ("rate", 0, "at least 0.01 and at most 4"),
        ("rate", float("nan"), "at least 0.01 and at most 4"),
        ("momentum", 1, "at least 0 and at most 0.99"),
        ("condition", 0.5, "at least 1 and at most 200"),
        ("start", [1.0], "two numbers"),
        ("start", [float("inf"), 0.0], "two numbers"),
        ("shows", "all", "no such shows: 'all'; there are your point alone"),
    ),
    looks=({"rate": 0.5, "momentum": 0.6, "shows": "rate of convergence"}, MEETING),
    twins={
        "η": lambda w: w.rate,
        "β": lambda w: w.momentum,
        "factor per step": lambda w: w.factor,
        "last loss": lambda w: w.losses[-1],
    },
    status=lambda w: w.status,
)
