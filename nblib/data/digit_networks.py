"""Networks that somebody has trained before: five, each on MNIST."""

import numpy as np

from nblib.data.dataset import read_embedded

NETWORKS = 5


def load_digit_networks():
    """Return the states of five small networks that learned 58,000 digits of MNIST, halved to 14 by
    14 pixels; they differ in their first weights and the order of the images. None has seen the
    test images of load_mnist().

    Each is a dict of float32 arrays for load_state_dict() of nn.Sequential(body, head), where body
    is nn.Sequential(Conv2d(1, 16, 3, stride=2, padding=1), ReLU, Conv2d(16, 32, 3, stride=2,
    padding=1), ReLU, Flatten, Linear(512, 64), ReLU) and head is Linear(64, 10). Inputs are (B, 1,
    14, 14), 0 (background) to 1. Raises DataError for a damaged file.
    """
    arrays, _ = read_embedded("digit_networks")
    states = [{} for _ in range(NETWORKS)]
    for key, array in arrays.items():
        number, _, name = key.partition(".")
        states[int(number)][name] = array.astype(np.float32)
    return states
