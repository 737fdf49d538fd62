"""Descent on a surface."""
