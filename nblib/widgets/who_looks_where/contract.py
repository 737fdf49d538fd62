"""What who looks where promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story
from nblib.widgets.who_looks_where.constants import RANKINGS
from nblib.widgets.who_looks_where.maths import sentences

LOOKED = {"band", "source", "target", "leaves", "words", "numbers"}
SEARCHED = {"edges", "leaves", "numbers"}
ALL = {"map", "source", "target", "leaves", "edges", "words", "numbers"}
CRYING = {"preset": "more probable", "place": 2}
FAMILY = {"sentence": "family: man, woman, boy", "width": 4, "ranking": RANKINGS[1]}

CONTRACT = Contract(
    widget="WhoLooksWhere",
    says=r"WhoLooksWhere\('six hundred forty .*', beam of 1\): 'six cent quarante .*', right",
    parts={
        "map": ".nb-cells",
        "band": ".nb-band",
        "source": ".nb-source",
        "target": ".nb-target",
        "edges": ".nb-edges",
        "leaves": ".nb-leaves",
    },
    panels=(".nb-attention", ".nb-beam"),
    presets=ALL - {"edges"},
    handles=(
        Handle(
            "piece of the target",
            sets="place",
            changes=LOOKED,
            drag=(0, 60),
            keys={"ArrowRight": (1,)},
            state=FAMILY,
        ),
    ),
    sliders=(
        Slider("beam width", "width", 1, 4, SEARCHED),
        Slider("target piece", "place", 1, 12, LOOKED, state=FAMILY),
    ),
    choices=(
        Choice("sentence", "sentence", sentences(), ALL),
        Choice(
            "chosen by",
            "ranking",
            RANKINGS,
            {"map", "target", "leaves", "words", "numbers"},
            state={"preset": "too short"},
        ),
    ),
    buttons=(
        Button("one piece on", LOOKED, says="target piece 2 of 8"),
        Button("one piece back", LOOKED, says="target piece 1 of 6", state=CRYING),
        Button("back to the first piece", LOOKED, says="target piece 1 of 6", state=CRYING),
    ),
    play=Play(CRYING, {"preset": "more probable", "place": 5}, ends="target piece 6 of 6"),
    stories=(
        Story({}, r"^“six” looks most at “six”, with \d+ %\. Greedy search says", "right"),
        Story({"preset": "where greedy fails"}, "“visage qui litation”, which is not", "wrong"),
        Story({"preset": "more probable", "width": 4}, "The beam of 4 says “visage de menteur”"),
        Story({"preset": "too short"}, "“signe”, as greedy search does, which is not", "wrong"),
        Story({"preset": "too short", "ranking": RANKINGS[1]}, "“signe de la main”", "right"),
        Story({"place": 24}, "^The end, ■, looks most at"),
    ),
    refuses=(
        ("width", 0, "a whole number from 1 to 4"),
        ("width", 5, "a whole number from 1 to 4"),
        ("place", 0, "a whole number from 1 to 24"),
        ("sentence", "hello", "no such sentence: 'hello'; there are four hundred"),
        ("ranking", "length", "no such ranking: 'length'; there are probability"),
    ),
    looks=(FAMILY, {"preset": "more probable", "width": 4}),
    twins={
        "target piece": lambda w: (w.at, len(w.outcome.pieces)),
        "log probability": lambda w: w.outcome.log_prob,
        "mean a piece": lambda w: w.outcome.log_prob / len(w.outcome.pieces),
        "hypotheses kept": lambda w: w.kept,
    },
    status=lambda w: w.verdict,
)
