"""What Python and the page have in common; constants.mjs is made from it."""

WIDEST = 4  # hypotheses kept side by side
LONGEST = 24  # words of a target, its end included
END = "<eos>"  # the sign of the end, a piece like others
RANKINGS = ("probability", "mean a piece")
