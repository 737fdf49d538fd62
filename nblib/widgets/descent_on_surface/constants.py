"""What the descents of Python and of the page have in common; constants.mjs is made from it."""

from nblib.page import surfaces

FAR = surfaces.FAR  # a weight beyond this ends the path
STILL = 1e-4  # a gradient shorter than this counts as none
LOST = 10.0  # a point this many windows away counts as gone
