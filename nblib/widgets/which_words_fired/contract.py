"""What which words fired promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Slider, Story, Writing
from nblib.widgets.which_words_fired.constants import READERS

LIMIT = {"limit", "words", "numbers"}
FILTERS = {"reader": READERS[1]}

CONTRACT = Contract(
    widget="WhichWordsFired",
    says=r"WhichWordsFired\(score -\d\.\d\d, threshold 0\): ham",
    parts={
        "mail": ".nb-mail",
        "fired": ".nb-fired",
        "bars": ".nb-scores rect",
        "limit": ".nb-scores .nb-threshold",
        "own": ".nb-scores .nb-own-score",
        "best": ".nb-scores .nb-wished",
    },
    panels=(".nb-mail", ".nb-scores"),
    presets={"mail", "fired", "own", "words", "numbers"},
    handles=(
        Handle(
            "threshold",
            sets="threshold",
            changes=LIMIT,
            drag=(40, 0),
            keys={"ArrowRight": (0.1,)},
        ),
    ),
    sliders=(Slider("price of a lost ham", "price", 1, 1000, {"best", "numbers"}),),
    writings=(Writing("your mail", "text", "Click <b>here</b>!", {"mail", "fired", "own"}),),
    choices=(
        Choice("read by", "reader", READERS, {"mail", "fired", "own", "bars", "words", "numbers"}),
    ),
    buttons=(Button("Take the cheapest", LIMIT, says="threshold 1.5", state={"price": 100.0}),),
    stories=(
        Story({}, r"not above the threshold 0\.0: the mail is kept\. .*“the” −", "ham"),
        Story({"preset": "an offer"}, r"put away as spam\. Most speak for spam: “!”", "spam"),
        Story({"preset": "a friend's offer"}, r"The score is 0\.\d, above the threshold", "spam"),
        Story({"preset": "a friend's offer", "threshold": 1.5}, "0 ham are lost", "ham"),
        Story({"text": "", "threshold": 0.0}, "It knows none of the words", "ham"),
        Story(
            {**FILTERS, "preset": "an offer"}, r"Most speak for spam: “please click here”", "spam"
        ),
        Story({**FILTERS, "preset": "a friend's offer"}, r"“re : concert” −\d", "ham"),
        Story({**FILTERS, "text": ""}, "Nothing in it speaks loudly", "ham"),
    ),
    refuses=(
        ("text", "x" * 2001, "text must have at most 2000 characters, not 2001"),
        ("threshold", 8.5, "at least -8 and at most 8"),
        ("price", 0.5, "at least 1 and at most 1000"),
        ("reader", "a friend", "no such reader: 'a friend'; there are words alone"),
    ),
    looks=({**FILTERS, "preset": "an offer"}, {"preset": "a friend's offer", "threshold": 1.5}),
    twins={
        "score": lambda w: w.score,
        "threshold": lambda w: w.threshold,
        "ham lost": lambda w: w.counts[0],
        "spam through": lambda w: w.counts[1],
        "spam caught": lambda w: w.counts[2],
        "ham kept": lambda w: w.counts[3],
        "cost": lambda w: w.cost,
        "cheapest on validation": lambda w: w.cheapest,
        "words": lambda w: len(w.shares),
    },
    status=lambda w: w.verdict,
)
