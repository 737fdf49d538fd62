"""What tiny network promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story

DATA = ("moons", "circles", "XOR", "spiral")
ACTIVATIONS = ("linear", "ReLU", "leaky ReLU", "tanh", "sigmoid", "GELU", "SiLU")
ALL = {"field", "border", "neurons", "weights", "curves", "numbers"}
STILL = {"playing": False}
SMALL = {"data": "moons", "widths": []}  # soon at its end
DEEP = {"data": "moons", "widths": [8, 8]}
REFUSED_WEIGHTS = [[[1, 1, 1, float("nan")]] * 2, [0] * 4, [[1]] * 4, [0]]


def _steppers():
    """The buttons that add and take away neurons and layers."""
    yield Button("one neuron less in layer 1", ALL, state=STILL)
    yield Button("one neuron more in layer 1", ALL, state=STILL)
    yield Button("one hidden layer less", ALL, state=STILL)
    yield Button("one hidden layer more", ALL, state=STILL)


def _neurons():
    """The button of every neuron; a second look lets go of it."""
    for k in range(1, 5):
        yield Button(f"neuron {k} of layer 1", {"field", "border", "numbers"}, state=STILL)
    yield Button("output", {"field", "border"}, before=("neuron 1 of layer 1",), state=STILL)


CONTRACT = Contract(
    widget="TinyNetwork",
    says=r"TinyNetwork\('circles', 2-4-1, ReLU, lr=0.3\): training after 0 steps, loss .*",
    parts={
        "field": ".nb-field-paint",
        "border": ".nb-border",
        "neurons": ".nb-neuron canvas",
        "weights": ".nb-graph line",
        "curves": ".nb-loss-train, .nb-loss-test",
    },
    panels=(".nb-field", ".nb-loss-curves"),
    alone={"numbers", "handles"},
    presets=ALL,
    handles=(
        Handle(
            "place to look at",
            sets="",
            changes={"numbers"},
            drag=(-60, 0),
            keys={"ArrowRight": (0.05, 0), "ArrowUp": (0, 0.05)},
            state=STILL,
        ),
    ),
    sliders=(
        Slider("learning rate", "lr", 0.001, 30, {"curves"}, state=SMALL),
        Slider("noise", "noise", 0, 0.5, {"field", "curves"}, state=SMALL),
        Slider("L2 penalty", "l2", 0, 0.1, {"curves"}, state=SMALL),
        Slider("batch size", "batch", 1, 100, {"curves"}, state=SMALL),
    ),
    choices=(
        Choice("data", "data", DATA, {"field", "curves"}, state={"widths": [], "l2": 0.01}),
        Choice(
            "activation",
            "activation",
            ACTIVATIONS,
            {"field", "curves"},
            state={"data": "moons", "widths": [2], "l2": 0.01},
        ),
    ),
    buttons=(
        Button("Step", ALL - {"neurons"}, says="step 1 ", state=STILL),
        Button("Restart", {"field", "weights"}, before=("Step",), says="step 0 ", state=STILL),
        Button("New seed", ALL, state=STILL),
        *_steppers(),
        *_neurons(),
    ),
    play=Play(
        {"preset": "spiral, 8-8 tanh", **STILL},
        {"lr": 1.0, **STILL},
        ends=r"step \d+ .* 100 and \d+ of 100",
        sleeps=False,
    ),
    stories=(
        Story(
            {},
            "Solved in [0-9,]+ steps: all 100 training points are right.*"
            "4 neurons bends the plane along one straight line",
            "solved",
        ),
        Story(STILL, "first weights", "training"),
        Story(
            {"data": "XOR", "widths": []},
            r"one straight line.* 0\.69, is as good as guessing",
            "settled",
        ),
        Story(
            {"data": "moons", "widths": []},
            r"has [89]\d of 100 .* is as low as a line gets",
            "settled",
        ),
        Story(
            {"widths": [8, 8], "activation": "linear"},
            "With linear activations layers add",
            "settled",
        ),
        Story(
            {"data": "XOR", "widths": [2], "seed": 0, "lr": 1},
            r"At \d\d of the 100 every ReLU of layer 1 gives 0",
            "settled",
        ),
        Story(
            {"lr": 10, "seed": 0},
            r"all 4 ReLUs of layer 1 give 0 at every training point.*learning rate 10 threw",
            "dead",
        ),
        Story({**DEEP, "lr": 10, "seed": 1}, r"Dead: all 8 ReLUs of layer \d", "dead"),
        Story(
            {"widths": [2, 2], "seed": 0}, "all 2 ReLUs of layer 2 .* New seed draws others", "dead"
        ),
        Story({**DEEP, "lr": 10, "seed": 2}, "7 of 16 ReLUs are dead", "settled"),
        Story(
            {"data": "moons", "widths": [6], "activation": "tanh", "lr": 30, "seed": 2},
            r"jumped between .* overshoot",
            "settled",
        ),
        Story(
            {"l2": 0.1}, "The penalty on the weights balances the gradient of the loss", "settled"
        ),
        Story(
            {**DEEP, "noise": 0.5, "activation": "tanh", "lr": 1},
            "by heart|on the right",
        ),
        Story({"preset": "far too large a step"}, r"Diverged in 6 steps.* Try 1\.", "diverged"),
    ),
    refuses=(
        ("data", "bananas", "no such data: 'bananas'; there are moons"),
        ("activation", "step", "no such activation: 'step'; there are linear"),
        ("widths", [9], "from 1 to 8"),
        ("widths", [0], "from 1 to 8"),
        ("widths", [1, 1, 1, 1], "up to 3"),
        ("lr", 0, "above 0"),
        ("lr", float("nan"), "above 0"),
        ("noise", 0.6, "noise must be from 0 to 0.5"),
        ("noise", float("nan"), "noise must be"),
        ("l2", -1, "l2 must be from 0"),
        ("l2", float("inf"), "l2 must be from 0"),
        ("batch", 0, "batch must be from 1 to 100"),
        ("batch", 101, "batch must be from 1 to 100"),
        ("seed", -1, "seed must be"),
        ("neuron", [2, 1], "neuron is"),
        ("neuron", [1, 5], "neuron is"),
        ("neuron", [0, 1], "neuron is"),
        ("neuron", [1], "neuron is"),
        ("weights", [[1]], "weights are finite numbers of shapes"),
        ("weights", REFUSED_WEIGHTS, "weights are finite"),
    ),
    looks=({"lr": 10.0, "seed": 0}, {"widths": [8, 8, 8], "neuron": [1, 3], **STILL}),
    groups=(".nb-neurons",),
    twins={
        "step": lambda w: w.steps,
        "loss, training points": lambda w: w.losses[-1][1],
        "loss, test points": lambda w: w.losses[-1][2],
        "at the ring": lambda w: w.predict([[1.2, 1.2]])[0],
    },
    status=lambda w: w.status,
)
