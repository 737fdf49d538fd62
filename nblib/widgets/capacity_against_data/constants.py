"""What the polynomials of Python and of the page have in common; constants.mjs is made from it."""

TOP = 12  # the highest degree
FEWEST = 5  # points
MOST = 40
LOUDEST = 1.0  # noise, as a standard deviation
REACH = 2.0  # how far the ringed point goes up or down
CLOUD = 30  # other data sets that are drawn
GRID = 121  # places where a curve is drawn, and judged
SLOT = 64  # random numbers of one data set; at least MOST
STRETCH = 3.0  # the rule is sin(STRETCH x + TURN)
TURN = 1.0
ROOM = 1.2  # times the lowest error is about right
TINY = 1e-4  # and so much more, where there is hardly any error
VIEWS = ("training error", "new points", "many data sets")
