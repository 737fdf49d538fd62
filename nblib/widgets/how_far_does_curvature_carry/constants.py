"""What the walkers of Python and of the page have in common; constants.mjs is made from it."""

WALKERS = ("gradient descent", "Newton", "damped Newton", "L-BFGS")
SURFACES = ("narrow valley", "saddle", "hills and hollows", "banana", "two minima", "crater")
STEPS = 40  # that each walker may take
RATES = (0.001, 1.0)  # of gradient descent
DAMPINGS = (0.01, 10.0)
PAIRS = 5  # that L-BFGS keeps
STILL = 1e-7  # a gradient shorter than this ends a path
ARRIVED = 1e-3  # a gradient shorter than this counts as none
LOST = 1e3  # so far from the middle a path ends
FLAT = 1e-12  # a determinant nearer to zero than this leaves Newton without a step
ENOUGH = 1e-4  # of what the slope promises: how far a careful step must bring the loss down
HALVINGS = 40
