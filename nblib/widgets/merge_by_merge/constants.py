"""What merge by merge has in common in Python and on the page; constants.mjs is made from it."""

LONGEST = 300  # characters of a text
MOST = 400  # merges
SPECIALS = 4  # ids before the bytes in nblib's vocabulary
TOP = 6  # pairs that are shown with their counts
# Only what stands together so often is merged.
LEAST = 2
