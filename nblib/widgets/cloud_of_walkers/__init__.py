"""A cloud of walkers: minibatch descent many times at once."""
