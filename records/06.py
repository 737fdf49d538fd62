"""All of MNIST: what a widely quoted recipe reaches over ten seeds, and what better ones reach in
as little time.

The quoted recipe is a network 784-128-64-10 with ReLU, Adam at 1e-3, batches of 64, ten epochs;
once in nblib, once in PyTorch. The better recipes are lists of settings below, one list for each
budget of processor seconds. Of a list, the settings with the best mean accuracy on 5,000 images of
the training set are chosen; these are then trained on all 60,000 over several seeds, and each run
sees the test set once, when it is done. Only the quoted recipe is also tested after each epoch, to
see what choosing the epoch by the test set would have given.

Seconds are those of the processor, on one thread, for training alone: batches, shifts, steps.
Loading the data and testing are not in them. A finished run is kept in _build/record_06, so that an
interrupted measurement goes on.
"""

import dataclasses
import functools
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view

from nblib import nn, optim
from nblib.data import Minibatches, load_mnist, train_validation_split
from nblib.losses import cross_entropy
from nblib.metrics import accuracy
from nblib.proofs.torch_model import adapt
from nblib.reach import source_hash
from nblib.schedules import one_cycle
from nblib.train import evaluate, fit

QUOTED_SEEDS, SEARCH_SEEDS, SEEDS = 10, 2, 5
VALIDATION = 5_000
KEPT = Path(__file__).parents[1] / "_build" / "record_06"


@dataclass(frozen=True)
class Recipe:
    """All that decides a run, except its seed. lr is the highest rate where there is a one-cycle
    schedule.
    """

    engine: str  # "nblib" or "torch"
    epochs: int
    batch_size: int
    lr: float
    # Or "cnn", PyTorch only: the widths are then those of two convolutions and of a dense layer.
    model: str = "mlp"
    widths: tuple = (128, 64)
    batch_norm: bool = False
    schedule: str = "constant"  # or "one-cycle"
    weight_decay: float = 0.0
    shift: int = 0  # each image is moved by up to so many pixels, anew in each epoch
    standardize: bool = False  # pixels to mean 0 and deviation 1 over the training set, or to 0 … 1


QUOTED = {
    engine: Recipe(engine, epochs=10, batch_size=64, lr=1e-3) for engine in ("nblib", "torch")
}
better = functools.partial(Recipe, schedule="one-cycle", standardize=True)
normed = functools.partial(better, batch_norm=True)
cnn = functools.partial(
    normed, "torch", model="cnn", batch_size=128, lr=1e-2, weight_decay=0.05, shift=1
)
CANDIDATES = {
    "nblib, one cycle": [
        better("nblib", 15, 256, lr=lr, weight_decay=decay)
        for lr in (3e-3, 6e-3)
        for decay in (0.1, 0.2, 0.4)
    ],
    "nblib, batch norm and shifts": [
        normed("nblib", 12, 256, lr=lr, weight_decay=decay, shift=1)
        for lr in (5e-3, 1e-2)
        for decay in (0.05, 0.2)
    ],
    "torch, batch norm and shifts": [
        normed("torch", 10, 128, lr=lr, weight_decay=decay, shift=1)
        for lr in (5e-3, 1e-2)
        for decay in (0.05, 0.2)
    ],
    "torch, small CNN, 2 epochs": [
        cnn(2, widths=(16, 32, dense), lr=lr) for dense in (64, 128) for lr in (5e-3, 1e-2)
    ],
    "torch, small CNN, 6 epochs": [  # or as many seconds
        cnn(6, widths=(16, 32, 128), shift=1),
        cnn(6, widths=(16, 32, 128), shift=2),
        cnn(4, widths=(24, 48, 128), shift=1),
    ],
}
# The second is not searched: it has the settings of the first.
LONGER = ("torch, small CNN, 6 epochs", "torch, small CNN, twice as long")


def shifted(images, rng, by):
    """Return images (B, H, W), each moved by up to `by` pixels up, down, left and right; paper
    moves in.
    """
    padded = np.pad(images, ((0, 0), (by, by), (by, by)))
    # (B, 2 by + 1, 2 by + 1, H, W), no copy
    windows = sliding_window_view(padded, images.shape[1:], axis=(1, 2))
    down, right = rng.integers(2 * by + 1, size=(2, len(images)))
    return windows[np.arange(len(images)), down, right]


def preparation(recipe, x_train):
    """Return the function from uint8 images (B, 28, 28) to what the model takes."""
    mean, scale = (x_train.mean(), x_train.std()) if recipe.standardize else (0.0, 255.0)
    mean, scale = np.float32(mean), np.float32(scale)
    shape = (1, 28, 28) if recipe.model == "cnn" else (784,)
    return lambda x: (x.reshape(len(x), *shape) - mean) / scale


def nblib_run(recipe, seed):
    """Return (model, loss, optimizer) in nblib."""
    rng, layers = np.random.default_rng(seed), []
    for inputs, outputs in zip((784, *recipe.widths), recipe.widths, strict=False):
        layers += [nn.Linear(inputs, outputs, rng=rng)]
        layers += [nn.BatchNorm1d(outputs)] if recipe.batch_norm else []
        layers += [nn.ReLU()]
    model = nn.Sequential(*layers, nn.Linear(recipe.widths[-1], 10, rng=rng))
    optimizer = optim.Adam(model.parameters(), lr=recipe.lr)
    if recipe.weight_decay:
        decay = recipe.weight_decay
        optimizer = optim.AdamW(model.parameters(), lr=recipe.lr, weight_decay=decay)
    return model, cross_entropy, optimizer


def torch_mlp(recipe):
    """Return a stack of linear layers."""
    layers = []
    for inputs, outputs in zip((784, *recipe.widths), recipe.widths, strict=False):
        layers += [torch.nn.Linear(inputs, outputs)]
        layers += [torch.nn.BatchNorm1d(outputs)] if recipe.batch_norm else []
        layers += [torch.nn.ReLU()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(recipe.widths[-1], 10))


def torch_cnn(recipe):
    """Return two convolutions that each halve the image, and two dense layers."""
    first, second, dense = recipe.widths
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, first, 5, stride=2, padding=2, bias=False),  # (B, first, 14, 14)
        torch.nn.BatchNorm2d(first),
        torch.nn.ReLU(inplace=True),
        torch.nn.Conv2d(first, second, 5, stride=2, padding=2, bias=False),  # (B, second, 7, 7)
        torch.nn.BatchNorm2d(second),
        torch.nn.ReLU(inplace=True),
        torch.nn.Flatten(),
        torch.nn.Linear(second * 49, dense, bias=False),
        torch.nn.BatchNorm1d(dense),
        torch.nn.ReLU(inplace=True),
        torch.nn.Linear(dense, 10),
    )
    return model.to(memory_format=torch.channels_last)


def torch_run(recipe, seed):
    """Return (model, loss, optimizer) in PyTorch, adapted to nblib's loop."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    model = torch_cnn(recipe) if recipe.model == "cnn" else torch_mlp(recipe)
    if recipe.weight_decay:
        optimizer = torch.optim.AdamW(
            model.parameters(), lr=recipe.lr, weight_decay=recipe.weight_decay, fused=True
        )
    else:
        optimizer = torch.optim.Adam(model.parameters(), lr=recipe.lr, fused=True)
    return adapt(model, torch.nn.functional.cross_entropy, optimizer)


def run(recipe, seed, x, y, x_held, y_held, each_epoch=False):
    """Train on (x, y), measure on the held images, and return what came of it as plain data."""
    model, loss, optimizer = (nblib_run if recipe.engine == "nblib" else torch_run)(recipe, seed)
    prepare, rng = preparation(recipe, x), np.random.default_rng(seed)
    held = Minibatches(x_held, y_held, batch_size=1000, shuffle=False, transform=prepare)
    metrics, tested, testing = {"accuracy": accuracy}, [], 0.0

    def ready(images):
        return prepare(shifted(images, rng, recipe.shift) if recipe.shift else images)

    def test(row=None):
        nonlocal testing
        start = time.process_time()
        tested.append(round(evaluate(model, loss, held, metrics)["accuracy"], 5))
        testing += time.process_time() - start

    batches = Minibatches(x, y, batch_size=recipe.batch_size, seed=seed, transform=ready)
    schedule = None
    if recipe.schedule == "one-cycle":
        schedule = functools.partial(
            one_cycle, max_lr=recipe.lr, steps=recipe.epochs * len(batches)
        )
    options = {"epochs": recipe.epochs, "schedule": schedule, "progress": False}
    options["after_epoch"] = test if each_epoch else None
    start = time.process_time()
    history = fit(model, loss, optimizer, batches, **options)
    spent = time.process_time() - start - testing
    if not each_epoch:
        test()
    result = {
        "seed": seed,
        "accuracy": tested[-1],
        "seconds": round(spent, 2),
        "loss": float(history["loss"][-1]),
    }
    return result | ({"by epoch": tested} if each_epoch else {})


@functools.cache
def data():
    """Return the arrays for the search and those for the final runs, each (x, y, x held, y
    held).
    """
    full = load_mnist(full=True)
    x, x_held, y, y_held = train_validation_split(
        full.x_train,
        full.y_train,
        fraction=VALIDATION / len(full.y_train),
        seed=0,
        stratify=full.y_train,
    )
    return {
        "search": (x, y, x_held, y_held),
        "final": (full.x_train, full.y_train, full.x_test, full.y_test),
    }


def kept(stage, recipe, seed, each_epoch=False):
    """Return the result of a run; from the disk if this same code has made it before."""
    name = json.dumps([stage, dataclasses.asdict(recipe), seed])
    folder = KEPT / source_hash(Path(__file__))
    path = folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"
    if not path.exists():
        result = run(recipe, seed, *data()[stage], each_epoch=each_epoch)
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(result))
        print(f"{name}: {result['accuracy']:.4f} in {result['seconds']} s", flush=True)
    return json.loads(path.read_text())


def columns(runs):
    """Turn a list of results into a dict of lists."""
    return {name: [result[name] for result in runs] for name in runs[0]}


def search(candidates):
    """Return (the recipe with the best mean validation accuracy, what each of them reached)."""
    table = []
    for recipe in candidates:
        runs = [kept("search", recipe, seed) for seed in range(SEARCH_SEEDS)]
        table.append(
            dataclasses.asdict(recipe)
            | {"validation accuracy": [result["accuracy"] for result in runs]}
        )
    means = [np.mean(row["validation accuracy"]) for row in table]
    return candidates[int(np.argmax(means))], table


def measure():
    """Return the record: first all searches, then the final runs, one seed of every recipe after
    the other.
    """
    found = {name: search(candidates) for name, candidates in CANDIDATES.items()}
    final = {f"{engine}, quoted": recipe for engine, recipe in QUOTED.items()}
    final |= {name: recipe for name, (recipe, _) in found.items()}
    short, long = LONGER
    final[long] = dataclasses.replace(final[short], epochs=2 * final[short].epochs)
    runs = {name: [] for name in final}
    for seed in range(QUOTED_SEEDS):
        for name, recipe in final.items():
            if recipe in QUOTED.values() or seed < SEEDS:
                runs[name].append(kept("final", recipe, seed, each_epoch=recipe in QUOTED.values()))
    return {
        "images": {"validation": VALIDATION, "test": len(data()["final"][3])},
        "recipes": {name: dataclasses.asdict(recipe) for name, recipe in final.items()},
        "searched": {name: table for name, (_, table) in found.items()},
        "runs": {name: columns(results) for name, results in runs.items()},
    }


def sample():
    """Return the accuracy and the loss of the first settings of each list after ten steps."""
    x, y, x_held, y_held = data()["search"]
    recipes = {f"{engine}, quoted": recipe for engine, recipe in QUOTED.items()}
    recipes |= {name: candidates[0] for name, candidates in CANDIDATES.items()}
    found = {}
    for name, recipe in recipes.items():
        recipe = dataclasses.replace(recipe, epochs=1)
        n = 10 * recipe.batch_size
        result = run(recipe, 0, x[:n], y[:n], x_held, y_held)
        found[name] = {what: result[what] for what in ("accuracy", "loss")}
    return found
