"""claim(): a statement that the run has to make true."""

import html
import numbers
import re

import numpy as np

from nblib.page.output import show, style_of

STYLE = style_of(".nb-claim", ("panel", "ink", "muted", "green"), "claims.css")
MIME = "application/vnd.nblib.claim+json"
_seen = {}  # id -> statement, of this process: one id may not stand for two statements


class ClaimError(AssertionError):
    """A claim did not hold."""


def claim(statement, holds, *, id, **measured):
    """Show a statement with a tick, or fail the run when it does not hold.

    statement: a sentence with its bounds in it, so that the reader can see what would refute it.
    holds: a bool (Python's or NumPy's); anything else is refused, since `claim("…", error)` would
    pass for error > 0. id: a short name, lowercase with hyphens; the summary of the chapter cites
    it. measured: numbers to show beside the statement, by name.

    Raises ClaimError when it does not hold, TypeError for a `holds` that is not one truth value,
    ValueError for a malformed id or one that already stands for another statement.
    """
    if not isinstance(statement, str) or not statement.strip():
        raise TypeError(f"the statement of claim {id!r} must be a sentence, got {statement!r}")
    if not isinstance(id, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise ValueError(
            f"a claim's id is lowercase words joined by hyphens, such as 'stability-limit'; "
            f"got {id!r}"
        )
    if not isinstance(holds, (bool, np.bool_)):
        raise TypeError(
            f"claim {id!r} needs one True or False, got {_describe(holds)}. "
            "Write the comparison out, such as `error < 0.01`; "
            "for an array, say `np.all(…)` or `np.any(…)`."
        )
    if _seen.setdefault(id, statement) != statement:
        raise ValueError(
            f"two claims are called {id!r}: {_seen[id]!r} and {statement!r}; ids must differ. "
            "(If you have just changed the sentence of one claim, restart the kernel.)"
        )
    result = Claim(id, statement, bool(holds), measured)
    if not holds:
        raise ClaimError(f"✗ {result.text}")
    show(result)


class Claim:
    """What claim() shows: a line of text, and in a notebook the same with an anchor that the
    summary links to.
    """

    def __init__(self, id, statement, holds, measured):
        self.id = id
        self.statement = statement
        self.holds = holds
        self.measured = {name.replace("_", " "): _number(value) for name, value in measured.items()}

    @property
    def evidence(self):
        """The measured values, in words."""
        return ", ".join(f"{name} = {value}" for name, value in self.measured.items())

    @property
    def text(self):
        """The claim in one line."""
        return f"{self.statement} [{self.id}]" + (f" ({self.evidence})" if self.measured else "")

    def __repr__(self):
        return f"✓ {self.text}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        evidence = (
            f' <span class="nb-measured">{html.escape(self.evidence)}</span>'
            if self.measured
            else ""
        )
        markup = (
            f'<div class="nb-claim" id="claim-{self.id}"><span aria-hidden="true">✓</span> '
            f"{html.escape(self.statement)} <code>{self.id}</code>{evidence}</div>"
        )
        data = {
            "id": self.id,
            "statement": self.statement,
            "holds": self.holds,
            "measured": self.measured,
        }
        return {"text/plain": repr(self), "text/html": STYLE + markup, MIME: data}


def _describe(value):
    shape = getattr(value, "shape", None)
    type_name = type(value).__name__
    if shape:
        return f"{type_name} of shape {tuple(shape)}"
    return f"{type_name} {value!r}"


def _number(value):
    if isinstance(value, (bool, np.bool_, str)):
        return str(value)
    if isinstance(value, numbers.Integral):
        return f"{int(value):,}"
    if isinstance(value, numbers.Real):
        return f"{float(value):.4g}"
    if isinstance(value, (list, tuple)) or getattr(value, "ndim", 0) == 1:
        return ", ".join(_number(v) for v in value)
    if getattr(value, "ndim", None) == 0:
        return _number(value.item())
    raise TypeError(
        "a measured value must be a number, a string or a short list of them, "
        f"got {_describe(value)}"
    )
