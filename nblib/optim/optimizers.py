"""Optimizers: they keep the arrays that a rule needs, and apply it. The rules are in rules.py."""

import numpy as np

from nblib.optim.block import Block, refuse_ties
from nblib.optim.heap import keep_heap
from nblib.optim.rules import adagrad, adam, adamw, lion, muon, rmsprop, sgd
from nblib.ranges import number
from nblib.tensor import Tensor


class Optimizer:
    """What all optimizers share: parameters in groups, and for each the arrays that its rule needs.

    params: tensors, or a list of dicts, each a group: "params" and whatever differs from the other
    options. param_groups holds the groups; change group["lr"] at will. A parameter without a
    gradient is left alone. The parameters of a group are moved, side by side, into one array, so
    that a rule runs once, not once a parameter; Tensor says who sees its steps. Raises ValueError
    for an empty list, a parameter twice or computed from others, two in one array, or options out
    of range; TypeError for what is no list of tensors.
    """

    rule = None  # the update rule
    state = ()  # names of its arrays
    whole = False  # whether the rule wants each parameter in its own shape

    def __init__(self, params, **options):
        if isinstance(params, Tensor):
            raise TypeError(
                "an optimizer takes a list of tensors, such as model.parameters(); write [w] "
                "for one"
            )
        self.param_groups = _groups(list(params), options)
        every = self._parameters()
        _check_parameters(every)
        for group in self.param_groups:
            unknown = set(group) - set(options) - {"params"}
            if unknown:
                raise ValueError(f"unknown option of a group: {', '.join(sorted(unknown))}")
            _check(group)
        keep_heap()  # from here on one training step follows the other
        refuse_ties(every)
        self._blocks = [Block(group["params"], len(self.state)) for group in self.param_groups]

    def _parameters(self):
        return [p for group in self.param_groups for p in group["params"]]

    def zero_grad(self):
        """Forget the gradients."""
        for p in self._parameters():
            p.grad = None

    def step(self):
        """Apply the rule once, in place, to every parameter that has a gradient.

        Raises ValueError where a parameter was given an array that cannot be stepped.
        """
        replaced = [block.replaced() for block in self._blocks]
        if any(replaced):
            refuse_ties(self._parameters())
        for group, block, apart in zip(self.param_groups, self._blocks, replaced, strict=True):
            options = _options(group)
            for step, arrays in block.rule_inputs(apart or self.whole):
                type(self).rule(*arrays, step=step, **options)

    def state_dict(self):
        """Everything that a later run needs to go on exactly, in plain arrays, numbers and
        names.
        """
        return {
            "optimizer": type(self).__name__,
            "shapes": self._shapes(),
            "groups": [_options(group) for group in self.param_groups],
            "arrays": [block.state.copy() for block in self._blocks],
            "steps": [block.steps[:] for block in self._blocks],
        }

    def load_state_dict(self, state):
        """Take over what state_dict() gave: the optimizer must be of the same kind, its parameters
        in the same order.

        Raises ValueError, before anything is taken over, where kind, number, shapes or options
        differ, and for what is no state at all.
        """
        self._check_state(state)

        # All fits: from here on nothing is refused.
        for group, options in zip(self.param_groups, state["groups"], strict=True):
            group.update(options)
        arrays = [np.asarray(array) for array in state["arrays"]]
        for block, array, steps in zip(self._blocks, arrays, state["steps"], strict=True):
            block.state[...] = array
            block.steps[:] = steps

    def _check_state(self, state):
        """Raise ValueError for a state that is not this optimizer's."""
        # The kind, and the parameters.
        if not isinstance(state, dict) or set(state) != set(self.state_dict()):
            raise ValueError("this is no state_dict() of an optimizer of nblib")
        if state["optimizer"] != type(self).__name__:
            raise ValueError(
                f"this state is of {state['optimizer']}, and this is {type(self).__name__}: make "
                "another optimizer"
            )
        shapes = [[tuple(shape) for shape in group] for group in state["shapes"]]
        if shapes != self._shapes():
            raise ValueError(
                "this state is of other parameters, or in another order: their shapes are "
                f"{shapes} there and {self._shapes()} here"
            )

        # The groups: how many, with which options.
        lists = (state["groups"], state["arrays"], state["steps"])
        if any(len(entries) != len(self._blocks) for entries in lists):
            raise ValueError(f"this state is damaged: it is not of {len(self._blocks)} groups")
        for group, options in zip(self.param_groups, state["groups"], strict=True):
            if set(options) != set(group) - {"params"}:
                raise ValueError(f"a group of this state has other options: {', '.join(options)}")
            _check(options)

        # The arrays and the counts.
        arrays = [np.asarray(array) for array in state["arrays"]]
        for block, array, steps in zip(self._blocks, arrays, state["steps"], strict=True):
            block.check(array, steps)

    def _shapes(self):
        return [[p.shape for p in group["params"]] for group in self.param_groups]


def _groups(params, options):
    """The groups, each with all options: its own, or else these."""
    are_groups = params and isinstance(params[0], dict)
    groups = params if are_groups else [{"params": params}]
    if any(not isinstance(group, dict) or "params" not in group for group in groups):
        raise ValueError('a group is a dict with "params", a list of tensors, among its keys')
    return [{**options, **group, "params": list(group["params"])} for group in groups]


def _options(group):
    """What a group holds beside its parameters."""
    return {name: value for name, value in group.items() if name != "params"}


def _check_parameters(params):
    """Raise for what no optimizer can step: nothing, no tensors, computed ones, one twice."""
    if not params:
        raise ValueError("an optimizer needs at least one parameter")
    for p in params:
        if not (isinstance(p, Tensor) and p.requires_grad):
            raise TypeError(
                f"a parameter is a Tensor with requires_grad=True, not {type(p).__name__}"
            )
    # A step needs a gradient in each, and takes each once.
    if any(p.edges != () for p in params):
        raise ValueError(
            "a parameter was computed from other tensors: backward() fills no grad there"
        )
    if len(set(params)) < len(params):
        raise ValueError("a parameter is given twice")


def _check(options):
    """Raise ValueError for options that no rule could mean."""
    for name, value in options.items():
        if name in ("lr", "eps", "weight_decay"):
            number(name, value, least=0)
        elif name in ("momentum", "beta1", "beta2", "alpha"):
            number(name, value, least=0, below=1)


class SGD(Optimizer):
    """Gradient descent, with momentum if asked; weight_decay is coupled (an L2 penalty)."""

    rule = sgd
    state = ("velocity",)

    def __init__(self, params, lr=1e-3, *, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(
            params, lr=lr, momentum=momentum, nesterov=nesterov, weight_decay=weight_decay
        )
        if any(group["nesterov"] and not group["momentum"] for group in self.param_groups):
            raise ValueError("Nesterov's step needs a momentum above 0")


class AdaGrad(Optimizer):
    """Rates that fall with what each weight has seen; weight_decay is coupled."""

    rule = adagrad
    state = ("total",)

    def __init__(self, params, lr=1e-2, *, eps=1e-10, weight_decay=0.0):
        super().__init__(params, lr=lr, eps=eps, weight_decay=weight_decay)


class RMSProp(Optimizer):
    """AdaGrad with a fading memory; weight_decay is coupled."""

    rule = rmsprop
    state = ("v", "velocity")

    def __init__(self, params, lr=1e-2, *, alpha=0.99, eps=1e-8, momentum=0.0, weight_decay=0.0):
        super().__init__(
            params, lr=lr, alpha=alpha, eps=eps, momentum=momentum, weight_decay=weight_decay
        )


class Adam(Optimizer):
    """Adam; weight_decay is coupled, which is seldom what you want: see AdamW."""

    rule = adam
    state = ("m", "v")

    def __init__(self, params, lr=1e-3, *, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        super().__init__(
            params, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay
        )


class AdamW(Optimizer):
    """Adam with decoupled weight decay."""

    rule = adamw
    state = ("m", "v")

    def __init__(self, params, lr=1e-3, *, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(
            params, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay
        )


class Lion(Optimizer):
    """Steps of one size for every weight; take a learning rate 3 to 10 times smaller than Adam's;
    decoupled decay.
    """

    rule = lion
    state = ("m",)

    def __init__(self, params, lr=1e-4, *, beta1=0.9, beta2=0.99, weight_decay=0.0):
        super().__init__(params, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay)


class Muon(Optimizer):
    """Nearly orthogonal steps for the weight matrices of hidden layers; give all else to another
    optimizer.
    """

    rule = muon
    state = ("velocity",)
    whole = True

    def __init__(self, params, lr=1e-3, *, momentum=0.95, nesterov=True, weight_decay=0.1):
        super().__init__(
            params, lr=lr, momentum=momentum, nesterov=nesterov, weight_decay=weight_decay
        )
        for p in self._parameters():
            if p.ndim != 2:
                raise ValueError(f"Muon takes matrices only, got a parameter of shape {p.shape}")


def clip_grad_norm_(params, max_norm):
    """Scale all gradients together so that their common norm is at most max_norm; return the norm
    before. Raises ValueError for a max_norm below 0.
    """
    number("max_norm", max_norm, least=0, finite=False)
    params = [p for p in _listed(params) if p.grad is not None]
    squares = [float(np.vdot(p.grad, p.grad)) for p in params]
    norm = sum(squares) ** 0.5
    if norm > max_norm:
        for p in params:
            p.grad *= max_norm / norm
    return norm


def clip_grad_value_(params, clip_value):
    """Bring every element of every gradient into [-clip_value, clip_value]. Raises ValueError for a
    clip_value below 0.
    """
    number("clip_value", clip_value, least=0, finite=False)
    for p in _listed(params):
        if p.grad is not None:
            np.clip(p.grad, -clip_value, clip_value, out=p.grad)


def _listed(params):
    """Parameters as a list; one alone would be taken row by row."""
    return [params] if isinstance(params, Tensor) else params
