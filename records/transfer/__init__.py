"""What another task's features are worth, from one label a class to a hundred."""
