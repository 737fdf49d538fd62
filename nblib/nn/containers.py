"""Layers in a row, and around a shortcut."""

from nblib.nn.module import Module
from nblib.nn.shapes import accept


class Sequential(Module):
    """Layers one after the other: each gets what the one before it gives.

    layers: modules, which are then called "0", "1", …, or one dict {name: module}. Takes len(),
    iteration, an index, a name, and a slice, which is a Sequential of the same layers. Raises
    TypeError for what is no Module, ValueError for a name with a dot or taken.

    >>> from nblib.nn import Linear, ReLU
    >>> net = Sequential(Linear(4, 8, rng=0), ReLU(), Linear(8, 2, rng=1))
    >>> net
    Sequential(
      (0): Linear(4, 8)
      (1): ReLU()
      (2): Linear(8, 2)
    )
    >>> net[-1].weight.shape, sorted(net.state_dict())
    ((8, 2), ['0.bias', '0.weight', '2.bias', '2.weight'])
    """

    def __init__(self, *layers):
        super().__init__()
        if len(layers) == 1 and isinstance(layers[0], dict):
            layers = layers[0]
        else:
            layers = {str(i): layer for i, layer in enumerate(layers)}
        # Layers in order, each under a name that a state can hold.
        for name, layer in layers.items():
            if not isinstance(layer, Module):
                raise TypeError(
                    f"layer {name!r} is a {type(layer).__name__}, not a Module; is an instance "
                    "meant?"
                )
            if not isinstance(name, str) or not name or "." in name:
                raise ValueError(f"a layer's name is a text without a dot, got {name!r}")
        self.layers = dict(layers)

    def forward(self, x):
        """What the first layer takes to what the last one gives."""
        for layer in self.layers.values():
            x = layer(x)
        return x

    def children(self):
        """Yield (name, layer)."""
        yield from self.layers.items()

    def __len__(self):
        return len(self.layers)

    def __iter__(self):
        return iter(self.layers.values())

    def __getitem__(self, key):
        if isinstance(key, str):
            return self.layers[key]
        if isinstance(key, slice):
            return Sequential(dict(list(self.layers.items())[key]))
        return list(self.layers.values())[key]


class Residual(Module):
    """x + module(x): the module learns what to add (He et al., 2016). Shapes as the module's, which
    must keep them.

    Raises ValueError for a module that changes the shape; nothing is broadcast.

    >>> from nblib.nn import Tanh
    >>> Residual(Tanh())([0.0, 1.0]).data.round(2)
    array([0.  , 1.76], dtype=float32)
    """

    def __init__(self, module):
        super().__init__()
        if not isinstance(module, Module):
            raise TypeError(f"Residual goes around a Module, not a {type(module).__name__}")
        self.module = module

    def forward(self, x):
        """(...) to (...)."""
        y = self.module(x)
        x = accept(self, x, ..., dtype=y.dtype)
        if y.shape != x.shape:
            raise ValueError(
                f"Residual expects its module to keep the shape {x.shape}, got {y.shape}"
            )
        return x + y
