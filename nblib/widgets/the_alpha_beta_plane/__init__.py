"""The α–β plane: what learning rate and momentum make of a descent on a quadratic."""
