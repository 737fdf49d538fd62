"""Files are written whole or not at all: who stops a program in the middle finds the old file."""

import contextlib
import itertools
import os
import shutil
from pathlib import Path

LONGEST = 220  # bytes of a name: most file systems take 255, and the new file's name is longer
_number = itertools.count()  # so that two threads that write one file do not share the new one


def write(path, content):
    """Write a file, text (as UTF-8) or bytes, and the folders that it lies in where they are
    missing.

    What was at path before stays until the new file is whole; its permissions stay for good. Where
    path is a link, the file that it leads to is written. Raises OSError where it cannot be written,
    UnicodeEncodeError, a ValueError, for text with half a surrogate pair; then the old file is
    there as it was, and nothing beside it.
    """
    if isinstance(content, str):
        content = content.encode("utf-8")
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)

    # Beside the old file: only within a file system does one file take another's place at once.
    name = os.fsencode(path.name)[:LONGEST].decode("utf-8", errors="ignore")
    partial = path.with_name(f"{name}.{os.getpid()}-{next(_number)}.partial")
    try:
        partial.write_bytes(content)
        with contextlib.suppress(FileNotFoundError):  # there was none before
            shutil.copymode(path, partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
