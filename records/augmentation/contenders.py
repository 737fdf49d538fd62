"""The contenders: what is changed in a batch, and the settings that each may choose from."""

from dataclasses import dataclass

import numpy as np

from nblib.data import Minibatches, augment

RATES = (2e-4, 5e-4, 1e-3, 3e-3, 6e-3, 1e-2, 2e-2)
CLASSES = 10


@dataclass(frozen=True)
class Contender:
    """A way to change batches. change: a function of (images, strength, Generator), or None.
    strengths: tried at the learning rate that is best for plain training; where there are none,
    seven learning rates are tried. mixes: whether it mixes targets too; smooths: whether the
    strength is that of label smoothing.
    """

    change: object = None
    strengths: tuple = ()
    mixes: bool = False
    smooths: bool = False

    def settings(self, lr):
        """Return dicts of a learning rate and a strength, one of them to be chosen."""
        if not self.strengths:
            return [{"lr": rate, "strength": None} for rate in RATES]
        return [{"lr": lr, "strength": strength} for strength in self.strengths]


def _shift_and_turn(images, strength, rng):
    pixels, degrees = strength
    moved = augment.random_shift(images, pixels, rng)
    return augment.random_rotation(moved, degrees, rng)


def _flip(images, strength, rng):
    return augment.random_mirror(images, 0.5, rng)


CONTENDERS = {
    "plain": Contender(),
    "shift": Contender(augment.random_shift, (1, 2, 3)),
    "rotation": Contender(augment.random_rotation, (10, 20, 40)),
    "scale": Contender(augment.random_scale, (1.1, 1.25, 1.5)),
    "noise": Contender(augment.random_noise, (0.1, 0.3, 0.6)),
    "cutout": Contender(augment.random_cutout, (4, 8, 12)),
    "flip": Contender(_flip),
    "mixup": Contender(strengths=(0.1, 0.3, 1.0), mixes=True),
    "label smoothing": Contender(strengths=(0.03, 0.1, 0.3), smooths=True),
    "shift, rotation": Contender(_shift_and_turn, ((1, 10), (1, 20), (2, 20))),
}


class Batches:
    """Minibatches of images (B, 28, 28), changed by a contender each time, and given out flat, (B,
    784).
    """

    def __init__(self, x, y, contender, strength, *, batch_size, seed):
        self.batches = Minibatches(x, y, batch_size=batch_size, seed=seed)
        self.contender = contender
        self.strength = strength
        self.rng = np.random.default_rng(2000 + seed)

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        contender = self.contender
        for images, targets in self.batches:
            if contender.change is not None:
                images = contender.change(images, self.strength, self.rng)
            if contender.mixes:
                rows = np.eye(CLASSES, dtype=np.float32)[targets]  # (B, 10)
                images, targets, _ = augment.mixup(images, rows, self.strength, self.rng)
            yield images.reshape(len(images), 784), targets
