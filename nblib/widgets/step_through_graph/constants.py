"""What the graphs of Python and of the page have in common; constants.mjs is made from it."""

LIMIT = 10.0  # a leaf lies between -LIMIT and LIMIT
