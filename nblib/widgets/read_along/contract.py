"""What read along promises."""

from nblib.widgets.core.contract import (
    Button,
    Choice,
    Contract,
    Handle,
    Play,
    Slider,
    Story,
    Writing,
)

READ = {"curve", "read", "map", "chips", "words", "numbers"}
MOVED = {"read", "map", "chips", "words", "numbers"}
LATE = {"preset": "a late turn", "word": 2}

CONTRACT = Contract(
    widget="ReadAlong",
    says=r"ReadAlong\('good, not bad\.', texts alone\): positive, 0\.\d+, after 1 of 5 words",
    parts={
        "curve": ".nb-dots",
        "read": ".nb-read, .nb-curve .nb-cursor",
        "map": ".nb-cells, .nb-column",
        "chips": ".nb-chips",
    },
    panels=(".nb-curve", ".nb-units-map"),
    presets=READ - {"words"},
    handles=(
        Handle(
            "word",
            sets="word",
            changes=MOVED,
            drag=(90, 30),
            keys={"ArrowRight": (1,)},
            state=LATE,
        ),
    ),
    sliders=(Slider("words read", "word", 1, 5, MOVED),),
    choices=(
        Choice("learned from", "reader", ("texts alone", "texts and drills"), READ),
        Choice("map shows", "show", ("votes", "state", "update gate", "reset gate"), {"map"}),
    ),
    buttons=(
        Button("one word on", MOVED, says="words read 2 of 5"),
        Button("one word back", MOVED, says="words read 1 of 16", state=LATE),
        Button("back to the first word", MOVED, says="words read 1 of 16", state=LATE),
    ),
    play=Play(LATE, {"preset": "a late turn", "word": 15}, ends="words read 16 of 16"),
    stories=(
        Story({}, r"^After “good” it says \d+ % positive\. Next comes “,”\.", "positive"),
        Story({"preset": "bad, not good", "word": 3}, r"“not” moves it from \d+ % to \d+ %"),
        Story({"word": 4}, r"the verdict turns to negative\. Next comes “\.”", "negative"),
        Story({"word": 24}, r"The sentence is over: negative\.", "negative"),
        Story({"preset": "words it never met"}, "It never met “flabbergasting”"),
    ),
    refuses=(
        ("sentence", "", "must have a word and at most 160 characters"),
        ("sentence", " \n", "must have a word"),
        ("sentence", "no " * 60, "at most 160 characters"),
        ("word", 0, "a whole number from 1 to 24"),
        ("word", 25, "a whole number from 1 to 24"),
        ("reader", "films", "no such reader: 'films'; there are texts alone"),
        ("show", "all", "no such show: 'all'; there are votes, state"),
    ),
    writings=(Writing("sentence", "sentence", "not good at all", READ),),
    looks=({"preset": "a late turn"}, {"preset": "words it never met", "show": "update gate"}),
    twins={
        "words read": lambda w: (w.at, len(w.words)),
        "positive": lambda w: 100 * w.positive,
        "update gate, mean": lambda w: float(w.reading.update[w.at - 1].mean()),
        "words never met": lambda w: len(w.unknown),
    },
    status=lambda w: w.verdict,
)
