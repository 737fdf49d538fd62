"""What Python and the page have in common; constants.mjs is made from it."""

UNITS = 12  # of the state, and numbers of a word's vector
MOST = 24  # words of a sentence that are read
LONGEST = 160  # characters of a sentence
UNKNOWN = 0  # the row of the table for a word that was not learned
READERS = ("texts alone", "texts and drills")
SHOWN = ("votes", "state", "update gate", "reset gate")
