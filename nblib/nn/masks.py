"""Which places count: masks of attention and of sequences, and what stands where nothing counts.

What a mask shuts out has no share in outputs and gradients, not even where it is nan or infinite:
0 · nan would be nan.
"""

import numpy as np

from nblib import ops


def allowed(shape, mask, causal):
    """The masks of an attention as one, which broadcasts to shape (..., T, S); None where all is
    allowed.
    """
    if mask is not None:
        mask = np.asarray(mask)
        if mask.dtype != bool:
            raise TypeError(
                "an attention mask holds bools, True where a key may be looked at; got "
                f"{mask.dtype}"
            )
        # Broadcasting aligns the last axes: from there, each size must be 1 or the same.
        sizes = zip(mask.shape[::-1], shape[::-1], strict=False)
        if mask.ndim > len(shape) or any(m not in (1, n) for m, n in sizes):
            raise ValueError(
                f"an attention mask must broadcast to (..., T, S) = {shape}, got shape {mask.shape}"
            )
    if not causal:
        return mask
    past = np.tri(*shape[-2:], dtype=bool)  # (T, S)
    return past if mask is None else mask & past


def allowed_without_padding(shape, mask, padding_mask, causal):
    """The masks of an attention with heads as one, which broadcasts to shape (B, heads, T, S); None
    where all is allowed. padding_mask: (B, S), True at tokens, or None.
    """
    mask = allowed(shape, mask, causal)
    if padding_mask is None:
        return mask
    is_token = padding_mask[:, None, None]  # (B, 1, 1, S)
    return is_token if mask is None else mask & is_token


def tokens(padding_mask, shape):
    """A padding mask (B, S) as an array, once it is found to be bools of this shape; None stays."""
    if padding_mask is None:
        return None
    expected = f"a padding mask expects bools of shape (B, S) = {shape}, True at tokens"
    return _bools(padding_mask, shape, expected)


def live_steps(shape, lengths, mask):
    """Which steps of sequences count: None for all, or (B, T) of bools."""
    if lengths is not None and mask is not None:
        raise ValueError("give lengths or a mask, not both")
    # Lengths, nothing, or a mask.
    if lengths is not None:
        return _first_steps(shape, lengths)
    if mask is None:
        return None
    return _bools(mask, shape, f"a mask expects bools of shape {shape}, True where a step counts")


def _bools(mask, shape, expected):
    """A mask as an array, once it is found to be bools of this shape; expected says it in words."""
    mask = np.asarray(mask)
    if mask.shape != shape or mask.dtype != bool:
        raise ValueError(f"{expected}; got {mask.dtype} {mask.shape}")
    return mask


def _first_steps(shape, lengths):
    """True at the first steps of each sequence, as many as its length says: (B, T)."""
    batch, steps = shape
    lengths = np.asarray(lengths)
    fits = lengths.shape == (batch,) and lengths.dtype.kind in "iu"
    if not fits or not np.all((0 <= lengths) & (lengths <= steps)):
        raise ValueError(f"lengths must be {batch} whole numbers from 0 to {steps}, got {lengths}")
    return np.arange(steps) < lengths[:, None]


def all_finite(*tensors):
    """Whether no element is nan or infinite."""
    return all(np.isfinite(tensor.data).all() for tensor in tensors)


def without_padding(x, live):
    """Return x (B, T, C); with zeros where live (B, T) is False if something there is not
    finite.
    """
    if live is None or np.isfinite(x.data[~live]).all():
        return x
    return ops.where(live[..., None], x, 0)
