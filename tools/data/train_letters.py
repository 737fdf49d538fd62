"""Where letters.json of draw the next letter comes from: python -m tools.data.train_letters

A GRU of 128 units learns the tragedies of nblib.data letter by letter, all but the last tenth. Its
weights, averaged over about the last tenth of the steps, are rounded to bytes and kept, with the
bits per character that the rounded network needs for the last tenth.
"""

import json

import numpy as np

from nblib.files import write
from nblib.widgets.core.packed import pack
from nblib.widgets.draw_the_next_letter.constants import UNITS
from records.generation.runs import Learner, bits
from records.generation.texts import Text, text
from tools.paths import NBLIB

OUT = NBLIB / "widgets" / "draw_the_next_letter" / "letters.json"
SETTING = {"width": UNITS, "dropout": 0.0, "lr": 0.004}
SEED = 0
STEPS = 5000


def all_to_learn():
    """Return the tragedies, with the part that chooses among what is learned from."""
    texts = text("tragedies")
    train = np.concatenate([texts.validation, texts.train])
    return Text(texts.characters, train, texts.validation, texts.test)


def rounded(array):
    """Return (bytes as text, scale): array is about the bytes times the scale."""
    scale = float(f"{np.abs(array).max() / 127:.4g}")
    return np.round(array / scale).clip(-127, 127).astype(np.int8), scale


def arrays(net):
    """Return what the widget reads: for each letter what it says to the gates, and the rest."""
    layer = net.cell.layers[0]
    table = net.symbols.weight.data @ layer.weight_ih.data + layer.bias_ih.data  # (V, 3 · UNITS)
    return {
        "table": table,
        "weight": layer.weight_hh.data,  # (UNITS, 3 · UNITS)
        "bias": layer.bias_hh.data,  # (3 · UNITS,)
        "head": net.head.weight.data,  # (UNITS, V)
        "head bias": net.head.bias.data,  # (V,)
    }


def main():
    """Train, round, and write letters.json."""
    texts = all_to_learn()
    learner = Learner("GRU", texts, SETTING, SEED).until(steps=STEPS)
    plain = bits(learner.evaluated(texts.test)[0])
    learner._put(learner.averages)
    net = learner.net.eval()
    content = {"made by": "python -m tools.data.train_letters", "bits": {"before rounding": plain}}
    content |= {"characters": texts.characters, "arrays": {}}
    for name, array in arrays(net).items():
        whole, scale = rounded(array)
        content["arrays"][name] = {"scale": scale, "bytes": pack(whole, np.int8)}
    write(OUT, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    print(plain, learner.steps, learner.seconds, len(OUT.read_bytes()))


if __name__ == "__main__":
    main()
