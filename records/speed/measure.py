"""One training step of small networks: nblib beside PyTorch, MyGrad, HIPS autograd and micrograd,
and the limit.

The digits network is 784-128-64-10 with ReLU, softmax and cross-entropy in float32, the same
weights and batch for everyone. The contenders take turns, so that a busy machine hits all of them;
speed is the time of PyTorch's eager step with its default optimizer over the contender's, in the
same round. The limit is the bare matrix products of the step in NumPy, without anything else. Two
threads are measured in a process of their own. MyGrad runs without its guard over memory.
micrograd works number by number; its time is for a single image, times the batch. OpenBLAS, which
takes NumPy's products, chooses its kernels by the processor, and does not know each new one: where
it takes those for AVX2 though the processor has AVX-512, one thread is measured a second time with
the kernels for AVX-512.

The other networks all take Adam; sizes.py and networks.py say how large they are. Each also runs
alone: in a process of its own, with one thread, once with the memory of a step kept, as nblib does
on Linux, and once with it given back to the system after each step; PyTorch keeps it too. Memory is
the most that the process had; for the epoch over 60,000 made-up images kept as bytes, what it has
at the end.
"""

import json
import subprocess
import sys
from pathlib import Path

from threadpoolctl import threadpool_info

# Run below by their names, in processes of their own; imported so that the record stands on them.
from records.speed import alone, epoch, one_image, races
from records.speed.rows import ALONE
from tools.environment import with_threads
from tools.paths import ROOT

ALSO_USED = ("autograd", "mygrad", "micrograd")
THREADS = (1, 2)
IMAGES = 3  # for micrograd


def measure():
    """Everything, at one thread and at two."""
    kernels = _kernels()
    results = {"kernels": kernels, "threads": {str(n): _in_a_process(races, n) for n in THREADS}}
    if kernels == "Haswell" and "avx512f" in _abilities():
        results["AVX-512"] = _in_a_process(races, 1, OPENBLAS_CORETYPE="SkylakeX")
    seconds = [_in_a_process(one_image, 1) for _ in range(IMAGES)]
    results["micrograd, one image, seconds"] = sorted(round(s, 2) for s in seconds)
    results["alone"] = {name: _alone(name) for name in ALONE}
    results["an epoch of 60,000 images"] = _in_a_process(epoch, 1)
    return results


def _alone(name):
    """Return what a network takes in processes of its own."""
    contenders = {
        "nblib": ("nblib",),
        "nblib, memory given back": ("nblib", "plain"),
        "PyTorch": ("PyTorch",),
    }
    found = {}
    for contender, arguments in contenders.items():
        found[contender] = _in_a_process(alone, 1, name, *arguments)
    return found


def _kernels():
    """Return the name of the kernels that OpenBLAS chose, or None where NumPy has another BLAS."""
    for library in threadpool_info():
        if library["internal_api"] == "openblas" and "numpy" in library["filepath"]:
            return library["architecture"]
    return None


def _abilities():
    """Return what the processor says that it can do, as Linux tells it."""
    path = Path("/proc/cpuinfo")
    return path.read_text().split() if path.exists() else []


def _in_a_process(module, threads, *arguments, **variables):
    """Run a module in a process of its own, with so many threads and with environment variables;
    return what it prints.
    """
    command = [sys.executable, "-m", module.__name__, *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=with_threads(threads, **variables),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
