"""Which models of short texts profit from the order of words, and what negation costs each."""
