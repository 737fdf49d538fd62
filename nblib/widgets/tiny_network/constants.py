"""What the networks of Python and of the page have in common; constants.mjs is made from it."""

SIZE = 100  # points to train on, and as many to test on
EDGE = 3.0  # what a picture shows: -EDGE … EDGE along both axes
DEPTH = 3  # hidden layers at most
WIDTH = 8  # neurons in each at most

STRUCTURE = ("data", "noise", "widths", "activation", "seed")  # what a run begins anew with

FAR = 1e6  # a weight beyond this has left for good
FIRST = 50  # losses are kept at each of the first steps
EVERY = 10  # and at every tenth later
SOLVED = 0.02  # a loss below which, with every training point right, nothing is left to learn
RISEN = 2.0  # a loss this many times that of guessing, log 2, is no better than lost
GAIN = 0.01  # the part by which the best loss has to fall
PATIENCE = 1000  # in so many steps, or the run has settled
MOURNED = 100  # steps after which a layer of dead neurons is given up
LAST = 20_000  # steps after which a run stops anyway
