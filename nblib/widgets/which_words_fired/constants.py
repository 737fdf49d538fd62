"""What the model of Python and that of the page have in common; constants.mjs is made from it."""

REACH = 8.0  # scores go from -REACH to REACH
STEP = 0.1  # between two thresholds
LONGEST = 2000  # characters of a mail
HIGHEST = 1000.0  # price of a lost mail
BINS = 32  # of the histogram
READERS = ("words alone", "filters of three words")
WIDTH = 3  # words that a filter sees
FILTERS = 8
NUMBERS = 8  # of a word's vector
