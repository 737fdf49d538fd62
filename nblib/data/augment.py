"""Augmentation: change images as no label minds, so that a network learns what does not matter.

Images are arrays (B, H, W) of floats, background 0, as a rule from 0 to 1. Nothing is changed in
place; what is random draws from the Generator that it is given, for each image anew. `down` and
`right` count pixels, degrees turn counterclockwise as seen on a screen.
"""

import numpy as np

from nblib.ranges import number, whole


def shift(images, down, right):
    """Move images by whole pixels; what leaves is lost, what comes in is 0: no wrap-around.

    images: (B, H, W); down, right: a whole number or one for each image (B,), negative for up and
    left. Returns (B, H, W) of the same dtype. Raises ValueError for other shapes, TypeError for
    parts of pixels: those are affine()'s.

    >>> shift(np.array([[[1.0, 2.0], [3.0, 4.0]]]), 0, 1)
    array([[[0., 1.],
            [0., 3.]]])
    """
    images = _images(images)
    count, height, width = images.shape
    moves = zip(_pixels(down, "down", count), _pixels(right, "right", count), strict=True)
    moved = np.zeros_like(images)
    for i, (d, r) in enumerate(moves):
        rows_from = slice(max(-d, 0), max(height - d, 0))
        rows_to = slice(max(d, 0), max(height + d, 0))
        columns_from = slice(max(-r, 0), max(width - r, 0))
        columns_to = slice(max(r, 0), max(width + r, 0))
        moved[i, rows_to, columns_to] = images[i, rows_from, columns_from]
    return moved


def affine(images, degrees=0.0, scale=1.0, down=0.0, right=0.0):
    """Scale and turn images about their center, then move them; bilinear, 0 beyond the border.

    images: (B, H, W); each of the others a number or one for each image (B,), scale above 0.
    Returns (B, H, W), float32 for float32, else float64. Raises ValueError for other shapes and for
    a scale of 0 or less. For every place of the result the place that it comes from is computed,
    and the four pixels around it are averaged by their nearness.
    """
    images = _images(images)
    count, height, width = images.shape
    dtype = np.float32 if images.dtype == np.float32 else np.float64
    angle, scale, down, right = (
        _each(value, name, count).astype(dtype)[:, None, None]
        for name, value in (
            ("degrees", degrees),
            ("scale", scale),
            ("down", down),
            ("right", right),
        )
    )  # (B, 1, 1) each
    if not (scale > 0).all():
        raise ValueError("scale must be above 0: 1 leaves the size, 2 doubles it")

    # Where each pixel comes from, seen from the center.
    y = np.arange(height, dtype=dtype)[:, None] - (height - 1) / 2 - down  # (B, H, 1)
    x = np.arange(width, dtype=dtype) - (width - 1) / 2 - right  # (B, 1, W)
    cosine = np.cos(np.deg2rad(angle)) / scale  # (B, 1, 1)
    sine = np.sin(np.deg2rad(angle)) / scale
    row = cosine * y + sine * x + (height - 1) / 2  # (B, H, W)
    column = cosine * x - sine * y + (width - 1) / 2
    return _bilinear(images.astype(dtype, copy=False), row, column)


def mirror(images):
    """Exchange left and right: (B, H, W) to a new array (B, H, W)."""
    return _images(images)[:, :, ::-1].copy()


def cutout(images, top, left, size):
    """Set a square of size × size pixels to 0 (DeVries and Taylor, 2017).

    images: (B, H, W); top, left: the corner, whole numbers or one for each image (B,); what lies
    outside is no loss. size: at least 0. Returns (B, H, W).
    """
    images = _images(images)
    count, height, width = images.shape
    whole("size", size)
    top = _pixels(top, "top", count)[:, None, None]  # (B, 1, 1)
    left = _pixels(left, "left", count)[:, None, None]
    rows = np.arange(height)[:, None]  # (H, 1)
    columns = np.arange(width)  # (W,)
    inside_rows = (rows >= top) & (rows < top + size)  # (B, H, 1)
    inside_columns = (columns >= left) & (columns < left + size)  # (B, 1, W)
    return np.where(inside_rows & inside_columns, 0, images).astype(images.dtype)


def random_shift(images, most, rng):
    """Move each image by whole pixels, from -most to most on either axis, all alike likely."""
    whole("most", most)
    images = _images(images)
    down, right = rng.integers(-most, most + 1, size=(2, len(images)))  # (B,) each
    return shift(images, down, right)


def random_rotation(images, most, rng):
    """Turn each image by an angle drawn evenly from -most to most degrees."""
    number("most", most, least=0, most=180)
    images = _images(images)
    return affine(images, degrees=rng.uniform(-most, most, size=len(images)))


def random_scale(images, factor, rng):
    """Scale each image by a factor from 1 / factor to factor, drawn evenly in its logarithm."""
    number("factor", factor, least=1)
    images = _images(images)
    logarithms = rng.uniform(-np.log(factor), np.log(factor), size=len(images))
    return affine(images, scale=np.exp(logarithms))


def random_noise(images, std, rng):
    """Add normal noise of this standard deviation to each pixel; nothing is clipped."""
    number("std", std, least=0)
    images = _images(images)
    noise = rng.standard_normal(images.shape, dtype=np.float32)  # (B, H, W)
    return images + (std * noise).astype(images.dtype)


def random_cutout(images, size, rng):
    """Cut a square of size × size pixels out of each image; its center is any pixel."""
    images = _images(images)
    count, height, width = images.shape
    top = rng.integers(height, size=count) - size // 2
    left = rng.integers(width, size=count) - size // 2
    return cutout(images, top, left, size)


def random_mirror(images, p, rng):
    """Mirror each image with probability p."""
    number("p", p, least=0, most=1)
    images = _images(images)
    mirrored = rng.random(len(images)) < p  # (B,)
    return np.where(mirrored[:, None, None], images[:, :, ::-1], images)


def mixup(x, targets, alpha, rng):
    """Mix each example with another one of the batch, and its target likewise (Zhang et al., 2018).

    x: (B, …), targets: (B, C), rows of probabilities such as one-hot rows. The share of the first
    is one number for the batch, drawn from Beta(alpha, alpha); partners are a permutation of the
    batch. Returns (x, targets, share). A batch that is its own partner is possible; alpha near 0
    leaves nearly all as it was. Raises ValueError for class numbers in place of rows.
    """
    number("alpha", alpha, above=0)
    x = np.asarray(x)
    targets = np.asarray(targets)
    if targets.ndim != 2 or len(targets) != len(x):
        raise ValueError(
            f"mixup: targets are rows of probabilities (B, C), one for each of the {len(x)} "
            f"examples, not of shape {targets.shape}: class numbers y become rows by np.eye(C)[y]"
        )
    share = float(rng.beta(alpha, alpha))
    partners = rng.permutation(len(x))  # (B,)
    mixed_x = share * x + (1 - share) * x[partners]
    mixed_targets = share * targets + (1 - share) * targets[partners]
    return mixed_x, mixed_targets, share


class MixupBatches:
    """Batches (x, y) that pass through mixup(), drawn anew in every pass: `for x, targets in
    MixupBatches(batches, alpha=0.3, classes=10, seed=0)`.

    batches: whatever yields (x, y) in each pass, y being class numbers (B,), such as Minibatches.
    targets: (B, classes), rows of probabilities in single precision, as cross_entropy takes them.
    """

    def __init__(self, batches, *, alpha, classes, seed):
        self.batches = batches
        self.alpha = number("alpha", alpha, above=0)
        self.rows = np.eye(whole("classes", classes, least=1), dtype=np.float32)
        self.rng = np.random.default_rng(seed)

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        for x, y in self.batches:
            mixed_x, targets, _ = mixup(x, self.rows[y], self.alpha, self.rng)
            yield mixed_x, targets


def _bilinear(images, row, column):
    """The values of images (B, H, W) at real places row, column (B, H, W); 0 beyond the border."""
    count, height, width = images.shape
    # A frame of zeros two pixels wide: whatever is farther out is taken from it.
    framed = np.pad(images, ((0, 0), (2, 2), (2, 2)))  # (B, H + 4, W + 4)
    row = np.clip(row + 2, 0, height + 2)
    column = np.clip(column + 2, 0, width + 2)
    above = np.floor(row)
    left = np.floor(column)
    down = row - above  # how far below the upper pixel, [0, 1)
    right = column - left

    # The four pixels around each place.
    stride = width + 4
    first = np.arange(count, dtype=np.int32)[:, None, None] * ((height + 4) * stride)
    corner = first + (above * stride + left).astype(np.int32)  # (B, H, W): the upper left one
    flat = framed.ravel()
    upper = flat[corner] * (1 - right) + flat[corner + 1] * right
    lower = flat[corner + stride] * (1 - right) + flat[corner + stride + 1] * right
    return upper * (1 - down) + lower * down


def _images(images):
    images = np.asarray(images)
    if images.ndim != 3:
        raise ValueError(
            f"images have shape (B, H, W), not {images.shape}: a single one is image[None], flat "
            "ones are x.reshape(-1, 28, 28)"
        )
    if images.dtype.kind != "f":
        raise ValueError(
            f"images are floats, not {images.dtype}: use images.astype(np.float32) / 255"
        )
    return images


def _each(value, name, count):
    """One number for each image, (B,)."""
    numbers = np.asarray(value)
    if numbers.ndim == 0:
        return np.full(count, numbers)
    if numbers.shape != (count,):
        raise ValueError(
            f"{name} is one number, or one for each of the {count} images, not of shape "
            f"{numbers.shape}"
        )
    return numbers


def _pixels(value, name, count):
    """Whole numbers, one for each image, (B,)."""
    numbers = _each(value, name, count)
    if numbers.dtype.kind not in "iu":
        raise TypeError(
            f"{name} counts whole pixels, not {numbers.dtype}: parts of pixels are affine()'s"
        )
    return numbers
