"""What what may change promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story

SEEN = {"picture", "bars", "words", "numbers"}
# Names of classes and bars change with these, and the picture.
SNEAKER = {"preset": "mirrored sneaker"}

CONTRACT = Contract(
    widget="WhatMayChange",
    says=r"WhatMayChange\(digit '4'\): on the label plain \d\.\d\d, varied .*; both",
    parts={"picture": ".nb-changed canvas", "bars": ".nb-answers"},
    panels=(".nb-changed", ".nb-answers-picture"),
    presets=SEEN,
    handles=(
        Handle(
            "where the picture is",
            sets="place",
            changes=SEEN,
            drag=(40, -30),
            keys={"ArrowRight": (1, 0), "ArrowUp": (0, 1)},
        ),
    ),
    sliders=(
        Slider("picture", "picture", 0, 9, SEEN),
        Slider("degrees", "degrees", -90, 180, SEEN),
        Slider("scale", "scale", 0.5, 1.6, SEEN),
        Slider("noise", "noise", 0, 0.8, SEEN),
        Slider("hole, pixels", "hole", 0, 16, SEEN),
        Slider("mixed in, part", "share", 0, 1, SEEN),
        Slider("mixed with", "second", 0, 9, {"picture", "bars", "numbers"}, state={"share": 0.5}),
    ),
    choices=(
        Choice("kind", "kind", ("digit", "clothing"), SEEN),
        Choice("mirrored", "mirrored", ("no", "yes"), SEEN),
    ),
    stories=(
        Story({}, r"^This is a 4, as it was\. .* Both still find it\.$", "both"),
        Story({"preset": "three pixels"}, r"^It was a 1\. The plain network says a 4, ", "varied"),
        Story(
            {"preset": "upside down"},
            r"The plain network says a 9, .* Neither finds it any more\.$",
            "neither",
        ),
        Story(SNEAKER, r"^It was “Sneaker”\. The plain network says “Bag”", "neither"),
    ),
    refuses=(
        ("kind", "letter", "no such kind: 'letter'; there are digit, clothing"),
        ("picture", 10, "a whole number from 0 to 9"),
        ("place", [1, 2, 3], "two numbers"),
        ("degrees", 181, "a whole number from -90 to 180"),
        ("scale", 0.4, "at least 0.5 and at most 1.6"),
        ("mirrored", "maybe", "no such mirrored: 'maybe'; there are no, yes"),
        ("noise", -0.1, "at least 0 and at most 0.8"),
        ("hole", 17, "a whole number from 0 to 16"),
        ("share", 1.5, "at least 0 and at most 1"),
    ),
    looks=(SNEAKER, {"preset": "half and half", "noise": 0.3, "hole": 6}),
    twins={
        "plain, on the label": lambda w: 100 * w.said["plain"][w.picture],
        "varied, on the label": lambda w: 100 * w.said["varied"][w.picture],
        "plain, surest": lambda w: 100 * w.said["plain"].max(),
        "varied, surest": lambda w: 100 * w.said["varied"].max(),
        "right": lambda w: w.place[0],
        "up": lambda w: w.place[1],
    },
    status=lambda w: w.verdict,
)
