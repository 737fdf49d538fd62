"""What draw the next letter promises."""

from nblib.widgets.core.contract import Button, Contract, Handle, Play, Slider, Story, Writing

DRAWN = {"grown", "bars", "stems", "words", "numbers"}
NEXT = {"bars", "numbers"}
LATE = {"preset": "cool", "letters": 20}

CONTRACT = Contract(
    widget="DrawTheNextLetter",
    says=r"DrawTheNextLetter\(temperature 1, top-k 65, top-p 1, seed 1\): 0 of 120 letters",
    parts={"grown": ".nb-grown", "bars": ".nb-next", "stems": ".nb-surprise"},
    panels=(".nb-next-picture", ".nb-surprise"),
    presets={"bars", "words", "numbers"},
    handles=(
        Handle(
            "letters drawn",
            sets="letters",
            changes=DRAWN,
            drag=(60, 0),
            keys={"ArrowRight": (1,)},
            state=LATE,
        ),
    ),
    sliders=(
        Slider("letters drawn", "letters", 0, 120, DRAWN),
        Slider("temperature", "temperature", 0, 2, NEXT),
        Slider("top-k", "top_k", 1, 65, NEXT),
        Slider("top-p", "top_p", 0.05, 1, NEXT),
        Slider("seed", "seed", 1, 999, DRAWN, state=LATE),
    ),
    buttons=(
        Button("one letter on", DRAWN, says="letters 1 of 120"),
        Button("one letter back", DRAWN, says="letters 19 of 120", state=LATE),
        Button("back to the beginning", DRAWN, says="letters 0 of 120", state=LATE),
        Button("another text", DRAWN, says="letters 20 of 120", state=LATE),
    ),
    play=Play({"letters": 0}, {"letters": 112}, ends="letters 120 of 120"),
    stories=(
        Story({}, r"^Nothing is drawn yet\. Next, the network’s own favorite is “t”, at", "start"),
        Story({"letters": 1}, r"^“\w” was drawn, at \d", "writing"),
        Story({"temperature": 0.0, "letters": 5}, r"Next only .+ may come\.", "writing"),
        Story({"letters": 120}, r"That was the last of 120 letters\.", "done"),
    ),
    refuses=(
        ("beginning", "x" * 61, "at most 60 characters; got 61"),
        ("temperature", -0.1, "a number at least 0 and at most 2"),
        ("top_k", 0, "a whole number from 1 to 65"),
        ("top_p", 0, "a number at least 0.05 and at most 1"),
        ("seed", 1000, "a whole number from 1 to 999"),
        ("letters", 121, "a whole number from 0 to 120"),
    ),
    writings=(
        Writing("the beginning", "beginning", "KING LEAR\nBlow", {"grown", "bars", "words"}),
    ),
    looks=({"preset": "the likeliest"}, {"preset": "hot, top-p 0.8", "letters": 120}),
    twins={
        "letters": lambda w: (w.letters, 120),
        "may be drawn": lambda w: w.choices,
        "entropy of the draw": lambda w: w.entropy,
        "repeated": lambda w: 100 * w.repeated,
    },
    status=lambda w: {0: "start", 120: "done"}.get(w.letters, "writing"),
)
