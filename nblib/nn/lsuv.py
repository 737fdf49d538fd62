"""First weights that look at data: every layer begins with outputs of variance 1."""

import math

from nblib.nn.chance import generator
from nblib.nn.conv import Conv1d, Conv2d
from nblib.nn.init import orthogonal
from nblib.nn.linear import Linear
from nblib.ranges import number, whole


def lsuv(model, x, *, tolerance=0.05, iterations=10, rng=None):
    """Give every linear and convolutional layer orthogonal weights and outputs of variance 1
    (Mishkin and Matas, 2016).

    In the order in which they are used, each layer's weight is divided by the standard deviation of
    its outputs, until their variance is within tolerance of 1. Biases are left as they are. Changes
    the model in place.

    x: a batch of inputs as the model takes it; a few hundred examples will do. The model runs in
    evaluation mode. Returns {name: variance of the outputs}, in the order of use. Raises ValueError
    for a model without such layers, RuntimeError for a layer whose variance does not get there: its
    inputs, or its weights, do not reach its outputs.
    """
    number("tolerance", tolerance, above=0)
    whole("iterations", iterations)
    rng = generator(rng)
    layers, _ = _layers_in_use(model, x)
    if not layers:
        raise ValueError("lsuv: this model uses no Linear, Conv1d or Conv2d layer")

    # Orthogonal weights for all, then the right variance for one after the other.
    for layer in layers.values():
        layer.weight.data[...] = orthogonal(layer.weight.shape, rng, dtype=layer.weight.dtype)
    variances = {}
    for name, layer in layers.items():
        for _ in range(iterations + 1):
            variance = float(_layers_in_use(model, x)[1][name])
            if not math.isfinite(variance) or variance == 0 or abs(variance - 1) <= tolerance:
                break
            layer.weight.data /= math.sqrt(variance)
        if not abs(variance - 1) <= tolerance:
            raise RuntimeError(
                f"lsuv: the outputs of {name or 'the model'} keep variance {variance:.3g}"
            )
        variances[name] = variance
    return variances


def _layers_in_use(model, x):
    """Run the model on x; return {name: layer} of those that have weights, and {name: variance of
    its outputs}.
    """
    layers = {}
    variances = {}

    def note(name, layer, output):
        if isinstance(layer, Linear | Conv1d | Conv2d):
            layers.setdefault(name, layer)
            variances.setdefault(name, output.data.var())  # of a layer used again, the first use

    with model.evaluating(), model.watching(note):
        model(x)
    return layers, variances
