"""What few labels promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story
from nblib.widgets.few_labels.constants import BESIDE, OTHERS, TASKS

MOVED = {"dots", "place", "examples", "numbers"}
FROZEN, ONE_RATE, HEAD_FIRST, PIXELS = OTHERS

CONTRACT = Contract(
    widget="FewLabels",
    says=r"FewLabels\(small digits, 5 a class\): from scratch \d\d\.\d %",
    parts={
        "means": ".nb-means",
        "dots": ".nb-dots",
        "place": ".nb-accuracies .nb-grip",
        "examples": ".nb-examples",
    },
    panels=(".nb-accuracies", ".nb-examples"),
    presets={"means", "dots", "words", "numbers"},
    handles=(
        Handle(
            "labels on the chart",
            sets="labels",
            changes=MOVED,
            drag=(90, 0),
            keys={"ArrowRight": (1,)},
            state={"preset": "a single label"},
        ),
    ),
    sliders=(Slider("labels a class", "labels", 1, 100, MOVED),),
    choices=(
        Choice("beside it", "beside", BESIDE, {"means", "dots", "words", "numbers"}),
        Choice("task", "task", TASKS, {"means", "dots", "examples", "numbers"}),
    ),
    stories=(
        Story({}, r"^With 5 labels a class a network from scratch is right in \d+\.\d %", "alone"),
        Story({"preset": "a single label"}, r"^With a single label a class: .*\+\d+\.", "ahead"),
        Story({"preset": "a hundred labels"}, "the order is: pixels compared", "all"),
        Story({"preset": "clothing"}, "It costs more than it gives", "behind"),
        Story({"labels": 50, "beside": HEAD_FIRST}, "^With 50 labels a class: "),
        Story({"task": "clothing", "labels": 100, "beside": PIXELS}, "The other task|costs|close"),
    ),
    refuses=(
        ("labels", 0, "a whole number from 1 to 100"),
        ("labels", 2.5, "a whole number from 1 to 100"),
        ("task", "letters", "no such task: 'letters'"),
        ("beside", "magic", "no such beside: 'magic'"),
    ),
    looks=({"preset": "a hundred labels"}, {"preset": "clothing"}),
    twins={
        "labels a class": lambda w: w.used,
        "from scratch": lambda w: sum(w.scores["from scratch"]) / 5,
    },
    status=lambda w: w.verdict,
)
