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
        sizes = zip(mask.shape[::-1], shape[::-1], strict=False)
        if mask.ndim > len(shape) or any(m not in (1, n) for m, n in sizes):
            raise ValueError(
                f"an attention mask must broadcast to (..., T, S) = {shape}, got shape {mask.shape}"
            )
    if not causal:
        return mask
    causal = np.tri(*shape[-2:], dtype=bool)
    return causal if mask is None else mask & causal


def tokens(padding_mask, shape):
    """A padding mask (B, S) as an array, once it is found to be bools of this shape; None stays."""
    if padding_mask is None:
        return None
    padding_mask = np.asarray(padding_mask)
    if padding_mask.shape != shape or padding_mask.dtype != bool:
        raise ValueError(
            f"a padding mask expects bools of shape (B, S) = {shape}, True at tokens; "
            f"got {padding_mask.dtype} {padding_mask.shape}"
        )
    return padding_mask


def live_steps(shape, lengths, mask):
    """Which steps of sequences count: None for all, or (B, T) of bools."""
    if lengths is not None and mask is not None:
        raise ValueError("give lengths or a mask, not both")
    if lengths is not None:
        lengths = np.asarray(lengths)
        if (
            lengths.shape != shape[:1]
            or lengths.dtype.kind not in "iu"
            or not np.all((0 <= lengths) & (lengths <= shape[1]))
        ):
            raise ValueError(
                f"lengths must be {shape[0]} whole numbers from 0 to {shape[1]}, got {lengths}"
            )
        return np.arange(shape[1]) < lengths[:, None]
    if mask is not None:
        mask = np.asarray(mask)
        if mask.shape != shape or mask.dtype != bool:
            raise ValueError(
                f"a mask expects bools of shape {shape}, True where a step counts; got "
                f"{mask.dtype} {mask.shape}"
            )
    return mask


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
