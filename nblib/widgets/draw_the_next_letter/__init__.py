"""Draw the next letter: a text that grows letter by letter, by the logits of a small network."""
