"""The texts: characters as ids, cut into what is learned from, what chooses, and what is asked."""

from functools import cache
from typing import NamedTuple

import numpy as np

from nblib.data import load_quatrains, load_tragedies

LOADERS = {"tragedies": load_tragedies, "quatrains": load_quatrains}

CHOOSING = {"tragedies": 40_000, "quatrains": 8_008}  # characters; a quatrain has 26 with its ends


class Text(NamedTuple):
    """characters: all that occur in the file, sorted; the others: ids."""

    characters: str
    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


@cache
def text(name):
    """Return a Text: the last tenth of the characters is for testing; the first ones choose."""
    corpus = LOADERS[name]()
    learned, held_out = corpus.split(0.1)
    characters = "".join(sorted(set("".join(corpus.texts))))
    number = {character: i for i, character in enumerate(characters)}
    ids = np.array([number[character] for character in "".join(learned)])
    test = np.array([number[character] for character in "".join(held_out)])
    border = CHOOSING[name]
    return Text(characters, ids[border:], ids[:border], test)
