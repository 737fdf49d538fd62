"""What few labels has in common in Python and on the page; constants.mjs is made from it. The
scores lie in recorded.json beside it.
"""

TASKS = ("small digits", "clothing")
LABELS = (1, 2, 5, 10, 20, 50, 100)  # a class, that some runs had
MOST = 100
ROWS = 5  # pictures of each class that are shown
NOTHING = "nothing"
ALL = "all of them"
SCRATCH = "from scratch"
# What may be set beside the network from scratch.
OTHERS = ("frozen features", "fine-tuned, one rate", "fine-tuned, head first", "pixels compared")
BESIDE = (NOTHING, *OTHERS, ALL)
SURE = 2  # standard errors: what is nearer to zero is too close to call
RANGES = ((45, 100), (25, 90))  # of the picture, in percent, for each of TASKS
