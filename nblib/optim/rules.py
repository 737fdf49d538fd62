"""Update rules, simplest first. Each is a pure function: it has no memory, and writes into the
arrays it is handed.

w: the weights; grad: their gradient, which the rule may use up; then the rule's own arrays, zero at
first; all of one shape. Where the same thing is written with one more `out=`, it is because big
arrays cost what moving them costs. Names and conventions are PyTorch's, but for beta1 and beta2.
"""

import numpy as np


def sgd(w, grad, velocity=None, *, lr, momentum=0.0, nesterov=False, weight_decay=0.0, step=1):
    """Gradient descent; with momentum (heavy ball, Polyak 1964), or Nesterov's (1983) in
    Sutskever's form (2013).
    """
    if weight_decay:
        grad += weight_decay * w
    direction = grad
    if momentum:
        velocity *= momentum
        velocity += grad
        direction = velocity
        if nesterov:
            direction = grad + momentum * velocity
    w -= np.multiply(direction, lr, out=grad)


def adagrad(w, grad, total, *, lr, eps=1e-10, weight_decay=0.0, step=1):
    """Each weight's rate falls with the root of its summed squared gradients (Duchi, Hazan and
    Singer, 2011).
    """
    if weight_decay:
        grad += weight_decay * w
    total += grad * grad
    w -= lr * grad / (np.sqrt(total) + eps)


def rmsprop(
    w, grad, v, velocity=None, *, lr, alpha=0.99, eps=1e-8, momentum=0.0, weight_decay=0.0, step=1
):
    """AdaGrad with a fading sum (Hinton's lecture 6e, 2012)."""
    if weight_decay:
        grad += weight_decay * w
    v *= alpha
    v += (1 - alpha) * grad * grad
    size = np.sqrt(v) + eps
    grad = grad / size
    if momentum:
        velocity *= momentum
        velocity += grad
        grad = velocity
    w -= lr * grad


def adam(w, grad, m, v, *, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0, step):
    """Running means of the gradient and its square, corrected for their start at zero (Kingma and
    Ba, 2015).

    weight_decay is coupled: it is added to the gradient, so it is scaled like a gradient. step
    counts from 1.
    """
    if weight_decay:
        grad += weight_decay * w

    # The running means.
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * np.multiply(grad, grad, out=grad)

    # The step: m / (1 - beta1^step) over √(v / (1 - beta2^step)) + eps, with both corrections moved
    # into two numbers.
    root = (1 - beta2**step) ** 0.5
    size = np.sqrt(v, out=grad)
    size += eps * root
    update = np.divide(m, size, out=size)
    update *= lr * root / (1 - beta1**step)
    w -= update


def adamw(w, grad, m, v, *, lr, weight_decay=0.01, **options):
    """Adam with decoupled decay: the weights shrink by lr · weight_decay, whatever the gradient
    (Loshchilov, 2019).
    """
    w *= 1 - lr * weight_decay
    adam(w, grad, m, v, lr=lr, **options)


def lion(w, grad, m, *, lr, beta1=0.9, beta2=0.99, weight_decay=0.0, step=1):
    """The sign of an average of gradient and momentum; decay decoupled (Chen et al., 2023)."""
    w *= 1 - lr * weight_decay
    average = beta1 * m + (1 - beta1) * grad
    w -= lr * np.sign(average)
    m *= beta2
    m += (1 - beta2) * grad


def muon(w, grad, velocity, *, lr, momentum=0.95, nesterov=True, weight_decay=0.1, step=1):
    """Momentum made nearly orthogonal, for a matrix w (in, out); decay decoupled (Jordan et al.,
    2024).
    """
    velocity *= momentum
    velocity += (1 - momentum) * grad
    direction = velocity
    if nesterov:
        direction = (1 - momentum) * grad + momentum * velocity
    update = orthogonalize(direction)  # (in, out)
    w *= 1 - lr * weight_decay
    # With more outputs than inputs the step is longer, by the root of their ratio.
    scale = max(1, w.shape[1] / w.shape[0]) ** 0.5
    w -= lr * scale * update


def orthogonalize(matrix, steps=5, eps=1e-7):
    """Bring the singular values of matrix (n, m) near 1 (about 0.7 to 1.2), by Jordan's odd
    polynomial of degree 5.
    """
    if matrix.ndim != 2:
        raise ValueError(f"orthogonalize takes a matrix (n, m), got shape {matrix.shape}")
    rows, columns = matrix.shape
    x = matrix / (np.linalg.norm(matrix) + eps)
    if rows > columns:
        x = x.T  # the product below is then the smaller one
    for _ in range(steps):
        a = x @ x.T  # (k, k), k the smaller of n and m
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.T if rows > columns else x
