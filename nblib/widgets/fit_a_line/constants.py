"""What the losses of Python and of the page have in common; constants.mjs is made from it."""

REGRESSION = ("MSE", "MAE", "Huber")
CLASSIFICATION = ("cross-entropy", "MSE on the sigmoid")
