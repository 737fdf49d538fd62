"""What training replay promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story

VIEWS = ("changed since the epoch before", "changed at any time", "wrong now")
EPOCHS = 12
N = 400
MOVED = {"cursor", "matrix", "gallery", "words", "numbers"}


def run():
    """A run made up, of as many bytes as a real one: the mistakes of 400 digits in 12 epochs."""
    import numpy as np

    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, N)  # (N,)
    mistaken = rng.random((EPOCHS, N)) < np.geomspace(0.2, 0.05, EPOCHS)[:, None]  # (EPOCHS, N)
    predictions = np.where(mistaken, rng.integers(0, 10, N), labels)  # (EPOCHS, N)
    # As much ink as a digit has, and harder to compress.
    images = np.zeros((N, 28, 28), np.uint8)
    images[:, 6:22, 10:18] = rng.integers(0, 256, (N, 16, 8))
    history = {
        "loss": np.geomspace(1, 0.01, EPOCHS),
        "validation_loss": 0.3 + 0.01 * (np.arange(EPOCHS) - EPOCHS // 2) ** 2,
    }
    return {"history": history, "labels": labels, "predictions": predictions, "images": images}


CONTRACT = Contract(
    widget="TrainingReplay",
    data=run,
    says=r"TrainingReplay\(12 epochs, 400 digits\): at epoch 7 \d+ are right",
    parts={
        "cursor": ".nb-cursor",
        "curves": ".nb-curve-training, .nb-curve-held",
        "matrix": ".nb-matrix",
        "gallery": ".nb-gallery",
    },
    panels=(".nb-curves", ".nb-matrix"),
    presets={"gallery"},
    handles=(
        Handle(
            "epoch",
            sets="epoch",
            changes=MOVED,
            drag=(90, 40),
            keys={"ArrowRight": (1,)},
            state={"epoch": 1},
        ),
    ),
    sliders=(Slider("epoch", "epoch", 1, 12, MOVED),),
    choices=(Choice("show", "view", VIEWS, {"gallery"}),),
    buttons=(
        Button("one epoch on", MOVED, says="epoch 8 "),
        Button("one epoch back", MOVED, says="epoch 6 "),
        Button("Leave the cell", {"matrix", "gallery"}, state={"preset": "most confused"}),
    ),
    play=Play({"epoch": 1}, {"epoch": 11}, ends="epoch 12 "),
    stories=(
        Story(
            {},
            r"Here the loss on held-back digits is lowest, 0\.3; \d+ of 400 digits are right.*"
            r"the training loss falls from .* to 0\.01, the other rises to 0\.55\.",
        ),
        Story(
            {"preset": "end"},
            r"0\.55, 0\.25 above where it was lowest, in epoch 7; .* The most frequent mistake: \d",
        ),
        Story(
            {"preset": "beginning"},
            r"^The loss on held-back digits is 0\.66; \d+ of 400 digits are right\. The most",
        ),
        Story({"epoch": 3}, r"Since epoch 2, \d+ became right and \d+ became wrong"),
    ),
    refuses=(
        ("epoch", 0, "no epoch 0 in this record; there are 1 to 12"),
        ("cell", [1], "each from 0 to 9"),
        ("cell", [1, 10], "each from 0 to 9"),
        ("view", "all", "changed at any time"),
    ),
    looks=({"preset": "beginning"}, {"preset": "most confused"}),
    groups=(".nb-matrix",),
    twins={
        "epoch": lambda w: w.epoch,
        "accuracy": lambda w: w.accuracy,
        "wrong": lambda w: int((~w.verdicts[w.epoch - 1]).sum()),
        "became right": lambda w: len(w.changed["now right"]),
        "became wrong": lambda w: len(w.changed["now wrong"]),
    },
)
