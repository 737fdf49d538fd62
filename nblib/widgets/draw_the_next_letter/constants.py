"""What Python and the page have in common; constants.mjs is made from it."""

UNITS = 128  # of the state
LETTERS = 120  # drawn after the beginning
LONGEST = 60  # characters of a beginning
SHOWN = 12  # letters in the picture of what may come next
RUN = 8  # letters in a row that count as repeated
HOTTEST = 2.0  # the highest temperature
LEAST_P = 0.05  # the smallest top-p
SEEDS = 999
