"""Texts for terminals that know few characters, such as those of cp1252 or ASCII."""

import sys

PLAIN = {"✓": "[ok]", "✗": "[no]", "○": "[ ]", "…": "...", "’": "'", "→": "->"}


def printable(text):
    """Return a text as sys.stdout can show it: a character that it does not know is replaced.

    >>> printable("✓ One is one")
    '✓ One is one'
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if _knows(encoding, text):
        return text
    return "".join(c if _knows(encoding, c) else PLAIN.get(c, "?") for c in text)


def _knows(encoding, text):
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
