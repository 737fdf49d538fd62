"""What capacity against data promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story

DATA = {"points", "curve", "errors", "numbers"}
MANY = {"preset": "too flexible"}

CONTRACT = Contract(
    widget="CapacityAgainstData",
    says=r"CapacityAgainstData\(12 points, degree=1, noise=0\.3\): training error 0\.\d+, .*",
    parts={
        "points": ".nb-points",
        "curve": ".nb-fitted",
        "others": ".nb-others",
        "rule": ".nb-wished",
        "errors": ".nb-error",
        "place": ".nb-errors .nb-grip",
    },
    panels=(".nb-scene-panel", ".nb-errors"),
    presets={"curve", "words", "numbers"},
    handles=(
        Handle(
            "the ringed point",
            sets="shift",
            changes=DATA,
            drag=(0, -40),
            keys={"ArrowUp": (0.05,)},
        ),
        Handle(
            "degree on the errors",
            sets="degree",
            changes={"curve", "errors", "place", "numbers"},
            drag=(60, 0),
            keys={"ArrowRight": (1,)},
        ),
        Handle(
            "degree on the errors",
            sets="degree",
            changes={"curve", "others", "place", "numbers"},
            drag=(-60, 0),
            keys={"ArrowRight": (1,)},
            state={"preset": "too stiff", "degree": 2, "n": 30},
        ),
    ),
    sliders=(
        Slider("degree", "degree", 0, 12, {"curve", "errors", "place", "numbers"}),
        Slider("points", "n", 5, 40, DATA),
        Slider("noise", "noise", 0, 1, DATA),
        Slider("seed", "seed", 0, 99, DATA),
        Slider("seed", "seed", 0, 99, {"points", "curve", "others"}, state=MANY),
    ),
    choices=(
        Choice("show", "show", ("training error", "new points", "many data sets"), {"errors"}),
    ),
    stories=(
        Story({}, r"degree 1 misses the 12 points by 0\.\d+ in the mean square", "unjudged"),
        Story({"degree": 11}, "goes through all 12 points. What does it do", "unjudged"),
        Story({"degree": 12}, "Degree 12 needs more than 12 points: degree 11 already goes"),
        Story({"preset": "five points"}, "of degree 4 is 0, on new points .* overfits", "overfits"),
        Story({"preset": "too stiff"}, r"It underfits.* bias² 0\.4, .*Degree 4", "underfits"),
        Story({"preset": "too flexible"}, "It overfits: it follows the noise", "overfits"),
        Story({"preset": "more data"}, "About right|It overfits"),
        Story(
            {"preset": "too stiff", "degree": 4},
            r"About right\. .*No degree does better with 12 points",
            "about right",
        ),
    ),
    refuses=(
        ("degree", 13, "a whole number from 0 to 12"),
        ("degree", 2.5, "a whole number from 0 to 12"),
        ("n", 4, "a whole number from 5 to 40"),
        ("noise", -0.1, "at least 0 and at most 1"),
        ("noise", float("nan"), "at least 0 and at most 1"),
        ("shift", 3, "at least -2 and at most 2"),
        ("seed", 100, "a whole number from 0 to 99"),
        ("show", "all", "there are training error, new points, many data sets"),
    ),
    looks=({"preset": "five points"}, {"preset": "too flexible"}),
    twins={
        "degree": lambda w: w.used,
        "training error": lambda w: w.errors.training[w.used],
    },
    status=lambda w: w.verdict,
)
