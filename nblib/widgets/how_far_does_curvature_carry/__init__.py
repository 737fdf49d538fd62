"""How far does curvature carry: gradient descent, Newton's step and L-BFGS from one start."""
