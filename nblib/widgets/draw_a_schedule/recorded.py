"""The runs that were trained once, by tools/data/train_schedules.py: recorded.json beside this."""

import json
from functools import cache
from pathlib import Path


@cache
def recorded():
    """Return the runs as recorded.json has them."""
    return json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
