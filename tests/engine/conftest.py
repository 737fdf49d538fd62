"""Fixtures of the engine's tests: small sets of images, and folders to find them in."""

import dataclasses
import hashlib

import numpy as np
import pytest
from full_sets import idx

from nblib.data import fashion, image_files, mnist


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A set of 30 and 20 images in place of MNIST and Fashion-MNIST, and no folder or network to
    find it in.
    """
    rng = np.random.default_rng(0)
    arrays = {
        "X": rng.integers(0, 256, (30, 28, 28), dtype=np.uint8),
        "y": np.arange(30, dtype=np.uint8) % 10,
        "Xt": rng.integers(0, 256, (20, 28, 28), dtype=np.uint8),
        "yt": np.arange(20, dtype=np.uint8) % 10,
    }
    changes = {
        "sizes": (30, 20),
        "mirrors": ("http://127.0.0.1:9/nobody-listens",),
        "sha256": tuple(hashlib.sha256(idx(arrays[name])).hexdigest() for name in arrays),
        "content": (
            image_files.checksum(arrays["X"], arrays["y"]),
            image_files.checksum(arrays["Xt"], arrays["yt"]),
        ),
        "folder": "",
    }
    for module in (mnist, fashion):
        monkeypatch.setattr(module, "FULL", dataclasses.replace(module.FULL, **changes))
    monkeypatch.delenv("NBLIB_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return arrays


@pytest.fixture
def own(small, tmp_path, monkeypatch):
    """The folder to which NBLIB_DATA points."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("NBLIB_DATA", str(folder))
    return folder
