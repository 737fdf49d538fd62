"""Curvature: steps that use it, and ways to ask for it that never store a Hessian.

All of it works on one vector of weights (d,), and on functions of it; nblib.proofs.flat makes one
vector of the weights of a network.
"""

from nblib.curvature.conjugate import Solution, conjugate_gradients
from nblib.curvature.lanczos import largest_curvature
from nblib.curvature.lbfgs import LBFGS, two_loop
from nblib.curvature.network import of_weights
from nblib.curvature.newton import backtrack, damped_newton_step, newton_step, trust_region_step
from nblib.curvature.wolfe import Trial, strong_wolfe
from nblib.proofs.gradcheck import hvp

__all__ = [
    "LBFGS",
    "Solution",
    "Trial",
    "backtrack",
    "conjugate_gradients",
    "damped_newton_step",
    "hvp",
    "largest_curvature",
    "newton_step",
    "of_weights",
    "strong_wolfe",
    "trust_region_step",
    "two_loop",
]
