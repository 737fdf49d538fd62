"""Fit a line by hand."""
