"""Digits that people say. recorded.npz beside this file holds them; speech.py reads it."""

from nblib.data.speech import load_recorded_digits

__all__ = ["load_recorded_digits"]
