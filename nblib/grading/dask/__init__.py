"""Grading on several machines."""
