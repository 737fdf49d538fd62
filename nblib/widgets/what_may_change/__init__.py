"""What may change: a digit or a garment, changed by hand, and what two networks say to it."""
