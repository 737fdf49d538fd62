"""Which words fired: a mail as a small model reads it, and a threshold by what mistakes cost."""
