"""Records: results that take longer than a chapter may, made by `make record`, read by the page.

A record is `records/NAME.json`, with a chapter's number or a word for its name. It carries the hash
of the code and data that made it, the machine, the versions and the date. The script that makes it
is `records/NAME.py`, or `records/NAME/measure.py` where it takes several files; it has a function
`measure()` that returns the results.
"""

import json
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_beside = PACKAGE / "_records"  # where a wheel carries them
RECORDS = _beside if _beside.exists() else PACKAGE.parent / "records"


class RecordError(RuntimeError):
    """A record is missing, broken or stale."""


def load(number):
    """Return a record as a dict: "results", "made", "command", "machine", "versions", "source".

    number: a chapter's prefix, such as "03", or another record's name.
    Raises RecordError where there is none or it cannot be read.
    """
    path = RECORDS / f"{number}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RecordError(
            f"there is no record {path.name}: make it with `make record ONLY={number}`"
        ) from None
    except ValueError as error:
        raise RecordError(
            f"{path.name} is not JSON ({error}): make it anew with `make record ONLY={number}`"
        ) from None
