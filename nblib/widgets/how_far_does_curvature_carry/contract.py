"""What how far does curvature carry promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story
from nblib.widgets.how_far_does_curvature_carry.constants import SURFACES, WALKERS

SHOWN = {"step": 12}
PATHS = {"descent", "newton", "damped", "lbfgs"}
SADDLE = {"preset": "near a saddle"}
TOP = {"preset": "near the top"}
PLAIN = {"preset": "out on the plain"}

CONTRACT = Contract(
    widget="HowFarDoesCurvatureCarry",
    says=r"HowFarDoesCurvatureCarry\('narrow valley', .*\): after 0 steps gradient descent .*",
    parts={
        "contours": ".nb-contours",
        "descent": ".nb-map-panel .nb-walker-0.nb-track",
        "newton": ".nb-map-panel .nb-walker-1.nb-track",
        "damped": ".nb-map-panel .nb-walker-2.nb-track",
        "lbfgs": ".nb-map-panel .nb-walker-3.nb-track",
        "curve": ".nb-curve-panel .nb-walker-0.nb-track",
        "damped curve": ".nb-curve-panel .nb-walker-2.nb-track",
        "cursor": ".nb-cursor",
    },
    panels=(".nb-map-panel", ".nb-curve-panel"),
    presets={"contours", "words", "numbers"},
    handles=(
        Handle(
            "start of all",
            sets="start",
            changes={*PATHS, "curve", "numbers"},
            drag=(60, 20),
            keys={"ArrowRight": (0.02, 0), "ArrowUp": (0, 0.02)},
            state=SHOWN,
        ),
    ),
    sliders=(
        Slider("steps taken", "step", 0, 40, {*PATHS, "curve", "cursor", "numbers", "words"}),
        Slider("gradient descent: rate", "lr", 0.001, 1, {"descent", "curve"}, state=SHOWN),
        Slider(
            "damped Newton: damping", "damping", 0.01, 10, {"damped", "damped curve"}, state=SHOWN
        ),
    ),
    choices=(Choice("surface", "surface", SURFACES, {"contours"}),),
    buttons=(
        Button("one step on", {*PATHS, "cursor"}, says="step 1 "),
        Button("one step back", {"descent", "cursor"}, says="step 4 ", state={"step": 5}),
        Button("back to the start", {*PATHS, "cursor"}, says="step 0 ", state={"step": 5}),
    ),
    play=Play({"step": 0}, {"step": 38}, ends="step 40 "),
    stories=(
        Story({}, r"Nobody has moved yet\. .* 1 and 20: both upward, as in a bowl", "moving"),
        Story({"step": 1}, r"After 1 step: Newton is in a minimum; ", "minimum"),
        Story(SADDLE, "one upward and one downward, as on a saddle", "moving"),
        Story({**SADDLE, "step": 40}, "Newton is on a saddle, without slope", "saddle"),
        Story(TOP, "both downward, as on a hill", "moving"),
        Story({**TOP, "step": 40}, "Newton is on a maximum, without slope", "maximum"),
        Story({**PLAIN, "step": 40}, "Newton is off the map", "off"),
        Story({"step": 40, "lr": 0.001}, "gradient descent is on the way"),
    ),
    refuses=(
        ("surface", "moon", "no such surface: 'moon'; there are narrow valley"),
        ("start", [1.0], "two numbers"),
        ("start", [float("nan"), 1.0], "two numbers"),
        ("lr", 0, "at least 0.001 and at most 1"),
        ("damping", 0, "at least 0.01 and at most 10"),
        ("damping", float("inf"), "at least 0.01 and at most 10"),
        ("step", 41, "a whole number from 0 to 40"),
        ("step", 2.5, "a whole number from 0 to 40"),
    ),
    looks=({**TOP, "step": 40}, {**PLAIN, "step": 40}),
    twins={name: lambda w, name=name: w.losses[name] for name in WALKERS},
    status=lambda w: w.status,
)
