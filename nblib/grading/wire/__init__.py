"""What the grader and a caged notebook say to each other: data, and no byte of it believed."""
