"""Digits that a synthesizer says. spoken.npz beside this file holds them; speech.py reads it."""

from nblib.data.speech import load_spoken_digits

__all__ = ["load_spoken_digits"]
