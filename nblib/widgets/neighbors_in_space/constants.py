"""What neighbors in space has in common in Python and on the page; constants.mjs is made from it.
The words and their vectors lie in vectors.json beside it.
"""

MOST = 12  # neighbors that are shown
VECTORS = ("learned", "before training")
SEED = 18  # of the numbers before training
