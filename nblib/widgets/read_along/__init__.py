"""Read along: a sentence read word by word by a small recurrent network."""
