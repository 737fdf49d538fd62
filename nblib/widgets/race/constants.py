"""What the race of Python and of the page have in common; constants.mjs is made from it."""

RUNNERS = ("SGD", "momentum", "RMSProp", "Adam", "AdamW", "Lion")
TRAITS = ("sgd", "momentum", "rmsprop", "adam", "adamw", "lion")  # their rates, in that order
FIELDS = ("all six", "SGD and Adam", "SGD and momentum", "Adam, AdamW, Lion")  # who runs
MINIMUM = (0.6, 0.3)  # where the valley is lowest; weight decay pulls to (0, 0)
WINDOW = (-3.0, 3.0, -2.4, 2.4)  # what the map shows of the two weights
STEPS = 100  # of a race
LOWEST_RATE = 0.001
HIGHEST_RATE = 10.0
TRIED = 40  # rates that each runner tries when all are tuned
NARROWEST = 200.0  # the largest condition number
QUIETEST = 0.001  # the smallest number that the loss is multiplied by
LOUDEST = 1000.0
FAR = 1e6  # a weight beyond ends a run
# The usual settings of the rules.
MOMENTUM = 0.9
ALPHA = 0.99  # RMSProp's memory
BETA1 = 0.9
BETA2 = 0.999  # Adam's and AdamW's
LION_BETA2 = 0.99
EPS = 1e-8
DECAY = 0.1  # AdamW's
