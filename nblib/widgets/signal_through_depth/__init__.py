"""Signal through depth: what is left of a signal, and of its gradient, after many layers."""
