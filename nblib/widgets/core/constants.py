"""What several widgets share in both languages; constants.mjs is made from it."""

APART = 2**24  # random numbers from one stream of a seed to the next
