"""nblib: the small library behind the course. Importing it needs NumPy only."""

__version__ = "0.1.0"
