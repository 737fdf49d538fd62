"""Merge by merge: byte-pair encoding on a text that can be changed."""
