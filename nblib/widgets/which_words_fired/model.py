"""The model that was trained once, by tools/data/train_which_words.py: model.json beside this."""

import json
from functools import cache
from pathlib import Path

from nblib.widgets.which_words_fired import maths


@cache
def recorded():
    """Return the model as model.json has it."""
    return json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


@cache
def ready():
    """Return the model as maths.py uses it."""
    return maths.unpacked(recorded())
