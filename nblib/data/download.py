"""A full set of images from its public home, into the cache: checked before it is kept."""

import sys
import time

import numpy as np

from nblib.data.dataset import DataError
from nblib.data.image_files import (
    DAMAGE,
    IDX_FILES,
    NO_HOME,
    cache_folder,
    idx_path,
    parse_idx,
    read_idx,
    reason,
)
from nblib.files import write

TIMEOUT = 20  # seconds without a byte


def download(full_set, searched):
    """Return (arrays, address, not_kept): the four arrays of a set, the folder that they came from,
    and the error if they could not be written into the cache, else None.

    searched: where the set was looked for in vain, lines for the error message. Files that an
    interrupted download has left are read, not fetched. Raises DataError when no mirror gives the
    right file, and for a file in the cache that is damaged.
    """
    cache = cache_folder()
    arrays = {}
    addresses = []
    not_kept = DataError(NO_HOME) if cache is None else None
    for file, name in IDX_FILES.items():
        path = cache and idx_path(cache / full_set.name, file)
        if path is not None:  # left by a download that was interrupted
            arrays[name] = read_idx(full_set, file, path)
            continue
        stored, arrays[name], address = _fetch(full_set, file, searched)
        addresses.append(address)
        if cache is None:
            continue
        try:
            write(cache / full_set.name / f"{file}.gz", stored)
        except OSError as error:
            not_kept = error
    return arrays, addresses[0].rpartition("/")[0], not_kept


def _fetch(full_set, file, searched):
    """The file as stored, its array and its address, from the first mirror that gives the right
    one.
    """
    import http.client
    import urllib.request  # takes longer to import than all of nblib.data

    limit = int(np.prod(full_set.shapes[IDX_FILES[file]])) + 2**20
    failures = []
    for mirror in full_set.mirrors:
        address = f"{mirror.rstrip('/')}/{file}.gz"
        request = urllib.request.Request(address, headers={"User-Agent": "nblib"})
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                stored = _receive(response, f"{full_set.title}, {file}.gz", limit)
            return stored, parse_idx(full_set, file, stored), address
        except (*DAMAGE, http.client.HTTPException, DataError) as error:
            failures.append(f"{address}: {reason(error)}")
    raise DataError(_not_to_be_had(full_set, searched, failures))


def _receive(response, title, limit):
    """The bytes of a response, at most limit of them, with a line on the screen meanwhile."""
    total = int(response.headers.get("Content-Length") or 0)
    if total > limit:
        raise DataError(f"it is {total:,} bytes long, more than the file can be")
    chunks = []
    received = 0
    on_terminal = sys.stderr.isatty()
    printed = time.monotonic()
    while chunk := response.read(2**16):
        chunks.append(chunk)
        received += len(chunk)
        if received > limit:
            raise DataError(f"it is longer than {limit:,} bytes, more than the file can be")
        if on_terminal and time.monotonic() - printed > 0.2:
            printed = time.monotonic()
            progress = f"\r{title}: {received / 1e6:.1f} of {total / 1e6:.1f} MB"
            print(progress, end="", file=sys.stderr, flush=True)

    if received < total:
        raise DataError(f"only {received:,} of {total:,} bytes arrived")
    start = "\r" if on_terminal else ""
    print(f"{start}{title}: {received / 1e6:.1f} MB downloaded    ", file=sys.stderr)
    return b"".join(chunks)


def _not_to_be_had(full_set, searched, failures):
    """What to do about a set that is nowhere."""
    advice = f"Get the four files *-ubyte.gz from {' or '.join(full_set.mirrors)}"
    if full_set.package:
        advice += f" (or install {full_set.package})"
    lines = [
        f"the full {full_set.title} is not on this machine and could not be downloaded.",
        *(f"  looked in {location}" for location in searched),
        *(f"  tried {failure}" for failure in failures),
        f"{advice}, put them into a folder named {full_set.name}, and set NBLIB_DATA to the folder "
        "which that is in. Without full=True nothing needs to be downloaded.",
    ]
    return "\n".join(lines)
