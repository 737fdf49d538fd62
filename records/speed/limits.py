"""The bare matrix products of a training step, forward and backward, and nothing else: no engine on
NumPy takes less time.
"""

from dataclasses import dataclass

import numpy as np

from records.speed.sizes import (
    BLOCKS,
    FILTER_WIDTHS,
    FILTERS,
    HEADS,
    IMAGES,
    LENGTH,
    LETTERS,
    STEPS,
    TEXTS,
    UNITS,
    WIDTH,
    WINDOW,
    WINDOWS,
)


@dataclass(frozen=True)
class Product:
    """x (..., n, k) times w (..., k, m), and on the way back the gradient of w, and that of x
    unless x is what the network is given.
    """

    n: int
    k: int
    m: int
    batch: tuple = ()
    times: int = 1
    given: bool = False

    def arrays(self):
        """Return x, w and the gradient of the product."""
        shapes = ((self.n, self.k), (self.k, self.m), (self.n, self.m))
        return [np.ones((*self.batch, *shape), np.float32) for shape in shapes]


def recurrent(gates):
    """Return the products of a recurrent network: those along time come one step after another."""
    rows = TEXTS * STEPS
    all_gates = gates * UNITS
    return [
        Product(rows, UNITS, all_gates),
        # The state's share: forward and back at every step, its weights at once.
        Product(TEXTS, UNITS, all_gates, times=STEPS),
        Product(rows, UNITS, LETTERS),
    ]


def block():
    """Return the products of a block of the Transformer."""
    rows = WINDOWS * WINDOW
    heads = (WINDOWS, HEADS)
    return [
        Product(rows, WIDTH, WIDTH, times=4),
        Product(WINDOW, WIDTH // HEADS, WINDOW, heads),  # queries and keys
        Product(WINDOW, WINDOW, WIDTH // HEADS, heads),  # weights and values
        Product(rows, WIDTH, 4 * WIDTH),
        Product(rows, 4 * WIDTH, WIDTH),
    ]


def texts():
    """Return the products of the text convolution."""
    return [Product(FILTERS, WIDTH * w, TEXTS * (LENGTH - w + 1)) for w in FILTER_WIDTHS]


PRODUCTS = {
    "convolutions": [
        Product(8, 9, IMAGES * 26 * 26, given=True),
        Product(16, 72, IMAGES * 11 * 11),
        Product(IMAGES, 400, 10),
    ],
    "convolutions, batch norm": [
        Product(16, 9, IMAGES * 28 * 28, given=True),
        Product(32, 144, IMAGES * 14 * 14),
        Product(IMAGES, 1568, 10),
    ],
    "text convolution": texts(),
    "RNN": recurrent(1),
    "GRU": recurrent(3),
    "LSTM": recurrent(4),
    "Transformer": BLOCKS * block() + [Product(WINDOWS * WINDOW, WIDTH, LETTERS)],
}
DIGITS = [Product(IMAGES, 784, 128, given=True), Product(IMAGES, 128, 64), Product(IMAGES, 64, 10)]
PRODUCTS["batch norm"] = DIGITS
PRODUCTS["layer norm"] = DIGITS


def limit_step(name):
    """Return a function that takes the products of one step of a network."""
    made = [(product, *product.arrays()) for product in PRODUCTS[name]]

    def step():
        for product, x, w, g in made:
            for _ in range(product.times):
                x @ w
                x.swapaxes(-1, -2) @ g
                if not product.given:
                    g @ w.swapaxes(-1, -2)

    return step
