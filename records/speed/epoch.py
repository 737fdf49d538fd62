"""An epoch over 60,000 images kept as bytes, batch 64, Adam: python -m records.speed.epoch

The process is weighed: PyTorch stays out of it.
"""

import json
import os
import time
from pathlib import Path

import numpy as np

from nblib import losses, nn, optim
from nblib.data import Minibatches

EPOCHS = 3
IMAGES = 60_000
STATM = Path("/proc/self/statm")


def main():
    """Print the seconds of each epoch, and the resident megabytes after the last."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (IMAGES, 784), dtype=np.uint8)
    labels = rng.integers(0, 10, IMAGES)
    model = nn.Sequential(
        nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
    )
    optimizer = optim.Adam(model.parameters())
    batches = Minibatches(images, labels, batch_size=64)
    seconds = []
    for _ in range(EPOCHS):
        begin = time.perf_counter()
        for x, y in batches:
            loss = losses.cross_entropy(model(x * np.float32(1 / 255)), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        seconds.append(round(time.perf_counter() - begin, 3))
    results = {
        "seconds": seconds,
        "resident MB": round(resident_mb()),
        "of them images MB": round(images.nbytes / 2**20),
    }
    print(json.dumps(results))


def resident_mb():
    """Return the megabytes that this process has in memory; 0 where the system does not say."""
    if not STATM.exists():
        return 0
    pages = int(STATM.read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
