"""How large the networks are that records/speed times."""

WORDS = 10_000
WIDTH = 64  # of an embedded word, and of a Transformer
LENGTH = 100  # of a text, in words
FILTERS = 64  # of each width of the text convolution
FILTER_WIDTHS = (3, 4, 5)
LETTERS = 64
UNITS = 128  # of a recurrent network
HEADS = 4
BLOCKS = 2
IMAGES = 64  # a batch of images
TEXTS = 32  # a batch of texts; also of a recurrent network
STEPS = 32  # of a recurrent network
WINDOWS = 16  # a batch of the Transformer
WINDOW = 64  # letters of one
