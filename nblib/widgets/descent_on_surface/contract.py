"""What descent on a surface promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story

SURFACES = ("round bowl", "narrow valley", "saddle", "two minima", "banana", "crater")
RUN = {"path", "curve"}
VALLEY = {"surface": "narrow valley"}
MINIMA = {"surface": "two minima"}
FINITE = "number above 0"

CONTRACT = Contract(
    widget="DescentOnSurface",
    says=r"DescentOnSurface\('narrow valley', .*\): \w+, loss 13\.12 → .*",
    parts={
        "path": ".nb-map-panel .nb-track",
        "curve": ".nb-curve-panel .nb-track",
        "arrow": ".nb-arrow",
        "surface": ".nb-contours",
        "here": ".nb-here",
    },
    panels=(".nb-map-panel", ".nb-curve-panel"),
    alone={"arrow", "here", "numbers"},
    presets={"path", "curve", "words"},
    handles=(
        Handle(
            "start of the descent",
            sets="start",
            changes={"path", "curve", "arrow", "numbers"},
            drag=(80, 20),
            keys={"ArrowRight": (0.02, 0), "ArrowUp": (0, 0.02)},
        ),
    ),
    sliders=(
        Slider("learning rate", "lr", 0.001, 3, RUN),
        Slider("momentum", "momentum", 0, 0.99, RUN),
        Slider("steps", "steps", 1, 500, RUN),
        Slider("look at step", "", 0, 60, {"arrow", "here", "numbers"}),
    ),
    choices=(Choice("surface", "surface", SURFACES, {"surface", "path"}),),
    buttons=(
        Button("one step on", {"arrow", "here"}, says="step 1 "),
        Button("one step back", {"arrow", "here"}, before=("one step on",), says="step 0 "),
    ),
    play=Play({"steps": 500}, {"steps": 6}, ends="step 6 "),
    stories=(
        Story({}, "jumps from side to side"),
        Story({**MINIMA, "lr": 0.1}, "This is the shallower minimum"),
        Story({**MINIMA, "lr": 0.1, "start": [-1, 1]}, r"This is the deeper minimum\."),
        Story(
            {**MINIMA, "lr": 0.7, "steps": 200},
            r"Does not settle: at the minimum the largest curvature is 3\.",
        ),
        Story(
            {**MINIMA, "lr": 0.9, "momentum": 0.9, "steps": 200},
            r"At step \d+ the largest curvature is",
        ),
        Story({"surface": "saddle", "lr": 0.3}, r"On the way \d\d steps went by near a saddle"),
        Story(
            {"surface": "saddle", "lr": 2.1},
            "At the start the largest curvature is 1, which bears a learning rate of 2",
        ),
        Story({"preset": "saddle", "start": [-2.4, 0.0]}, "Stops at a saddle after", "saddle"),
        Story({"surface": "crater", "start": [-2.9, 1.9], "lr": 0.1}, "Barely moving"),
        Story(
            {"surface": "banana", "start": [0, 0.5], "lr": 0.01},
            r"Still on its way after 60 steps\.",
        ),
        Story({**VALLEY, "lr": 0.1}, "exactly 2 / curvature = 0.1"),
        Story({**VALLEY, "lr": 0.101}, "Growing: the learning rate 0.101 is above"),
        Story({**VALLEY, "lr": 0.05, "momentum": 0.5}, "In the long run a step changes the error"),
        Story({"lr": 0.15}, "Diverges.*2 / curvature = 0.1,.*factor of 2 a step", "diverged"),
        Story({"lr": 3.0, "momentum": 0.9}, r"2 \(1 \+ momentum\) / curvature = 0.19", "diverged"),
        Story(
            {"surface": "round bowl", "lr": 0.5},
            r"A step multiplies the error by 0\.5 in every direction\.",
        ),
        Story(
            {"surface": "round bowl", "lr": 2.5},
            r"Every step overshoots: the learning rate 2\.5 is above 2 / curvature = 2,",
            "diverged",
        ),
    ),
    refuses=(
        ("surface", "moon", "no such surface: 'moon'; there are round bowl"),
        ("start", [1.0], "two numbers"),
        ("start", ["a", 1], "two numbers"),
        ("start", [float("nan"), 1.0], "two numbers"),
        ("lr", 0, FINITE),
        ("lr", float("inf"), FINITE),
        ("momentum", 1.0, "below 1"),
        ("momentum", -0.1, "at least 0"),
        ("steps", 0, "from 1 to 500"),
        ("steps", 10**6, "from 1 to 500"),
    ),
    looks=({"preset": "too large"}, {"preset": "saddle"}),
    twins={
        "x": lambda w: w.start[0],
        "y": lambda w: w.start[1],
        "loss": lambda w: w.losses[0],
    },
    status=lambda w: w.status,
)
