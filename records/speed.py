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
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from nblib import losses, nn, optim
from nblib.data import Minibatches

if sys.argv[1:2] != ["epoch"]:  # that process is weighed: PyTorch stays out of it
    import torch

    sys.path.insert(0, str(Path(__file__).parent))
    import ladder

ALSO_USED = ("autograd", "micrograd")
WORDS, WIDTH, LENGTH, UNITS = 10_000, 64, 100, 128


def limit_step(batch):
    """Only the matrix products of the step, forward and backward."""
    weights, _, inputs, _ = ladder.start(batch)
    layers = [inputs, *(np.ones((batch, b), np.float32) for b in ladder.SIZES[1:])]

    def step():
        for w, x, y in zip(weights, layers, layers[1:], strict=False):
            x @ w
            x.T @ y
        for w, y in zip(weights[1:], layers[2:], strict=True):
            y @ w.T

    return step


def autograd_step(batch, rule):
    """The step with HIPS autograd, with an optimizer that writes in place."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    weights, biases, inputs, labels = ladder.start(batch)
    params = [array for pair in zip(weights, biases, strict=True) for array in pair]
    hot = (labels[:, None] == np.arange(10)).astype(np.float32)
    states, habits, count = [[] for _ in params], {"in place": True}, [0]

    def loss(params):
        x = inputs
        for i in range(0, 6, 2):
            x = anp.dot(x, params[i]) + params[i + 1]
            x = anp.maximum(x, np.float32(0)) if i < 4 else x
        x = x - anp.max(x, axis=1, keepdims=True)
        return -anp.sum(
            hot * (x - anp.log(anp.sum(anp.exp(x), axis=1, keepdims=True)))
        ) / np.float32(batch)

    both = value_and_grad(loss)

    def step():
        value, grads = both(params)
        count[0] += 1
        for p, g, state in zip(params, grads, states, strict=True):
            rule(p, g, state, habits, count[0])
        return float(value)

    return step


def micrograd_seconds():
    """Seconds of forward, backward and update for one image with micrograd."""
    from micrograd.engine import Value
    from micrograd.nn import MLP

    random.seed(0)
    model, image = MLP(784, [128, 64, 10]), ladder.start(1)[2][0].tolist()
    sys.setrecursionlimit(100_000)
    begin = time.perf_counter()
    scores = model([Value(x) for x in image])
    exponentials = [
        2.718281828459045**s.data for s in scores
    ]  # micrograd has no exp: the gradient goes in by hand
    loss = sum(
        (
            s * (e / sum(exponentials) - (i == 3))
            for i, (s, e) in enumerate(zip(scores, exponentials, strict=True))
        ),
        Value(0.0),
    )
    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data -= 0.01 * p.grad
    return time.perf_counter() - begin


def text_step(library, batch=64):
    """A step of a classifier of texts of LENGTH words: embedding, mean, linear; Adam."""
    rng = np.random.default_rng(0)
    words, labels = rng.zipf(1.3, size=(batch, LENGTH)) % WORDS, rng.integers(0, 2, batch)
    if library == "nblib":
        table, layer = nn.Embedding(WORDS, WIDTH), nn.Linear(WIDTH, 2)
        optimizer = optim.Adam([*table.parameters(), *layer.parameters()])

        def loss():
            return losses.cross_entropy(layer(table(words).mean(axis=1)), labels)
    else:
        table, layer = torch.nn.Embedding(WORDS, WIDTH), torch.nn.Linear(WIDTH, 2)
        optimizer = torch.optim.Adam([*table.parameters(), *layer.parameters()])
        words, labels = torch.tensor(words), torch.tensor(labels)

        def loss():
            return torch.nn.functional.cross_entropy(layer(table(words).mean(1)), labels)

    return stepper(loss, optimizer)


def gru_step(library, batch=32, steps=32, letters=64):
    """A step of a character model: embedding, GRU, linear; Adam."""
    rng = np.random.default_rng(0)
    text = rng.integers(0, letters, size=(batch, steps + 1))
    library_nn, kind = (nn, optim) if library == "nblib" else (torch.nn, torch.optim)
    options = {} if library == "nblib" else {"batch_first": True}
    table, layer = library_nn.Embedding(letters, UNITS), library_nn.Linear(UNITS, letters)
    gru = library_nn.GRU(UNITS, UNITS, **options)
    optimizer = kind.Adam([p for m in (table, gru, layer) for p in m.parameters()])
    entropy = losses.cross_entropy if library == "nblib" else torch.nn.functional.cross_entropy
    if library != "nblib":
        text = torch.tensor(text)

    def loss():
        return entropy(
            layer(gru(table(text[:, :-1]))[0]).reshape(-1, letters), text[:, 1:].reshape(-1)
        )

    return stepper(loss, optimizer)


def conv_step(library, batch=64):
    """A step of a small convolutional network on 28 x 28 images; Adam."""
    rng = np.random.default_rng(0)
    images, labels = rng.random((batch, 1, 28, 28), dtype=np.float32), rng.integers(0, 10, batch)
    n, kind = (nn, optim) if library == "nblib" else (torch.nn, torch.optim)
    layers = [
        n.Conv2d(1, 8, 3),
        n.ReLU(),
        n.MaxPool2d(2),
        n.Conv2d(8, 16, 3),
        n.ReLU(),
        n.MaxPool2d(2),
    ]
    model = n.Sequential(*layers, n.Flatten(), n.Linear(400, 10))
    entropy = losses.cross_entropy if library == "nblib" else torch.nn.functional.cross_entropy
    if library != "nblib":
        images, labels = torch.tensor(images), torch.tensor(labels)
    return stepper(lambda: entropy(model(images), labels), kind.Adam(model.parameters()))


def stepper(loss, optimizer):
    """Return the function that takes one step."""

    def step():
        value = loss()
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        return value.item()

    return step


def races(threads):
    """All races at a number of threads."""
    torch.set_num_threads(threads)
    results = {}
    for rule in (ladder.sgd, ladder.adam):
        for batch in ladder.BATCHES:
            steps = {
                "the bare products": limit_step(batch),
                "nblib": ladder.nblib_step(batch, rule),
                "PyTorch": ladder.torch_step(batch, rule),
                "PyTorch, foreach": ladder.torch_step(batch, rule, foreach=True),
                "PyTorch, fused": ladder.torch_step(batch, rule, fused=True),
                "HIPS autograd": autograd_step(batch, rule),
            }
            first = {name: step() for name, step in steps.items() if name != "the bare products"}
            assert np.allclose(list(first.values()), first["PyTorch"], rtol=1e-4), first
            results[f"digits, batch {batch}, {rule.__name__}"] = ladder.race(
                steps, "PyTorch", batch
            )
    others = {"text classifier": text_step, "GRU": gru_step, "convolutions": conv_step}
    for name, make in others.items():
        results[name] = ladder.race(
            {"nblib": make("nblib"), "PyTorch": make("torch")}, "PyTorch", 512
        )
    return results


def epoch():
    """One epoch over 60,000 images kept as bytes, batch 64, Adam, in this process: seconds and
    resident megabytes.
    """
    rng = np.random.default_rng(0)
    images, labels = (
        rng.integers(0, 256, (60_000, 784), dtype=np.uint8),
        rng.integers(0, 10, 60_000),
    )
    model = nn.Sequential(
        nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
    )
    optimizer = optim.Adam(model.parameters())
    batches = Minibatches(images, labels, batch_size=64)
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        for x, y in batches:
            loss = losses.cross_entropy(model(x * np.float32(1 / 255)), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        seconds.append(round(time.perf_counter() - begin, 3))
    pages = (
        int(Path("/proc/self/statm").read_text().split()[1])
        if Path("/proc/self/statm").exists()
        else 0
    )
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return {
        "seconds": seconds,
        "resident MB": round(megabytes),
        "of them images MB": round(images.nbytes / 2**20),
    }


def elsewhere(what, threads):
    """Run a part in a process of its own, with so many threads."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {
        **os.environ,
        **dict.fromkeys(names, str(threads)),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    command = [sys.executable, __file__, what, str(threads)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def measure():
    """Everything, at one thread and at two."""
    results = {"threads": {str(n): elsewhere("races", n) for n in (1, 2)}}
    results["micrograd, one image, seconds"] = sorted(
        round(elsewhere("micrograd", 1), 2) for _ in range(3)
    )
    results["an epoch of 60,000 images"] = elsewhere("epoch", 1)
    return results


if __name__ == "__main__":
    parts = {
        "races": lambda: races(int(sys.argv[2])),
        "micrograd": micrograd_seconds,
        "epoch": epoch,
    }
    print(json.dumps(parts[sys.argv[1]]()))
