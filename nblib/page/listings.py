"""listing(): part of a source with its line numbers, read from the file that runs, so that page and
code agree.
"""

import inspect
import textwrap

from nblib.terminal import printable


def listing(thing, first=None, last=None):
    """Print the source of a class, function, method or module, with the line numbers of its file.

    first, last: texts; from the first line that holds `first` to the next that holds `last`.
    Without them, all. Raises ValueError where a text is not found, so that a page cannot go on
    quoting a line that was rewritten.

    >>> listing(listing, "def listing", "def listing")
    nblib/page/listings.py
     11  def listing(thing, first=None, last=None):
    """
    thing = inspect.unwrap(thing) if callable(thing) else thing
    lines, start = inspect.getsourcelines(thing)
    file = inspect.getsourcefile(thing).replace("\\", "/")
    begin = 0 if first is None else _find(first, lines, 0)
    end = len(lines) - 1 if last is None else _find(last, lines, begin)
    numbers = range(max(start, 1) + begin, max(start, 1) + end + 1)
    code = textwrap.dedent("".join(lines[begin : end + 1])).splitlines()
    print(printable("nblib/" + file.rpartition("nblib/")[2]))
    for number, line in zip(numbers, code, strict=True):
        print(printable(f"{number:{len(str(numbers[-1])) + 1}}  {line}".rstrip()))


def _find(text, lines, begin):
    for i in range(begin, len(lines)):
        if text in lines[i]:
            return i
    raise ValueError(f"no line from {begin} on holds {text!r}")
