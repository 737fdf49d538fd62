"""A network as a function of one vector of weights."""

from nblib.proofs.flat import flatten, unflatten


def of_weights(parameters, loss):
    """Return a function from weights (d,) to (loss, gradient (d,)), and the weights (d,) that the
    parameters have now.

    parameters: tensors, as of net.parameters(). loss: a function without arguments that makes the
    loss of them, a tensor. The function puts its weights into the parameters, and leaves them
    there. In float64 its gradients are exact enough to take differences of (see hvp).

    >>> from nblib.tensor import Tensor
    >>> p = Tensor([3.0, 4.0], requires_grad=True)
    >>> function, w = of_weights([p], lambda: (p * p).sum())
    >>> function(w)
    (25.0, array([6., 8.], dtype=float32))
    """
    parameters = list(parameters)
    arrays = [p.data for p in parameters]

    def loss_and_gradient(w):
        for p, array in zip(parameters, unflatten(w, arrays), strict=True):
            p.data = array
            p.grad = None
        value = loss()
        value.backward()
        return value.item(), flatten([p.grad for p in parameters])

    return loss_and_gradient, flatten(arrays)
