"""The second flight: a convolution and a pooling as one writes them down, and how they get quick.

All rungs train the same network, two layers of 3 x 3 kernels with pooling, and take the same steps.
Here a stride is 1, nothing is padded, and pooling windows do not overlap.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nblib import losses, nn, ops, optim
from nblib.tensor import Tensor, op
from records.ladder.race import stepper

IMAGES = 64  # a batch
CHANNELS = (8, 16)
KERNEL = 3
POOL = 2
FEATURES = 400
FLIGHT = {
    "windows": "`tensordot` sums over every window; pooling picks the largest of each by `argmax`",
    "pool by slices": "the maximum of four slices of the image, `x[..., i::2, j::2]`; no windows",
    "columns": "the slices that the offsets of a kernel meet are copied under each other, and each "
    "image is one matrix product",
    "channels first": "in memory channels come first, the images of a batch last: long runs, and "
    "one product for the whole batch (the library)",
}


def windows_of(x):
    """(B, C, H, W) to a view (B, C, H', W', K, K)."""
    return sliding_window_view(x, (KERNEL, KERNEL), axis=(2, 3))


@op
def conv_by_windows(x, w, b):
    """Cross-correlation of x (B, C, H, W) with w (O, C, K, K), plus b (O,)."""
    windows = windows_of(x)
    y = np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3)))  # (B, H', W', O)
    y = y.transpose(0, 3, 1, 2) + b[:, None, None]

    def vjp_x(g):
        # The kernel, turned around, over the gradient with a border of zeros.
        border = KERNEL - 1
        padded = np.pad(g, ((0, 0), (0, 0), (border, border), (border, border)))
        turned = w[:, :, ::-1, ::-1]
        dx = np.tensordot(windows_of(padded), turned, ((1, 4, 5), (0, 2, 3)))  # (B, H, W, C)
        return dx.transpose(0, 3, 1, 2)

    def vjp_w(g):
        return np.tensordot(g, windows, ((0, 2, 3), (0, 2, 3)))

    return y, vjp_x, vjp_w, lambda g: g.sum(axis=(0, 2, 3))


@op
def pool_by_windows(x):
    """The largest number of each window: (B, C, H, W) to (B, C, H / 2, W / 2)."""
    batch, channels, height, width = x.shape
    height -= height % POOL
    width -= width % POOL
    inner = x[:, :, :height, :width]
    split = inner.reshape(batch, channels, height // POOL, POOL, width // POOL, POOL)
    flat = split.swapaxes(3, 4).reshape(batch, channels, height // POOL, width // POOL, POOL * POOL)
    first = flat.argmax(axis=-1)[..., None]

    def vjp(g):
        each = np.zeros_like(flat)
        np.put_along_axis(each, first, g[..., None], axis=-1)
        dx = np.zeros_like(x)
        shape = (batch, channels, height // POOL, width // POOL, POOL, POOL)
        dx[:, :, :height, :width] = each.reshape(shape).swapaxes(3, 4).reshape(inner.shape)
        return dx

    return np.take_along_axis(flat, first, axis=-1)[..., 0], vjp


@op
def conv_by_columns(x, w, b):
    """The same with a matrix of columns (C·K·K, places) for each image."""
    batch, channels, height, width = x.shape
    high = height - KERNEL + 1
    wide = width - KERNEL + 1
    offsets = [(i, j) for i in range(KERNEL) for j in range(KERNEL)]
    columns = np.empty((batch, channels, len(offsets), high, wide), x.dtype)
    for k, (i, j) in enumerate(offsets):
        columns[:, :, k] = x[:, :, i : i + high, j : j + wide]
    columns = columns.reshape(batch, -1, high * wide)  # (B, C·K·K, places)
    rows = w.reshape(len(w), -1)  # (O, C·K·K)
    y = (rows @ columns).reshape(batch, len(w), high, wide) + b[:, None, None]

    def vjp_x(g):
        each = rows.T @ g.reshape(batch, len(w), -1)
        each = each.reshape(batch, channels, len(offsets), high, wide)
        dx = np.zeros_like(x)
        for k, (i, j) in enumerate(offsets):
            dx[:, :, i : i + high, j : j + wide] += each[:, :, k]
        return dx

    def vjp_w(g):
        each = g.reshape(batch, len(w), -1) @ columns.swapaxes(1, 2)  # (B, O, C·K·K)
        return each.sum(axis=0).reshape(w.shape)

    return y, vjp_x, vjp_w, lambda g: g.sum(axis=(0, 2, 3))


def parts(rung):
    """Return the convolution and the pooling of a rung."""
    names = list(FLIGHT)
    reached = names.index(rung)
    conv = conv_by_windows
    if reached >= names.index("columns"):
        conv = conv_by_columns
    if reached >= names.index("channels first"):
        conv = ops.conv
    pool = pool_by_windows
    if reached >= names.index("pool by slices"):
        pool = lambda x: ops.max_pool(x, kernel=POOL)  # noqa: E731
    return conv, pool


def start():
    """Return images (B, 1, 28, 28), labels (B,) and the weights, the same for everyone."""
    rng = np.random.default_rng(0)
    images = rng.random((IMAGES, 1, 28, 28), dtype=np.float32)
    labels = rng.integers(0, 10, IMAGES)
    weights = []
    before = 1
    for channels in CHANNELS:
        weights.append(nn.init.he_normal((channels, before, KERNEL, KERNEL), rng))
        weights.append(np.zeros(channels, np.float32))
        before = channels
    weights.append(nn.init.he_normal((FEATURES, 10), rng))
    weights.append(np.zeros(10, np.float32))
    return images, labels, weights


def conv_rung_step(rung):
    """The step with the convolution and the pooling of a rung."""
    images, labels, weights = start()
    parameters = [Tensor(w, requires_grad=True) for w in weights]
    conv, pool = parts(rung)
    optimizer = optim.Adam(parameters)

    def loss():
        x = ops.relu(conv(images, *parameters[0:2]))
        x = ops.relu(conv(pool(x), *parameters[2:4]))
        x = pool(x).reshape(IMAGES, FEATURES)
        return losses.cross_entropy(ops.linear(x, *parameters[4:6]), labels)

    return stepper(loss, optimizer)


def conv_torch_step():
    """The step with PyTorch in its eager mode."""
    import torch

    images, labels, weights = start()
    images = torch.tensor(images)
    labels = torch.tensor(labels)
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, CHANNELS[0], KERNEL),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(POOL),
        torch.nn.Conv2d(*CHANNELS, KERNEL),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(POOL),
        torch.nn.Flatten(),
        torch.nn.Linear(FEATURES, 10),
    )
    weights[4] = weights[4].T
    with torch.no_grad():
        for parameter, w in zip(model.parameters(), weights, strict=True):
            parameter.copy_(torch.tensor(w))
    optimizer = torch.optim.Adam(model.parameters())
    cross_entropy = torch.nn.functional.cross_entropy
    return stepper(lambda: cross_entropy(model(images), labels), optimizer)
