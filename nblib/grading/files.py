"""Files of results: names that are safe, contents that are there whole or not at all."""

import hashlib
import re

from nblib.files import write


def file_name(student):
    """Return a file name for a student's id: readable where it can be, never that of another."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", student)[:60]
    if plain == student:
        return plain
    return f"{plain}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"


def write_whole(path, text):
    """Write a file so that it is there whole or not at all, and nothing else is left. Halves of
    characters, which names of files and texts of students may hold, become question marks.
    """
    write(path, text.encode("utf-8", errors="replace"))


def shown(name, length=80):
    """Return a name that nobody vouches for as it may be shown: printable, not long."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name[:length])
