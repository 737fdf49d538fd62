"""What builds and checks the course; the make targets call it. Nothing here is installed with
nblib.
"""
