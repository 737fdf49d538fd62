"""What a widget promises: its controls, what each of them changes, what it says.

A folder states its own promise in contract.py, as plain data; tests/widgets/test_contract_*.py hold
every widget to it. Nothing that a learner runs reads it.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Handle:
    """Something in a picture that is dragged with a pointer or moved with the arrow keys.

    label: what a screen reader calls it. sets: the trait that follows, "values.x" for an entry of
    one, "" where it only looks. changes: parts of the picture that follow. drag: how far to drag
    it, (right, down) in pixels. keys: ArrowRight and ArrowUp -> by how much the numbers that it
    says change; the opposite keys take that back, Shift makes it ten times. state: traits to set
    before.
    """

    label: str
    sets: str
    changes: set
    drag: tuple
    keys: dict
    state: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Slider:
    """A slider with its number field. low, high: its ends. The rest as in Handle."""

    label: str
    sets: str
    low: float
    high: float
    changes: set
    state: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Writing:
    """A field where a text is written. text: one to write. The rest as in Handle."""

    label: str
    sets: str
    text: str
    changes: set
    state: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A list to choose from. options: in their order. The rest as in Handle."""

    label: str
    sets: str
    options: tuple
    changes: set
    state: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """A button besides the presets, Reset and Play.

    before: buttons to press before, where it would do nothing at first. says: a pattern for the
    read-out after it was pressed. The rest as in Handle.
    """

    label: str
    changes: set
    before: tuple = ()
    says: str = ""
    state: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Play:
    """The button Play. Who wants less motion is shown the end at once.

    begins: arguments of the class from which a run takes long; state: from which it soon ends.
    ends: a pattern for the read-out there. sleeps: whether it stops, for good, when it is out of
    sight.
    """

    begins: dict
    state: dict
    ends: str
    sleeps: bool = True


@dataclass(frozen=True)
class Story:
    """Words that a state is told in. state: arguments of the class. words: a pattern. status: what
    the page calls it, if that is fixed.
    """

    state: dict
    words: str
    status: str = ""


@dataclass(frozen=True)
class Contract:
    """The promise of one widget.

    widget: the name of its class. data: returns arguments that it cannot do without. says: a
    pattern for its repr.
    parts: name -> selector; the story ("words"), the read-out ("numbers") and what the
    handles say ("handles") are parts of all.
    panels: selectors of the pictures that stand side by side, or below each other where it is
    narrow. alone: parts in which two views of one widget may differ. presets: parts that change
    from each preset to the next. looks: states to look at in
    both themes, the first state not counted. groups: selectors of groups with one stop for Tab,
    within which arrow keys move. twins: read-out -> the same from Python, a number or several.
    status: the status on the page, from Python. refuses: (trait, value, pattern of the message).
    """

    widget: str
    says: str
    parts: dict
    panels: tuple
    presets: set
    handles: tuple
    sliders: tuple
    choices: tuple = ()
    writings: tuple = ()
    buttons: tuple = ()
    play: Play | None = None
    stories: tuple = ()
    refuses: tuple = ()
    looks: tuple = ()
    groups: tuple = ()
    alone: set = frozenset()
    twins: dict = field(default_factory=dict)
    status: Callable | None = None
    data: Callable = dict

    def make(self, **values):
        """Return a widget in its first state, or with these arguments."""
        widgets = importlib.import_module("nblib.widgets")
        return getattr(widgets, self.widget)(**{**self.data(), **values})


def contracts():
    """Return the contract of every widget, by its folder."""
    widgets = importlib.import_module("nblib.widgets")
    folders = sorted(path.parent.name for path in widgets.FOLDER.glob("*/widget.py"))
    modules = {slug: f"nblib.widgets.{slug}.contract" for slug in folders}
    return {slug: importlib.import_module(name).CONTRACT for slug, name in modules.items()}
