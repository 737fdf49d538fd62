"""Step through a graph, forward and back."""
