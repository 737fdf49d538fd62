"""How many made voices a network must hear to understand the digits of others, and what helps it
with recordings of people.

Strings of 2 to 5 digits, put together from single words of one voice with pauses; log-mel features;
two GRUs of 48 units, CTC, 250 steps of 16 strings with Adam, whose rate falls to zero. Each
contender has three settings, judged with three seeds of their own by the digit error rate of greedy
answers on validation voices: made ones where voices are counted, one person where recordings are
asked about. The best one is trained with five seeds, which draw first weights, strings, and which
voices it learns from; then 300 strings of 20 other made voices and 300 of three other people are
asked once.

"made, with noise" adds noise to what it learns from, of -40 dB to the level in its setting. "made
and two people" takes a share of its batches from the recordings of two people, "two people alone"
all. "beam" compares greedy answers with prefix beam search of width 10 on 100 of the test strings;
"changed" counts strings whose number of edits differs.
"""

from concurrent.futures import ProcessPoolExecutor

from records.spoken_digits.runs import CONTENDERS, SEEDS, compared_in_turn, validation_loss

# Those that share their runs go one after the other, in one process.
TOGETHER = (
    ("70 voices", "made alone", "made, with noise", "two people alone"),
    ("3 voices", "14 voices", "made and two people"),
)


def measure():
    """Return the record; two lots run side by side, each on one thread."""
    with ProcessPoolExecutor(2) as pool:
        lots = list(pool.map(compared_in_turn, TOGETHER))
    found = {name: row for lot in lots for name, row in lot.items()}
    return {"seeds": list(SEEDS), "contenders": {name: found[name] for name in CONTENDERS}}


def sample():
    """Return the validation loss of each contender's third setting after 20 steps, one seed."""
    return {
        name: validation_loss(name, settings[2], seed=0, steps=20)
        for name, (*_, settings, _) in CONTENDERS.items()
    }
