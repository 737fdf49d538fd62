"""A training run, replayed."""
