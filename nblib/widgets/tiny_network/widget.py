"""A small network that trains before your eyes: its decision field, its neurons, its losses."""

import secrets

import numpy as np
import traitlets

from nblib.ops.functions import logistic
from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named
from nblib.widgets.tiny_network.constants import DEPTH, SIZE, STRUCTURE, WIDTH
from nblib.widgets.tiny_network.data import SHAPES, draw
from nblib.widgets.tiny_network.maths import ACTIVATIONS, Trainer

_COMMON = {"noise": 0.1, "activation": "ReLU", "lr": 0.3, "l2": 0.0, "batch": SIZE, "seed": 0}
PRESETS = {
    "circles, 4 ReLU": {"data": "circles", "noise": 0.15, "widths": [4], "seed": 4},
    "XOR, no hidden layer": {"data": "XOR", "widths": []},
    "XOR, two neurons": {"data": "XOR", "widths": [2]},
    "spiral, 8-8 tanh": {"data": "spiral", "noise": 0.08, "widths": [8, 8], "activation": "tanh"},
    "far too large a step": {
        **{
            "data": "moons",
            "noise": 0.15,
            "widths": [8, 8],
            "activation": "leaky ReLU",
            "lr": 10.0,
        },
    },
}
PRESETS = {name: _COMMON | values for name, values in PRESETS.items()}


class TinyNetwork(Widget):
    """A network from the plane to one probability, trained by gradient descent on cross-entropy; it
    starts when seen.

    data: "moons", "circles", "XOR" or "spiral": 100 points to train on and 100 to test on. noise:
    the standard deviation of what is added to their coordinates, 0 to 0.5. widths: neurons in each
    hidden layer, up to 3 layers of 1 to 8. activation: "linear", "ReLU", "leaky ReLU", "tanh",
    "sigmoid", "GELU" or "SiLU". lr: learning rate, above 0. l2: pull at the weights, l2 / 2 · Σ w²,
    from 0. batch: points in a step, 1 to 100, which are all. seed: of points, first weights and
    batches. playing: whether it trains, or will as soon as it is seen. neuron: [layer, index] of
    the hidden neuron looked at, both from 1; [] for the output. preset: a name of PRESETS.
    Read-outs: steps; weights, [w (in, out), b (out,), w, b, …] in lists; losses, rows [step, on the
    training points, on the test points]; status: "training", "solved", "settled", "dead",
    "diverged" or "unfinished" (toynet.Trainer says what each means). A front end trains and sends
    them; train() does the same here by nblib's engine. Raises traitlets.TraitError for a value
    outside its range, ValueError for an unknown preset.
    """

    data = Named("circles", SHAPES).tag(sync=True)
    noise = traitlets.CFloat(0.15).tag(sync=True)
    widths = traitlets.List(traitlets.CInt(), [4]).tag(sync=True)
    activation = Named("ReLU", ACTIVATIONS).tag(sync=True)
    lr = traitlets.CFloat(0.3).tag(sync=True)
    l2 = traitlets.CFloat(0.0).tag(sync=True)
    batch = traitlets.Int(SIZE).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    playing = traitlets.Bool(True).tag(sync=True)
    neuron = traitlets.List(traitlets.Int(), []).tag(sync=True)
    steps = traitlets.Int(0).tag(sync=True)
    weights = traitlets.List([]).tag(sync=True)
    losses = traitlets.List([]).tag(sync=True)
    status = traitlets.Unicode("training").tag(sync=True)
    uid = traitlets.Unicode().tag(sync=True)  # all views of one widget show one run
    presets = Presets(PRESETS)

    def __init__(self, preset=None, **values):
        late = {
            name: values.pop(name)
            for name in ("weights", "steps", "losses", "neuron")
            if name in values
        }
        super().__init__(preset, **values)
        for name, value in late.items():  # they only mean something once the network is there
            setattr(self, name, value)

    @traitlets.default("uid")
    def _some_uid(self):
        return secrets.token_hex(8)

    @traitlets.validate("lr", "noise", "l2", "batch", "seed")
    def _in_range(self, proposal):
        name = proposal.trait.name
        value = proposal.value
        if name == "lr":
            if not 0 < value < np.inf:
                raise traitlets.TraitError(
                    f"lr must be a number above 0, such as 0.1; got {value!r}"
                )
            return value
        low, high = {"noise": (0, 0.5), "l2": (0, 1e6), "batch": (1, SIZE), "seed": (0, 2**31 - 1)}[
            name
        ]
        if not low <= value <= high:
            raise traitlets.TraitError(f"{name} must be from {low} to {high}; got {value!r}")
        return value

    @traitlets.validate("widths")
    def _few(self, proposal):
        if len(proposal.value) > DEPTH or any(not 1 <= n <= WIDTH for n in proposal.value):
            raise traitlets.TraitError(
                f"widths are up to {DEPTH} numbers from 1 to {WIDTH}; got {proposal.value!r}"
            )
        return proposal.value

    @traitlets.validate("neuron")
    def _there(self, proposal):
        layer, index = proposal.value or (1, 1) if len(proposal.value) in (0, 2) else (0, 0)
        if proposal.value and not (
            1 <= layer <= len(self.widths) and 1 <= index <= self.widths[layer - 1]
        ):
            raise traitlets.TraitError(
                f"neuron is [layer, index], both from 1, or []; got {proposal.value!r}"
            )
        return proposal.value

    @traitlets.validate("weights")
    def _fitting(self, proposal):
        arrays = proposal.value
        sizes = [2, *self.widths, 1]
        shapes = [shape for n, m in zip(sizes, sizes[1:], strict=False) for shape in ((n, m), (m,))]
        try:
            arrays = [np.asarray(a, np.float64) for a in arrays]
        except (TypeError, ValueError):
            arrays = [np.empty(())]
        if arrays and (
            [a.shape for a in arrays] != shapes or not all(np.isfinite(a).all() for a in arrays)
        ):
            raise traitlets.TraitError(
                f"weights are finite numbers of shapes {', '.join(map(str, shapes))}, or []"
            )
        return [a.tolist() for a in arrays]

    @traitlets.observe(*STRUCTURE)
    def _begin_anew(self, change):
        with self.hold_sync():
            self.weights = []
            self.losses = []
            self.steps = 0
            self.status = "training"
            if self.neuron and (
                self.neuron[0] > len(self.widths)
                or self.neuron[1] > self.widths[self.neuron[0] - 1]
            ):
                self.neuron = []

    @property
    def points(self):
        """The points (x_train, y_train, x_test, y_test), of shapes (100, 2), (100,), (100, 2),
        (100,).
        """
        return draw(self.data, self.noise, self.seed)

    def _trainer(self):
        trainer = Trainer(self.data, self.noise, self.widths, self.activation, self.seed)
        if self.weights:
            trainer.take(self.weights, self.steps, self.losses)
        return trainer

    def train(self, steps=100):
        """Take so many steps from where the weights are, here and now; fewer when it is solved,
        stuck or diverged.

        The order of minibatches begins anew. A front end shows what came of it.
        """
        trainer = self._trainer()
        for _ in range(steps):
            if trainer.status != "training":
                break
            trainer.step(self.lr, self.l2, self.batch)
        with self.hold_sync():
            self.playing = False
            self.status = trainer.status
            self.steps = trainer.steps
            self.losses = trainer.history
            self.weights = trainer.weights()

    def restart(self):
        """Go back to the first weights."""
        self._begin_anew(None)

    def predict(self, x):
        """Return the probability of class 1 at points x (n, 2), of shape (n,)."""
        return logistic(self._trainer().logits(np.asarray(x, np.float64)))

    def __repr__(self):
        layers = "-".join(map(str, [2, *self.widths, 1]))
        train, test = self._trainer().losses()
        return (
            f"TinyNetwork({self.data!r}, {layers}, {self.activation}, lr={self.lr:g}): "
            f"{self.status} after {self.steps} steps, "
            f"loss {train:.4g} on the training points, {test:.4g} on the test points"
        )
