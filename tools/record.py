"""Make the records: python -m tools.record [NAME …] [--check]

Runs `measure()` of records/NAME.py, or of records/NAME/measure.py where a record has a folder, on
one thread and writes records/NAME.json. Without names, every record whose code or data changed
since it was made; --check makes nothing and fails when one is stale or missing.

A script may have a function `sample()` too: a few of the same runs, much shorter. Where only the
library was changed, not the script or the data, and the sample comes out as it did when the record
was made, the record is confirmed instead of made anew, and its page says so.

A script that reads data of the library which its hash does not cover is refused: its record would
not be stale when they change.
"""

import argparse
import datetime
import functools
import importlib.metadata
import importlib.util
import json
import math
import os
import platform
import sys
import time
from pathlib import Path

from tools import environment

# One thread, before NumPy is imported anywhere: the course measures on one.
os.environ.update(environment.threads(1))

from nblib.files import write  # noqa: E402
from nblib.page import records  # noqa: E402
from nblib.reach import files, own_hash, reach, source_hash  # noqa: E402

_opened = set()  # the paths of all files that this process opened for reading


def _note(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and "r" in (arguments[1] or ""):
        _opened.add(arguments[0])


@functools.cache  # once a process: a hook is there to stay
def watch_files():
    """From now on, note the files that this process opens for reading."""
    sys.addaudithook(_note)


# How far a number of a sample may be from the recorded one, absolute and relative: what another
# order of rounding changes in a few steps of training is far less.
TOLERANCE = 0.003
DATA = {".npz", ".json"}


def scripts(numbers=()):
    """Return the scripts of the named records, or all; exit with a message for a name that has
    none.
    """
    paths = [*records.RECORDS.glob("*.py"), *records.RECORDS.glob("*/measure.py")]
    by_name = {name_of(path): path for path in sorted(paths, key=name_of)}
    if unknown := [number for number in numbers if number not in by_name]:
        names = ", ".join(by_name)
        sys.exit(f"No record {', '.join(unknown)}: there are {names} (in records).")
    return [by_name[number] for number in numbers or by_name]


def name_of(script):
    """Return the name of the record that a script makes."""
    return script.parent.name if script.name == "measure.py" else script.stem


def stale(script):
    """Return why the record of a script does not stand, or None when it does."""
    try:
        record = records.load(name_of(script))
    except records.RecordError as error:
        return str(error)
    confirmed = record.get("confirmed", {}).get("source")
    if source_hash(script) not in (record.get("source"), confirmed):
        name = name_of(script)
        command = f"make record ONLY={name}"
        return f"records/{name}.json was made by other code or data: run `{command}`"
    return None


def processor():
    """Return the processor's name, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(
            line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")
        )
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def load(script):
    """Return the script of a record as a module."""
    specification = importlib.util.spec_from_file_location(f"record_{name_of(script)}", script)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def uncovered(script):
    """Return the data of the library that were read in this process and that the hash of a script
    does not cover. What runs in other processes is not seen; a sample runs in this one.
    """
    library = files.ROOT / "nblib"
    read = {Path(path) for path in _opened}
    data = {path for path in read if library in path.parents and path.suffix in DATA}
    return sorted(path.relative_to(files.ROOT).as_posix() for path in data - reach(script))


def refuse_uncovered(script):
    """Exit with a message where a script has read such data."""
    if missed := uncovered(script):
        sys.exit(
            f"records/{name_of(script)}: it read {', '.join(missed)}, which its hash does not "
            "cover. Load data by the loader of the module beside which they lie."
        )


def agree(recorded, sample):
    """Return whether two samples, of dicts, lists and numbers, are the same to the tolerance."""
    if isinstance(recorded, dict) and isinstance(sample, dict):
        return recorded.keys() == sample.keys() and all(
            agree(recorded[k], sample[k]) for k in recorded
        )
    if isinstance(recorded, list) and isinstance(sample, list):
        return len(recorded) == len(sample) and all(map(agree, recorded, sample))
    if isinstance(recorded, float) and isinstance(sample, float):
        return math.isclose(recorded, sample, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return recorded == sample


def sampled(module):
    """Return a sample as it stands in a record, or None where the script has none."""
    if not hasattr(module, "sample"):
        return None
    return json.loads(json.dumps(module.sample()))


def confirm(script):
    """Where only the library was changed and the sample still comes out, write this into the
    record. Return whether the record stands now.
    """
    name = name_of(script)
    try:
        record = records.load(name)
    except records.RecordError:
        return False
    if "sample" not in record or record.get("own") != own_hash(script):
        return False
    if not agree(record["sample"], sampled(load(script))):
        print(f"records/{name}.json: its sample comes out otherwise now")
        return False
    today = datetime.date.today().isoformat()
    record["confirmed"] = {"on": today, "source": source_hash(script)}
    write(records.RECORDS / f"{name}.json", as_text(record))
    return True


def as_text(record):
    """Return a record as its file holds it."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def make(script):
    """Run one script and write its record."""
    source = source_hash(script)
    script_hash = own_hash(script)
    watch_files()
    module = load(script)
    sample = sampled(module)
    refuse_uncovered(script)
    start = time.perf_counter()
    results = module.measure()
    refuse_uncovered(script)
    used = [name for name in ("numpy", "torch") if name in sys.modules] + list(
        getattr(module, "ALSO_USED", ())
    )
    record = {
        "what": " ".join((module.__doc__ or "").strip().split("\n\n")[0].split()),
        "made": datetime.date.today().isoformat(),
        "command": f"make record ONLY={name_of(script)}",
        "seconds": round(time.perf_counter() - start, 1),
        "machine": f"{processor()}, {os.cpu_count()} cores, one thread used, {platform.system()}",
        "versions": {
            "python": platform.python_version(),
            **{n: importlib.metadata.version(n) for n in used},
        },
        "source": source,
        "own": script_hash,
        "results": results,
    }
    if sample is not None:
        record["sample"] = sample
    path = records.RECORDS / f"{name_of(script)}.json"
    write(path, as_text(record))
    print(f"records/{path.name}: made in {record['seconds']} s")


def main():
    """Make or check records."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("numbers", nargs="*", metavar="NAME")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    chosen = scripts(options.numbers)
    reasons = {script: stale(script) for script in chosen}
    if options.check:
        if bad := list(filter(None, reasons.values())):
            sys.exit("\n".join(bad))
        print(f"{len(chosen)} record(s) stand.")
        return
    for script in chosen:
        if not options.numbers and not reasons[script]:
            print(f"records/{name_of(script)}.json stands")
        elif not options.numbers and confirm(script):
            print(f"records/{name_of(script)}.json stands: its sample comes out as it did")
        else:
            make(script)


if __name__ == "__main__":
    main()
