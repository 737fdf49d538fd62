"""What the engine is checked against: finite differences, and PyTorch beside it."""
