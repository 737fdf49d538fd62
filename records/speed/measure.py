"""One training step of small networks: nblib beside PyTorch, HIPS autograd and micrograd, and the
limit.

The digits network is 784-128-64-10 with ReLU, softmax and cross-entropy in float32, the same
weights and batch for everyone. The contenders take turns, so that a busy machine hits all of them;
speed is the time of PyTorch's eager step with its default optimizer over the contender's, in the
same round. The limit is the six bare matrix products in NumPy, without anything else. Two threads
are measured in a process of their own. micrograd works number by number; its time is for a single
image, times the batch. The text classifier has an embedding of 10,000 words in 64 dimensions,
averaged, batch 64; the recurrent step is a GRU of 128 units over 32 characters, batch 32; the
convolutional network has two layers of 3 x 3 kernels with pooling, batch 64; all with Adam. Memory
is what a process has resident at the end of an epoch over 60,000 made-up images kept as bytes.
"""

import json
import subprocess
import sys

# Run below by their names, in processes of their own; imported so that the record stands on them.
from records.speed import epoch, one_image, races
from tools.environment import with_threads
from tools.paths import ROOT

ALSO_USED = ("autograd", "micrograd")
THREADS = (1, 2)
IMAGES = 3  # for micrograd


def measure():
    """Everything, at one thread and at two."""
    results = {"threads": {str(n): _in_a_process(races, n) for n in THREADS}}
    seconds = [_in_a_process(one_image, 1) for _ in range(IMAGES)]
    results["micrograd, one image, seconds"] = sorted(round(s, 2) for s in seconds)
    results["an epoch of 60,000 images"] = _in_a_process(epoch, 1)
    return results


def _in_a_process(module, threads):
    """Run a module in a process of its own, with so many threads; return what it prints."""
    command = [sys.executable, "-m", module.__name__]
    done = subprocess.run(
        command, cwd=ROOT, env=with_threads(threads), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)
