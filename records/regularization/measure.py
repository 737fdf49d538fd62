"""What early stopping, weight penalties, dropout and batch norm gain, alone and together, on few
images and on many.

Four tasks: 1,000 and 8,000 digits, 1,000 and 8,000 pieces of clothing to learn from, 2,000 others
to judge by. Every contender is a network 784-128-128-10. It has ten settings to choose from: five
strengths with two learning rates each, or ten learning rates where it has no strength. Each is
trained on four fifths of the images of a seed and judged on the other fifth; with 1,000 images that
is done for three seeds, since a fifth of them is few. The best mean accuracy wins. Then five
networks are trained with it, on the images of five seeds, the same for every contender, and the
test images are asked once for each.

"early stopping" keeps a fifth of the images to stop by: when their loss has not fallen for ten
epochs, the best weights are taken. "early stopping, then all" begins anew with all images, for as
many epochs as that took; so does "all". The others train for all epochs, on all images.

At last the plain network is judged at the two learning rates that the strengths are tried with:
this chooses nothing, and tells what the rate alone does.
"""

from concurrent.futures import ProcessPoolExecutor

from records.regularization.contenders import CONTENDERS
from records.regularization.runs import SEEDS, TASKS, Task, compared, judged, plain_by_rate


def measure():
    """Return the record; the tasks run side by side, each on one thread."""
    with ProcessPoolExecutor(len(TASKS)) as pool:
        tasks = dict(zip(TASKS, pool.map(compared, TASKS), strict=True))
        by_rate = dict(zip(TASKS, pool.map(plain_by_rate, TASKS), strict=True))
    return {"seeds": SEEDS, "tasks": tasks, "plain by rate": by_rate}


def sample():
    """Return what every contender reaches in one epoch on 1,000 digits, with its first setting."""
    loader, n, _, batch_size, _ = TASKS["digits, 1,000"]
    task = Task(loader, n, 1, batch_size, 1)
    found = {}
    for name, contender in CONTENDERS.items():
        found[name] = judged(task, contender, contender.settings()[0], seed=0)
    return found
