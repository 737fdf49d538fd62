"""Small sets of images in the place of MNIST and Fashion-MNIST, as files of either kind."""

import gzip
import struct

import numpy as np

from nblib.data import image_files


def parts(data):
    return (data.x_train, data.y_train), (data.x_test, data.y_test)


def idx(array):
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def write_idx(folder, arrays, compressed=True):
    folder.mkdir(parents=True, exist_ok=True)
    for file, name in image_files.IDX_FILES.items():
        content = idx(arrays[name])
        if compressed:
            (folder / f"{file}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / file).write_bytes(content)
    return folder


def assert_is(data, arrays):
    assert len(data.x_train) == 30 and len(data.x_test) == 20
    assert data.x_train.dtype == np.uint8 and data.y_train.dtype == data.y_test.dtype == np.int64
    for (x, y), (images, labels) in zip(parts(data), (("X", "y"), ("Xt", "yt")), strict=True):
        assert image_files.checksum(x, y.astype(np.uint8)) == image_files.checksum(
            arrays[images], arrays[labels]
        )
