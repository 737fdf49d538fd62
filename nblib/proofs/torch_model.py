"""A thin adapter: PyTorch models, losses and optimizers for the loop in train.py."""

import contextlib

import numpy as np
import torch


def adapt(model, loss, optimizer, device=None):
    """Return (model, loss, optimizer) as fit() takes them, for a torch module, a torch loss and a
    torch optimizer.

    device: where to compute; by default where the model's parameters are. Batches stay NumPy
    arrays; float64 inputs become float32 if the model is float32.

    >>> net = torch.nn.Linear(3, 2)
    >>> optimizer = torch.optim.SGD(net.parameters())
    >>> model, loss, optimizer = adapt(net, torch.nn.functional.cross_entropy, optimizer)
    >>> tuple(model(np.zeros((5, 3))).shape)
    (5, 2)
    """
    device = torch.device(device) if device is not None else next(model.parameters()).device
    model.to(device)
    return TorchModel(model, device), TorchLoss(loss, device), TorchOptimizer(optimizer)


class TorchModel:
    """A torch module that takes arrays and has the methods of nblib's Module that training
    needs.
    """

    def __init__(self, module, device):
        self.module = module
        self.device = device
        self.dtype = next(
            (p.dtype for p in module.parameters() if p.is_floating_point()), torch.float32
        )

    def __call__(self, inputs):
        """Return the module's output for inputs given as an array."""
        inputs = torch.as_tensor(inputs, device=self.device)
        if inputs.is_floating_point():
            inputs = inputs.to(self.dtype)
        return self.module(inputs)

    def train(self):
        """Put the module into training mode."""
        self.module.train()

    @contextlib.contextmanager
    def evaluating(self):
        """Within this block: evaluation mode and no gradients; afterwards every submodule is as it
        was.
        """
        before = [(module, module.training) for module in self.module.modules()]
        self.module.eval()
        try:
            with torch.no_grad():
                yield self
        finally:
            for module, mode in before:
                module.training = mode

    def state_dict(self):
        """Return {name: a copy as an array}."""
        return {
            name: tensor.detach().cpu().numpy().copy()
            for name, tensor in self.module.state_dict().items()
        }

    def load_state_dict(self, state):
        """Take over what state_dict() gave. Raises ValueError, before anything is written, for
        names or shapes that do not fit.
        """
        state_shapes = {name: tuple(np.shape(array)) for name, array in state.items()}
        module_shapes = {
            name: tuple(tensor.shape) for name, tensor in self.module.state_dict().items()
        }
        if state_shapes != module_shapes:
            different = sorted({*state_shapes.items()} ^ {*module_shapes.items()})
            raise ValueError(f"this state is of another module; {different[0]} differs")
        self.module.load_state_dict({name: torch.as_tensor(array) for name, array in state.items()})

    def random_state(self):
        """Return the states of torch's generators that the model may draw from."""
        states = [torch.get_rng_state().numpy()]
        if self.device.type == "cuda":
            states.append(torch.cuda.get_rng_state(self.device).numpy())
        return states

    def set_random_state(self, states):
        """Put the generators back into these states."""
        torch.set_rng_state(torch.as_tensor(states[0]))
        if self.device.type == "cuda":
            torch.cuda.set_rng_state(torch.as_tensor(states[1]), self.device)


class TorchLoss:
    """A torch loss that takes targets as arrays."""

    def __init__(self, loss, device):
        self.loss = loss
        self.device = device

    def __call__(self, outputs, targets):
        """Return the loss for targets given as an array."""
        targets = torch.as_tensor(np.asarray(targets), device=self.device)
        if targets.is_floating_point():
            targets = targets.to(outputs.dtype)
        return self.loss(outputs, targets)

    def count(self, targets):
        """Return (weight, targets): what the mean over these targets, an array, divides by, and how
        many of them count. Class numbers are left out and weighted as cross_entropy does.
        """
        targets = np.asarray(targets)
        if targets.dtype.kind not in "iu":
            return targets.size, targets.size
        counted = targets[targets != self._option("ignore_index", -100)]
        weight = self._option("weight", None)
        if weight is None:
            return counted.size, counted.size
        return float(_to_array(weight)[counted].sum()), counted.size

    def _option(self, name, usual):
        """An option of a loss that is a module, or a functools.partial of a function."""
        options = getattr(self.loss, "keywords", {})
        return options[name] if name in options else getattr(self.loss, name, usual)


class TorchOptimizer:
    """A torch optimizer whose state can go into a checkpoint."""

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.param_groups = optimizer.param_groups
        self.step = optimizer.step
        self.zero_grad = optimizer.zero_grad

    def state_dict(self):
        """Return the state with arrays for tensors and strings for keys."""
        state = self.optimizer.state_dict()
        moments = {
            str(i): {k: _to_array(v) for k, v in values.items()}
            for i, values in state["state"].items()
        }
        return {
            "optimizer": type(self.optimizer).__name__,
            "shapes": self._shapes(),
            "state": moments,
            "param_groups": [dict(group) for group in state["param_groups"]],
        }

    def load_state_dict(self, state):
        """Take over what state_dict() gave. Raises ValueError, before anything is taken over, for
        the state of another kind of optimizer or of other parameters: PyTorch itself looks at
        neither, and takes Adam's weight_decay for AdamW's.
        """
        optimizer_name = type(self.optimizer).__name__
        if state["optimizer"] != optimizer_name:
            raise ValueError(f"this state is of {state['optimizer']}, and this is {optimizer_name}")
        if state["shapes"] != self._shapes():
            raise ValueError(
                f"this state is of other parameters: their shapes are {state['shapes']} there and "
                f"{self._shapes()} here"
            )
        moments = {
            int(i): {k: _to_tensor(v) for k, v in values.items()}
            for i, values in state["state"].items()
        }
        self.optimizer.load_state_dict({"state": moments, "param_groups": state["param_groups"]})
        self.param_groups = self.optimizer.param_groups

    def _shapes(self):
        groups = self.optimizer.param_groups
        return [[list(p.shape) for p in group["params"]] for group in groups]


def _to_array(value):
    return value.detach().cpu().numpy().copy() if isinstance(value, torch.Tensor) else value


def _to_tensor(value):
    return torch.as_tensor(value) if isinstance(value, np.ndarray) else value
