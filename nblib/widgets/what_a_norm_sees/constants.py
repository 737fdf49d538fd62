"""What the batches of Python and of the page have in common; constants.mjs is made from it."""

FEATURES = 4
LARGEST = 14  # examples in a batch
MOST_STEPS = 60  # of training
MEANS = (2.0, -1.0, 3.0, 0.0)  # of the features
SPREADS = (1.0, 2.0, 0.5, 1.5)  # their standard deviations
EXAMPLE = (1.0, 2.0, 3.5, -1.5)  # the example with the ring
RINGED = 1  # its feature that can be dragged, from 0
FARTHEST = 8.0  # the ring goes so far up and down
EPS = 1e-5
NORMS = ("batch norm", "layer norm")
MODES = ("training", "prediction")
