"""What the replays of Python and of the page have in common; constants.mjs is made from it."""

VIEWS = ("changed since the epoch before", "changed at any time", "wrong now")
