"""Neighbors in space: words that skip-gram has put near each other, and what chance would."""
