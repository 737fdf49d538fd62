"""L-BFGS: a picture of the inverse Hessian from the last few steps (Nocedal, 1980)."""

from collections import deque

import numpy as np

from nblib.curvature.wolfe import Trial, strong_wolfe

SMALLEST = 1e-10  # a pair with less step times change than this is forgotten, as in PyTorch


def two_loop(g, steps, changes):
    """Return the direction (d,) of L-BFGS: minus the gradient times its picture of H⁻¹.

    g: gradient (d,). steps: the last steps, oldest first, each (d,). changes: by how much each of
    them changed the gradient. A pair must have a positive product. Without pairs it is −g.

    >>> two_loop(np.array([2.0, 4.0]), [np.array([0.0, 1.0])], [np.array([0.0, 4.0])])
    array([-0.5, -1. ])
    """
    q = -g
    if not steps:
        return q
    shares = []
    for s, y in zip(reversed(steps), reversed(changes), strict=True):
        share = s @ q / (y @ s)
        q = q - share * y
        shares.append(share)
    r = steps[-1] @ changes[-1] / (changes[-1] @ changes[-1]) * q
    for s, y, share in zip(steps, changes, reversed(shares), strict=True):
        r = r + (share - y @ r / (y @ s)) * s
    return r


class LBFGS:
    """L-BFGS on one vector of weights, step for step that of torch.optim.LBFGS.

    w: weights (d,), copied. lr: length of a step, or where its line search begins. max_iter,
    max_eval: most iterations and evaluations of one step(); max_eval is 1.25 max_iter if None.
    tolerance_grad: step() ends once no number of the gradient is larger; tolerance_change: once a
    step or its change of the loss is smaller. history_size: pairs that are kept.
    line_search_fn: None or "strong_wolfe". Read-outs: w, iterations, evaluations.

    >>> bowl = LBFGS(np.array([3.0, 4.0]), line_search_fn="strong_wolfe")
    >>> float(bowl.step(lambda w: (w @ w, 2 * w)))
    25.0
    >>> float(abs(bowl.w).max()) < 1e-7
    True
    """

    def __init__(
        self,
        w,
        lr=1.0,
        max_iter=20,
        max_eval=None,
        tolerance_grad=1e-7,
        tolerance_change=1e-9,
        history_size=100,
        line_search_fn=None,
    ):
        if line_search_fn not in (None, "strong_wolfe"):
            raise ValueError(f"line_search_fn is None or 'strong_wolfe', not {line_search_fn!r}")
        if not lr >= 0:
            raise ValueError(f"lr must be at least 0, not {lr}")
        self.w = np.array(w)
        self.lr = lr
        self.max_iter = max_iter
        self.max_eval = max_iter * 5 // 4 if max_eval is None else max_eval
        self.tolerance_grad = tolerance_grad
        self.tolerance_change = tolerance_change
        self.line_search_fn = line_search_fn
        self.iterations = 0
        self.evaluations = 0
        self._steps = deque(maxlen=history_size)
        self._changes = deque(maxlen=history_size)
        self._last = None  # the gradient before the last step, and that step

    def step(self, loss_and_gradient):
        """Take up to max_iter iterations; return the loss from before the first.

        loss_and_gradient: a function from weights (d,) to (loss, gradient (d,)).
        """
        self._function = loss_and_gradient
        self._left = self.max_eval
        before = self._evaluate(self.w)
        first_loss = before[0]
        if np.abs(before[1]).max() <= self.tolerance_grad:
            return first_loss
        for k in range(1, self.max_iter + 1):
            after = self._iterate(before, is_last=k == self.max_iter)
            if after is None or self._is_over(before, after):
                break
            before = after
        return first_loss

    def _evaluate(self, w):
        self.evaluations += 1
        self._left -= 1
        loss, grad = self._function(w)
        return float(loss), grad

    def _iterate(self, here, is_last):
        """Move once. Return (loss, gradient) there, or None where the slope is as good as none."""
        loss, grad = here
        self.iterations += 1
        if self._last is not None:
            self._remember(grad)
        direction = two_loop(grad, self._steps, self._changes)
        t = self.lr
        if self.iterations == 1:
            t = min(1.0, 1.0 / np.abs(grad).sum()) * self.lr
        slope = grad @ direction
        self._last = (grad.copy(), t * direction)
        if slope > -self.tolerance_change:
            return None
        if self.line_search_fn is not None:
            start = Trial(0.0, loss, grad, slope)
            t, loss, grad = self._search(start, t, direction)
        self._last = (self._last[0], t * direction)
        self.w = self.w + t * direction
        if self.line_search_fn is None and not is_last:
            loss, grad = self._evaluate(self.w)
        return loss, grad

    def _remember(self, grad):
        before, s = self._last
        y = grad - before
        if y @ s > SMALLEST:
            self._steps.append(s)
            self._changes.append(y)

    def _search(self, start, t, direction):
        """Return (t, loss, gradient) of a place that meets Wolfe's conditions."""

        def evaluate(t):
            loss, grad = self._evaluate(self.w + t * direction)
            return Trial(t, loss, grad, grad @ direction)

        size = np.abs(direction).max()
        options = {"size": size, "tolerance_change": self.tolerance_change}
        trial, _ = strong_wolfe(evaluate, start, t, max_trials=self._left, **options)
        return trial.t, trial.loss, trial.grad

    def _is_over(self, before, after):
        if self._left <= 0 or np.abs(after[1]).max() <= self.tolerance_grad:
            return True
        moved = np.abs(self._last[1]).max()
        return moved <= self.tolerance_change or abs(after[0] - before[0]) < self.tolerance_change
