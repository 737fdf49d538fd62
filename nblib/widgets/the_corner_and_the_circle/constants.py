"""What the corner and the circle of Python and of the page have in common; constants.mjs is made
from it.
"""

PENALTIES = ("L2", "L1", "elastic net")
SHARES = (0.0, 1.0, 0.5)  # of L1 in each of them
WINDOW = (-2.0, 3.0, -1.25, 2.25)  # what the map shows of the two weights
LOWEST = 0.01  # strength of the penalty
HIGHEST = 30.0
PLACES = 120  # steps of the path from the lowest strength to the highest
STRETCHED = 9.0  # at most: the steepest curvature over the flattest
TURNED = 90.0  # degrees at most
