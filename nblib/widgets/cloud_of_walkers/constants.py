"""What the walkers of Python and of the page have in common; constants.mjs is made from it."""

CURVATURES = (1.0, 8.0)  # along the valley, across it
DIRECTIONS = ("along the valley", "across the valley")
WALKERS = 200
LONGEST = 1000  # steps
FAR = 1e12  # who gets here ends the run
