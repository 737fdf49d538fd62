"""Capacity against data: what a polynomial's degree does to its error on old and on new points."""
