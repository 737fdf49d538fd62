"""What Python and the page have in common; constants.mjs is made from it."""

SYMBOLS = "–ab"  # the blank, then the letters
FEWEST = 2  # frames
MOST = 6
TEXTS = ("a", "b", "ab", "ba", "aa", "aba")
SHOWN = ("forward", "backward", "share of paths")
