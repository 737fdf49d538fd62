"""What neighbors in space promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story
from nblib.widgets.neighbors_in_space.constants import VECTORS
from nblib.widgets.neighbors_in_space.maths import words

ALL = {"star", "bars", "words", "numbers"}

CONTRACT = Contract(
    widget="NeighborsInSpace",
    says=r"NeighborsInSpace\(father, before training\): \w+, \w+, \w+, …; at 0\.\d+ on the map, .*",
    parts={"star": ".nb-lines, .nb-ends, .nb-names", "bars": ".nb-cosines"},
    panels=(".nb-word-map", ".nb-cosines"),
    presets={"star", "bars", "words", "numbers"},
    handles=(
        Handle(
            "word on the map",
            sets="word",
            changes=ALL,
            drag=(-60, -40),
            keys={"ArrowRight": (1, 0)},
        ),
    ),
    sliders=(Slider("neighbors", "neighbors", 1, 12, ALL),),
    choices=(
        Choice("word", "word", words(), ALL),
        Choice("vectors", "vectors", VECTORS, ALL),
    ),
    stories=(
        Story({}, "^Before training, chance decides. Nearest to “father” are", "chance"),
        Story({"preset": "father"}, "^Nearest to “father” are .*mother", "learned"),
        Story(
            {"word": "eyes", "vectors": VECTORS[0], "neighbors": 1}, "^Nearest to “eyes” is ears;"
        ),
        Story({"preset": "shalt"}, "^Nearest to “shalt” are .*wilt", "learned"),
    ),
    refuses=(
        ("neighbors", 0, "a whole number from 1 to 12"),
        ("word", "telephone", "no such word: 'telephone'"),
        ("vectors", "better", "no such vectors: 'better'; there are learned, before training"),
    ),
    looks=({"preset": "king"}, {"preset": "before training"}),
    twins={
        "its cosine": lambda w: w.nearest[0][1],
        "mean cosine": lambda w: w.mean_cosine,
        "their distance on the map": lambda w: w.distance,
        "distance of all words": lambda w: w.usual_distance,
    },
    status=lambda w: "learned" if w.vectors == VECTORS[0] else "chance",
)
