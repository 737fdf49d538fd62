"""What the stack of layers of Python and of the page have in common; constants.mjs is made from
it.
"""

WIDTH = 64  # numbers in each layer
EXAMPLES = 8  # that go through at once
DEEPEST = 50  # layers
LOWEST = 0.25  # gain
HIGHEST = 4.0
LARGE = 1e2  # times as large or as small counts as exploding, or vanishing
ACTIVATIONS = ("ReLU", "tanh", "sigmoid", "linear")
SHORTCUTS = ("none", "around each layer")
GRADIENTS = ("of the outputs", "of the weights")
