"""The things of a test that both ends of the wire hold: what becomes of one on one side becomes of
it on the other with the next message, whatever that message is about.

Student code may keep what it was handed: a function with `yield` goes on drawing from its random
generator, an object changes the array that its constructor got.
"""

import sys
from typing import NamedTuple

import numpy as np

from nblib.check.copies import Copies
from nblib.grading.errors import Unsendable, WireError
from nblib.grading.wire.changes import content, differs, restore
from nblib.grading.wire.encode import Encoder

MOST = 1_000  # things that are shared; what comes beyond is the call's alone


class Draft(NamedTuple):
    """A message that can be sent, and what both ends share once it is."""

    data: bytes
    gone: list  # numbers of things that nobody here can see any more
    contents: list  # [(number, content)] of what has changed here
    inside: list  # things that are new in these contents
    handed: list  # things that are new in the message itself


class Shared:
    """The things that both ends hold, in an order that is the same at both.

    .everything says whether lists, dicts, sets and arrays are shared, as in a test that looks at
    what became of them; random generators always are.
    """

    def __init__(self):
        self.items = []
        self.everything = False
        self._before = []  # what each of them held when both ends last agreed

    def draft(self, caps, message, handle, *, roots=None, local=(), before=(), ready=None):
        """Return the Draft of a message. Nothing is shared before sent(). Raises Unsendable.

        roots: where only these, and what is in them, arrive as the very things that the other end
        has, and all else as copies; a copy does not change after it was given. local: things that
        are only this question's, which the other end knows too, and before: what they held. ready:
        what makes data of a content.
        """
        gone = [n for n in range(len(self.items)) if self._is_gone(n)]
        table = [*self.items, *local]
        for n in gone:
            table[n] = None
        contents = []
        for n, (item, old) in enumerate(zip(table, [*self._before, *before], strict=True)):
            if item is not None and differs(now := content(item), old):
                contents.append((n, now))
        changes = tuple((n, ready(now) if ready else now) for n, now in contents)
        encoder = Encoder(caps, table, handle)
        encoder.encode((tuple(gone), changes))
        new = encoder.table[len(table) :]
        inside = _inside(new, changes)
        if roots is not None:
            same = Copies(roots)
            for item in [*self.items, *new]:
                if not (same.keeps(item) or isinstance(item, np.random.Generator)):
                    encoder.known.pop(id(item), None)
        data = encoder.encode(message)
        handed = encoder.table[len(table) + len(new) :]
        return Draft(data, gone, contents, inside, handed)

    def parting(self, caps, message, handle):
        """Return the Draft of a message after which nothing is shared: for contents that cannot be
        sent.
        """
        gone = list(range(len(self.items)))
        encoder = Encoder(caps, [None] * len(gone), handle)
        encoder.encode((tuple(gone), ()))
        return Draft(encoder.encode(message), gone, [], [], [])

    def sent(self, draft, question=False):
        """Share what a Draft says. Returns the things in it that are not shared."""
        for n, now in draft.contents:
            if n < len(self.items):
                self._before[n] = now
        return self._agree(draft.gone, draft.inside, draft.handed, question)

    def read(self, decoder, local=None):
        """Return (news, message) of a frame. news: for take().

        local: how many things are only the question's; None where the other end is trusted. Raises
        WireError.
        """
        start = len(decoder.table)
        news = decoder.part()
        middle = len(decoder.table)
        message = decoder.decode()
        if local is not None:
            _check(news, len(self.items), len(self.items) + local)
        gone, changes = news
        table = decoder.table
        inside = _inside(table[start:middle], changes)
        return (gone, changes, table[:start], inside, table[middle:]), message

    def take(self, news, question=False, keep_own=False):
        """Change here what was changed at the other end, and share what is new.

        keep_own: whether a thing that cannot be changed so is left to whoever holds it, and another
        one is shared in its place. Returns the things of the message that are not shared. Raises
        WireError; Unsendable, with all else done.
        """
        gone, changes, table, inside, handed = news
        refused = None
        for n, new in changes:
            try:
                restore(table[n], new)
            except (Unsendable, WireError) as error:
                if keep_own and n < len(self.items) and type(new) is type(self.items[n]):
                    self.items[n] = new
                elif isinstance(error, WireError) and not keep_own:
                    raise
                refused = refused or error
            if n < len(self.items):
                self._before[n] = content(self.items[n])
        unshared = self._agree(gone, inside, handed, question)
        if refused is not None and not keep_own:
            raise refused
        return unshared

    def _agree(self, gone, inside, handed, question):
        """Forget what is gone and share what is new, the same at both ends.

        question: whether the message hands arguments over. Returns what is not shared of it.
        """
        for n in sorted(gone, reverse=True):
            del self.items[n], self._before[n]
        unshared = []
        for items, everything in [
            (inside, self.everything),
            (handed, self.everything and question),
        ]:
            for item in items:
                wanted = everything or isinstance(item, np.random.Generator)
                if wanted and len(self.items) < MOST:
                    self.items.append(item)
                    self._before.append(content(item))
                else:
                    unshared.append(item)
        return unshared

    def _is_gone(self, n):
        """Return whether a thing need not be shared any more, since nothing else here holds it."""
        if not self.everything and not isinstance(self.items[n], np.random.Generator):
            return True
        if _references(self.items, n) > ALONE:
            return False
        base = getattr(self.items[n], "base", None)  # of an array that is a view
        if base is None:
            return True
        # Another view, which somebody holds, or a tensor of PyTorch shows the same numbers.
        return type(base) is np.ndarray and sys.getrefcount(base) <= ALONE_AS_BASE


def _check(news, shared, known):
    """Raise WireError where news that came are damaged.

    shared: how many things are shared, known: those that are only the question's among them.
    """
    if type(news) is not tuple or len(news) != 2:
        raise WireError("the list of changed arguments is damaged")
    gone, changes = news
    if type(gone) is not tuple or type(changes) is not tuple or len(changes) > known:
        raise WireError("the list of changed arguments is damaged")
    if any(type(n) is not int or not 0 <= n < shared for n in gone) or len({*gone}) != len(gone):
        raise WireError("an argument that is not there was given up")
    for change in changes:
        if type(change) is not tuple or len(change) != 2 or type(change[0]) is not int:
            raise WireError("the list of changed arguments is damaged")
        if not 0 <= change[0] < known:
            raise WireError("an argument that is not there came back changed")


def _inside(new, changes):
    """Return what is new in the contents of changes, but for these contents themselves."""
    known = {id(value) for _, value in changes}
    return [item for item in new if id(item) not in known]


def _references(items, n):
    return sys.getrefcount(items[n])


def _references_of_base(array):
    base = array.base
    return sys.getrefcount(base)


# What Python counts where nothing but these lists, and the view itself, refers to a thing.
ALONE = _references([[]], 0)
ALONE_AS_BASE = _references_of_base(np.zeros(2).reshape(1, 2))
