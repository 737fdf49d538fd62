"""What decay, warm-up and their shapes buy, and what a range test finds.

All networks read the embedded digits: 7,000 to learn from, 1,000 to choose by, 2,000 to judge by.
Batches hold 64; what is left of an epoch is dropped, so that no run ends on a step of a few images.

"shapes": a network 784-128-64-10, trained for three epochs with each schedule, by plain SGD and by
Adam. Every schedule has the same eight largest rates to choose from, each tried with three seeds;
the best mean accuracy on the 1,000 wins. Then five other seeds are trained with it, and the 2,000
are asked once for each. The training loss is that of the network at the end, on all 7,000.
"constant, averaged" is a constant rate whose weights are averaged over the last fifth of the steps.
"lengths" does the same for one epoch and for ten of SGD, with a constant rate and a line down to
zero.

"warm-up": Transformers that read a digit in seven strips, with layer norm behind each shortcut, the
older way, or before each part; three epochs of Adam, and a line down to zero, with a climb over the
first fifth of the steps or without. All rates are tried, with three seeds, and the best is judged
as above. A network of two hidden layers is tried likewise.

"range tests": over 218 steps the rate grows by one factor a step, and suggest_lr reads the losses.
Beside it stands the smallest rate of a grid that does not train: it is above the best one, and
after two epochs at this constant rate most answers are wrong.
"""

from concurrent.futures import ProcessPoolExecutor

from nblib.data import load_mnist
from nblib.optim import SGD, Adam
from records.schedules.contenders import SCHEDULES, WARMED
from records.schedules.networks import layers
from records.schedules.parts import PARTS, part
from records.schedules.runs import BATCH, SEEDS, data, run


def measure():
    """Return the record; three parts at a time, each on one thread."""
    with ProcessPoolExecutor(3) as pool:
        parts = dict(zip(PARTS, pool.map(part, PARTS), strict=True))
    return {"seeds": len(SEEDS), **parts}


def sample():
    """Return what each schedule and each network reaches in twenty steps at one rate."""
    parts = data(load_mnist)
    x, y = parts["training"]
    parts["training"] = (x[: 20 * BATCH], y[: 20 * BATCH])
    found = {}
    for name, schedule in SCHEDULES.items():
        options = {"epochs": 1, "seed": 0, "averaged": "averaged" in name}
        found[name] = run(parts, layers, Adam, schedule, 0.001, **options)
    for name, (make, _) in WARMED.items():
        found[name] = run(parts, make, Adam, SCHEDULES["warm-up, linear"], 0.001, epochs=1, seed=0)
    found["SGD"] = run(parts, layers, SGD, SCHEDULES["linear"], 0.1, epochs=1, seed=0)
    return found
