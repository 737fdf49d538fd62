"""What the race promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story
from nblib.widgets.race.constants import FIELDS, RUNNERS, TRAITS

RUN = {"paths", "curves", "numbers"}
END = {"preset": "straight"}
TURNED = {"preset": "turned"}

CONTRACT = Contract(
    widget="Race",
    says=r"Race\(condition=100, angle=0, scale=1\), step 0: SGD 1, momentum 1, .* Lion 1",
    parts={
        "ground": ".nb-race-map .nb-contours",
        "paths": ".nb-paths",
        "start": ".nb-grip",
        "curves": ".nb-curves",
    },
    panels=(".nb-race-map", ".nb-race-curves"),
    presets={"words", "numbers"},
    handles=(
        Handle(
            "start of the race",
            sets="start",
            changes=RUN | {"start"},
            drag=(50, 40),
            keys={"ArrowRight": (0.05, 0), "ArrowUp": (0, 0.05)},
            state=END,
        ),
    ),
    sliders=(
        Slider("step", "step", 0, 100, RUN | {"words"}),
        Slider("angle of valley", "angle", 0, 90, RUN | {"ground", "start"}, state=END),
        Slider("condition κ", "condition", 1, 200, RUN | {"ground"}, state=END),
        Slider("loss times", "scale", 0.001, 1000, RUN, state=END),
        *(
            Slider(f"{name} rate", trait, 0.001, 10, RUN, state=TURNED)
            for name, trait in zip(RUNNERS, TRAITS, strict=True)
        ),
    ),
    choices=(Choice("who runs", "field", FIELDS, {"paths", "curves"}, state=END),),
    buttons=(
        Button("back to the start", {"paths", "curves", "words"}, state=END),
        Button("one step on", {"paths", "curves", "words"}),
        Button("one step back", {"paths", "curves", "words"}, before=("one step on",)),
        Button("Tune all", RUN, state=TURNED),
    ),
    play=Play(begins={"step": 0}, state={"step": 95}, ends="step 100"),
    stories=(
        Story({}, "lies along an axis of the weights. All start at the ring", "start"),
        Story(END, "After 100 steps RMSProp has next to nothing .*; last is SGD", "RMSProp"),
        Story(TURNED, "lies across the axes .* momentum has", "momentum"),
        Story({"preset": "100 times louder"}, "SGD and momentum stand higher than at the start"),
        Story(
            {**END, "lion": 10.0, "field": FIELDS[3], "step": 99},
            "Lion stands higher .* 3 others are",
        ),
        Story({**END, "step": 7}, "At step 7 "),
    ),
    refuses=(
        ("condition", 0.5, "at least 1 and at most 200"),
        ("angle", 91, "at least 0 and at most 90"),
        ("scale", 0, "at least 0.001 and at most 1000"),
        ("adam", 0, "at least 0.001 and at most 10"),
        ("lion", float("nan"), "at least 0.001 and at most 10"),
        ("start", [1.0], "two numbers"),
        ("field", "Muon", "no such field: 'Muon'; there are all six"),
        ("step", 101, "a whole number from 0 to 100"),
    ),
    looks=(END, TURNED),
    twins={name: lambda w, name=name: w.standing[name] for name in RUNNERS},
    status=lambda w: w.status,
)
