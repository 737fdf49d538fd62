"""Few labels: what features of another task are worth, from 1 label a class to 100."""
