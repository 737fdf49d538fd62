"""What a crowd of networks promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story

RIGHT = "points right, "
CROWD = {"average", "strip", "numbers"}
TRAINED = ("without dropout", "with p = 0.3", "with p = 0.5")
FAR = {"preset": "far from all points"}

CONTRACT = Contract(
    widget="ACrowdOfNetworks",
    says=r"ACrowdOfNetworks\(1 networks, p=0.5, trained with p = 0.5\): one, 0\.\d+ on average .*",
    parts={
        "latest": ".nb-latest canvas, .nb-latest .nb-crowd-border",
        "average": ".nb-average canvas, .nb-average .nb-crowd-border",
        "single": ".nb-average .nb-wished",
        "units": ".nb-kept, .nb-dropped",
        "strip": ".nb-said, .nb-average-line",
    },
    panels=(".nb-latest", ".nb-average"),
    presets={"average", "strip", "words", "numbers"},
    handles=(
        Handle(
            "place to ask",
            sets="place",
            changes={"strip", "words", "numbers"},
            drag=(-60, -40),
            keys={"ArrowRight": (0.05, 0), "ArrowUp": (0, 0.05)},
            state={"networks": 20},
        ),
    ),
    sliders=(
        Slider("p, to drop", "p", 0, 0.9, {"latest", "units", *CROWD}, state={"networks": 20}),
        Slider("networks", "networks", 1, 50, {"latest", "units", *CROWD}),
        Slider("seed", "seed", 0, 99, {"latest", "units", *CROWD}),
    ),
    choices=(Choice("trained", "trained", TRAINED, {"latest", "single", *CROWD}),),
    buttons=(
        Button("one network more", {"latest", "units", *CROWD}, says="networks 2 "),
        Button("one network less", CROWD, says="networks 9 ", state={"networks": 10}),
        Button("back to one network", CROWD, says="networks 1 ", state={"networks": 10}),
    ),
    play=Play({}, {"networks": 46}, ends="networks 50 "),
    stories=(
        Story({}, r"^This network has kept \d+ of 20 units\. At the ring it says \d+ %", "one"),
        Story({"preset": "a crowd of 50"}, "At the ring the crowd is divided", "divided"),
        Story({"preset": "never trained for it"}, "At the ring the crowd is divided", "divided"),
        Story(FAR, "At the ring the crowd agrees", "agreed"),
        Story({"networks": 9, "p": 0}, "all 9 networks are the same", "same"),
        Story({"p": 0.9, "networks": 1, "seed": 2}, "lost a whole layer: it says the same"),
    ),
    refuses=(
        ("p", 1.0, "at least 0 and at most 0.9"),
        ("p", float("nan"), "at least 0 and at most 0.9"),
        ("networks", 0, "a whole number from 1 to 50"),
        ("networks", 2.5, "a whole number from 1 to 50"),
        ("seed", -1, "a whole number from 0 to 99"),
        ("trained", "twice", "no such trained: 'twice'; there are without dropout"),
        ("place", [1, 2, 3], "two numbers"),
    ),
    looks=({"preset": "a crowd of 50"}, {"preset": "never trained for it"}),
    twins={
        "networks": lambda w: w.networks,
        f"{RIGHT}this network": lambda w: 100 * w.shares[0],
        f"{RIGHT}average": lambda w: 100 * w.shares[1],
        f"{RIGHT}deterministic pass": lambda w: 100 * w.shares[2],
        "average at the ring": lambda w: w.average,
        "deterministic pass at the ring": lambda w: w.single,
        "spread at the ring": lambda w: w.spread,
    },
    status=lambda w: w.verdict,
)
