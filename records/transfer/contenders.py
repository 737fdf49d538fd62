"""The contenders: each learns from a few labels with one of six settings, and then gives scores."""

from itertools import product

from nblib.train import predict
from records.transfer.networks import Kernel, Linear, body_from, features, fine_tuned

STRENGTH = 1e-3  # where the head is only a beginning
STRENGTHS = (1e-4, 1e-3, 1e-2, 3e-2, 0.1, 1.0)
RATES = (3e-4, 1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2)
SCRATCH_RATES = (1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2, 3.2e-2)
LOW_RATES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3)
SHARES = (0.01, 0.1, 0.3)  # of the head's rate, for the body
TWO_RATES = tuple((share * lr, lr) for lr, share in product((3e-3, 1e-2), SHARES))
KERNELS = tuple(product((0.02, 0.06, 0.2), (0.01, 0.1)))


def flat(x):
    """(B, 1, 14, 14) to (B, 196)."""
    return x.reshape(len(x), -1)


class Pixels:
    """Softmax regression on the pixels."""

    settings = STRENGTHS

    def scorer(self, x, y, setting, seed):
        """Learn; return a function from images to scores."""
        model = Linear(flat(x), y, setting)
        return lambda images: model(flat(images))


class Kernels:
    """A Gaussian kernel on the pixels."""

    settings = KERNELS

    def scorer(self, x, y, setting, seed):
        """Learn; return a function from images to scores."""
        model = Kernel(flat(x), y, *setting)
        return lambda images: model(flat(images))


class Frozen:
    """Softmax regression on the features of a body that does not change."""

    settings = STRENGTHS

    def __init__(self, source):
        self.source = source

    def scorer(self, x, y, setting, seed):
        """Learn; return a function from images to scores."""
        body = body_from(self.source, seed)
        model = Linear(features(body, x), y, setting)
        return lambda images: model(features(body, images))


class Tuned:
    """The body changes too: one rate for all, or a lower one for the body."""

    def __init__(self, source, two_rates=False):
        self.source = source
        rates = SCRATCH_RATES if source == "nothing" else RATES
        self.settings = TWO_RATES if two_rates else tuple((lr, lr) for lr in rates)

    def scorer(self, x, y, setting, seed):
        """Learn; return a function from images to scores."""
        model = fine_tuned(body_from(self.source, seed), x, y, *setting, seed)
        return lambda images: predict(model.eval(), [images])


class HeadFirst:
    """The head is learned on frozen features; then all changes, with one low rate."""

    settings = LOW_RATES

    def scorer(self, x, y, setting, seed):
        """Learn; return a function from images to scores."""
        body = body_from("digits", seed)
        head = Linear(features(body, x), y, STRENGTH).head()
        model = fine_tuned(body, x, y, setting, setting, seed, head)
        return lambda images: predict(model.eval(), [images])


CONTENDERS = {
    "pixels": Pixels(),
    "kernel": Kernels(),
    "from scratch": Tuned("nothing"),
    "frozen": Frozen("digits"),
    "fine-tuned": Tuned("digits"),
    "two rates": Tuned("digits", two_rates=True),
    "head first": HeadFirst(),
}
CONTROLS = {
    "frozen, random": Frozen("nothing"),
    "frozen, 8,000 digits": Frozen("8,000 digits"),
    "frozen, clothing": Frozen("clothing"),
    "fine-tuned, clothing": Tuned("clothing"),
}
