"""Files are written whole or not at all: who stops a command in the middle finds the old file."""

import os


def write(path, text):
    """Write a text file, and the folders that it lies in where they are missing.

    What was at path before stays until the new file is whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
