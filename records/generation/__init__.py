"""Counting and networks that predict the next character, within one budget of core seconds."""
