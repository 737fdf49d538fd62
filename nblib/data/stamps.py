"""Stamps: photographs cut out of their background, and what a photo network sees in them."""

from dataclasses import dataclass

import numpy as np

from nblib.data.dataset import read_embedded

KINDS = (
    *("bird", "hoofed animal", "fish", "fruit"),
    *("vegetable", "flower", "tool", "instrument"),
)


@dataclass(frozen=True)
class Stamps:
    """Few photographs, with features that a network learned elsewhere.

    images: (n, 24, 24, 3) uint8, thumbnails on white. features: (n, 1280) float32, what
    EfficientNet-Lite0, which learned 1,000 other classes on ImageNet, has for each in its last
    layer but one. by_habit: the same, where its input was standardized as other networks want it.
    y: (n,), indices of names. titles: n names of single pictures. provenance: where they come from,
    and their license.
    """

    images: np.ndarray
    features: np.ndarray
    by_habit: np.ndarray
    y: np.ndarray
    names: tuple
    titles: tuple
    provenance: dict

    def __repr__(self):
        return f"Stamps({len(self.y)} photographs of {len(self.names)} kinds)"


def load_stamps(*, full=False):
    """Return 169 photographs of eight kinds of things, with their features, as Stamps.

    full: accepted for uniformity: the embedded file is the whole set. There is no split: with so
    few, draw one. Raises DataError for a damaged file.
    """
    arrays, provenance = read_embedded("stamps")
    features = arrays["features"] * (arrays["top"] / 255)  # (169, 1280) float32
    by_habit = arrays["by_habit"] * (arrays["by_habit_top"] / 255)
    titles = tuple(arrays["titles"].tolist())
    y = arrays["y"].astype(np.int64)
    return Stamps(arrays["images"], features, by_habit, y, KINDS, titles, provenance)
