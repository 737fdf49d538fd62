"""What the schedules of Python and of the page have in common; constants.mjs is made from it."""

CURVATURES = (4.0, 0.25)  # of the bowl, across and along its valley
START = (2.0, 4.0)  # how far from the minimum a run begins, in each direction
STEPS = 300
KNOTS = 6
SLOWEST = 0.005  # the largest rate, at least
FASTEST = 0.6  # and at most
LIMIT = 0.5  # from this rate on the steeper direction grows: 2 / 4
NOISE = 2.0  # of the gradient, at most
SEEDS = 99
LOST = 10.0  # the loss at the start; a run that ends above it is called lost
