"""A picture is changed, and two small networks say what they take it for; maths.mjs is the twin.

In this order: mirrored, scaled and turned about its center, moved; a second picture mixed in; noise
added; a hole cut in the middle of the frame.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nblib.widgets.core.mulberry import normals
from nblib.widgets.core.packed import unpack
from nblib.widgets.what_may_change.constants import FARTHEST, NETWORKS, SEED, SIDE, UNITS


class Network(NamedTuple):
    """w1: (784, UNITS), b1: (UNITS,), w2: (UNITS, 10), b2: (10,)."""

    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray


@cache
def recorded():
    """Return what networks.json holds."""
    return json.loads(Path(__file__).with_name("networks.json").read_text(encoding="utf-8"))


def names(kind):
    """Return the names of the ten classes of a kind."""
    return recorded()[kind]["names"]


@cache
def pictures(kind):
    """Return ten pictures, one of each class, (10, 28, 28), 0 to 1."""
    return unpack(recorded()[kind]["pictures"], np.uint8).reshape(10, SIDE, SIDE) / 255


@cache
def networks(kind):
    """Return the Network of each name of NETWORKS."""
    found = {}
    for how in NETWORKS:
        kept = recorded()[kind]["networks"][how]
        w1, b1, w2, b2 = (unpack(a["bytes"], np.int8) * a["scale"] for a in kept.values())
        found[how] = Network(w1.reshape(-1, UNITS), b1, w2.reshape(UNITS, 10), b2)
    return found


@cache
def noise():
    """Return the noise of standard deviation 1, (28, 28): always the same."""
    return normals(SEED, 0, SIDE * SIDE // 2).reshape(SIDE, SIDE)


def held(place):
    """Return how far a picture is moved, in pixels to the right and up, within its limits."""
    right, up = np.clip(place, -FARTHEST, FARTHEST)
    return float(right), float(up)


def changed(settings):
    """Return the picture (28, 28) that settings make: a dict of the widget's traits."""
    all_pictures = pictures(settings["kind"])
    image = all_pictures[settings["picture"]]
    if settings["mirrored"] == "yes":
        image = image[:, ::-1]
    image = warped(image, settings["degrees"], settings["scale"], settings["place"])
    share = settings["share"]
    image = (1 - share) * image + share * all_pictures[settings["second"]]
    image = image + settings["noise"] * noise()
    hole = settings["hole"]
    corner = (SIDE - hole) // 2
    image[corner : corner + hole, corner : corner + hole] = 0
    return image


def warped(image, degrees, scale, place):
    """Return a picture (28, 28) that is scaled and turned about its center and moved; for each
    pixel the four around where it comes from are averaged by nearness, and beyond the frame is 0.
    """
    right, up = held(place)
    center = (SIDE - 1) / 2
    y = np.arange(SIDE)[:, None] - center + up  # (28, 1)
    x = np.arange(SIDE) - center - right  # (28,)
    cosine = np.cos(np.deg2rad(degrees)) / scale
    sine = np.sin(np.deg2rad(degrees)) / scale
    row = cosine * y + sine * x + center  # (28, 28)
    column = cosine * x - sine * y + center

    # The four pixels around each place, in a frame of zeros.
    framed = np.pad(image, 2)  # (32, 32)
    row = np.clip(row + 2, 0, SIDE + 2)
    column = np.clip(column + 2, 0, SIDE + 2)
    above = np.floor(row).astype(int)
    left = np.floor(column).astype(int)
    down = row - above
    aside = column - left
    upper = framed[above, left] * (1 - aside) + framed[above, left + 1] * aside
    lower = framed[above + 1, left] * (1 - aside) + framed[above + 1, left + 1] * aside
    return upper * (1 - down) + lower * down


def probabilities(kind, image):
    """Return {network: probabilities (..., 10)} of pictures (..., 28, 28)."""
    flat = image.reshape(*image.shape[:-2], SIDE * SIDE)
    found = {}
    for how, net in networks(kind).items():
        hidden = np.maximum(flat @ net.w1 + net.b1, 0)  # (..., UNITS)
        logits = hidden @ net.w2 + net.b2  # (..., 10)
        e = np.exp(logits - logits.max(axis=-1, keepdims=True))
        found[how] = e / e.sum(axis=-1, keepdims=True)
    return found


def verdict(said, settings):
    """Return "both", "plain", "varied" or "neither": which networks still find the label. said:
    what probabilities() returned.
    """
    right = [how for how in NETWORKS if int(said[how].argmax()) == settings["picture"]]
    if len(right) == 1:
        return right[0]
    return "both" if right else "neither"
