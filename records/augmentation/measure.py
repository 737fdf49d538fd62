"""What changing the images of a batch gains and costs, on few images and on many.

Five tasks: 1,000 and 8,000 digits and pieces of clothing for a network 784-128-128-10, and 1,000
digits for a small convolutional network; 2,000 other images to judge by. Every contender has
settings to choose from: three strengths, or, where it has none, seven learning rates; the strengths
are tried at the learning rate that is best for plain training. A flip mirrors half of the images.
Each setting is trained on four fifths of the images of some seeds and judged on the other fifth:
of three seeds where there are 8,000 images, of ten where there are 1,000. The best mean accuracy
wins. Then five networks are trained with it on all the images of five other
seeds, the same for every contender, and the test images are asked once for each: as they are, and
with the mean answer to nine shifts of each image by at most one pixel.

"words": a linear model of TF-IDF on 1,000 sentences about films, plain, and with words left out at
random in every batch: six shares, tried at the learning rate that is best for plain training, and
once more at all five rates. Chosen with ten seeds and judged in the same way.
"""

from concurrent.futures import ProcessPoolExecutor

from records.augmentation.contenders import CONTENDERS
from records.augmentation.runs import SEEDS, TASKS, Images, Task, choosing_seeds, compared, judged
from records.augmentation.words import left_out


def measure():
    """Return the record; two tasks at a time, each on one thread."""
    with ProcessPoolExecutor(2) as pool:
        words = pool.submit(left_out, list(SEEDS), list(choosing_seeds(1000)))
        tasks = dict(zip(TASKS, pool.map(compared, TASKS), strict=True))
        return {"seeds": len(SEEDS), "tasks": tasks, "words": words.result()}


def sample():
    """Return what every contender reaches in two epochs on 1,000 digits, with its last setting."""
    task = TASKS["digits, 1,000"]
    images = Images(Task(task.loader, task.n, 2))
    found = {}
    for name, contender in CONTENDERS.items():
        setting = contender.settings(1e-3)[-1]
        found[name] = judged(images, contender, setting, seed=0)
    return found
