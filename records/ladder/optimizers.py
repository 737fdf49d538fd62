"""SGD and Adam with their usual settings, into new arrays or in place: the same numbers."""

import numpy as np

SGD_LR = 0.01
ADAM_LR = 0.001
BETA1 = 0.9
BETA2 = 0.999
EPS = 1e-8


def sgd(w, g, state, in_place, k):
    """Return w after a step against its gradient g. state and k, the step's number, are unused."""
    if in_place:
        w -= SGD_LR * g
        return w
    return w - SGD_LR * g


def adam(w, g, state, in_place, k):
    """Return w after step k, from 1 on. state: a list of both moments, empty at first."""
    if not state:
        state += [np.zeros_like(w), np.zeros_like(w)]
    update = _adam_in_place if in_place else _adam_in_new_arrays
    return update(w, g, state, k)


def _adam_in_new_arrays(w, g, state, k):
    """The paper's lines."""
    m, v = state
    m = BETA1 * m + (1 - BETA1) * g
    v = BETA2 * v + (1 - BETA2) * g * g
    state[:] = [m, v]
    m_hat = m / (1 - BETA1**k)
    v_hat = v / (1 - BETA2**k)
    return w - ADAM_LR * m_hat / (np.sqrt(v_hat) + EPS)


def _adam_in_place(w, g, state, k):
    """The same, with one array made anew; both corrections go into one factor."""
    m, v = state
    m *= BETA1
    m += (1 - BETA1) * g
    v *= BETA2
    v += (1 - BETA2) * (g * g)
    root = (1 - BETA2**k) ** 0.5
    step = np.sqrt(v)
    step += EPS * root
    np.divide(m, step, out=step)
    step *= ADAM_LR * root / (1 - BETA1**k)
    w -= step
    return w


RULES = {"sgd": sgd, "adam": adam}
