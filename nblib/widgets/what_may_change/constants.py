"""What Python and the page have in common; constants.mjs is made from it."""

SIDE = 28  # pixels
UNITS = 24  # of the hidden layer
KINDS = ("digit", "clothing")
NETWORKS = ("plain", "varied")  # how they were trained
MIRRORED = ("no", "yes")
TURNS = (-90, 180)  # degrees, from a quarter to the right to half way round
FARTHEST = 12  # pixels that the picture can be moved
SMALLEST = 0.5  # scales
LARGEST = 1.6
NOISIEST = 0.8  # standard deviation; ink is 1
WIDEST = 16  # pixels of the hole
SEED = 16  # of the noise
