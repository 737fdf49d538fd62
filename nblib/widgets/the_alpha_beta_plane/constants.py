"""What the α–β plane of Python and of the page have in common; constants.mjs is made from it."""

SHOWS = ("your point alone", "rate of convergence", "regimes")  # what the plane shows
HIGHEST_RATE = 4.0  # the steepest curvature is 1, so no rate above converges
LOWEST_RATE = 0.01
HIGHEST_MOMENTUM = 0.99
NARROWEST = 200.0  # the largest condition number
WINDOW = (-3.0, 3.0, -1.5, 1.5)  # what the map shows of the two weights
STEPS = 120  # of a run
FAR = 1e6  # a weight beyond ends the run
NEARLY = 0.03  # a rate this near, as a part of it, to the critical one counts as critical
