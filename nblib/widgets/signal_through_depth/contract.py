"""What signal through depth promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story

BOTH = {"forward", "backward", "numbers"}
DEEP = {"preset": "vanishes"}
AROUND = "around each layer"


CONTRACT = Contract(
    widget="SignalThroughDepth",
    says=r"SignalThroughDepth\(gain=1, ReLU, 5 layers, no shortcut\): steady, 0\.\d+ times .*",
    parts={
        "forward": ".nb-forward .nb-sizes, .nb-forward .nb-cut",
        "backward": ".nb-backward .nb-sizes, .nb-backward .nb-cut",
        "line": ".nb-forward .nb-wished",
    },
    panels=(".nb-forward", ".nb-backward"),
    presets={"forward", "backward", "words", "numbers"},
    handles=(
        Handle(
            "end of the dashed line",
            sets="gain",
            changes={*BOTH, "line"},
            drag=(0, -30),
            keys={"ArrowUp": (0.1,)},
        ),
        Handle(
            "end of the dashed line",
            sets="gain",
            changes={*BOTH, "line"},
            drag=(0, 40),
            keys={"ArrowUp": (0.1,)},
            state={"preset": "explodes"},
        ),
    ),
    sliders=(
        Slider("gain", "gain", 0.25, 4, {*BOTH, "line"}),
        Slider("layers", "depth", 2, 50, BOTH),
        Slider("seed", "seed", 0, 99, BOTH),
    ),
    choices=(
        Choice("activation", "activation", ("ReLU", "tanh", "sigmoid", "linear"), BOTH),
        Choice("shortcut", "shortcut", ("none", AROUND), BOTH),
        Choice("gradient", "gradient", ("of the outputs", "of the weights"), {"backward"}),
    ),
    stories=(
        Story({}, "Signal and gradient come through. After 5 layers the signal is 0", "steady"),
        Story(DEEP, "It vanishes. After 50 layers .*a factor of 0.7", "vanishing"),
        Story({"preset": "explodes"}, "It explodes. After 50 layers", "exploding"),
        Story({"preset": "He"}, "Signal and gradient come through", "steady"),
        Story({"preset": "sigmoid"}, "the gradient does not come back", "stuck"),
        Story({"preset": "residual"}, "It explodes", "exploding"),
        Story(
            {"depth": 50, "shortcut": AROUND, "gain": 0.25}, "Signal and gradient come", "steady"
        ),
        Story({"depth": 50, "gain": 4.0}, r"It explodes\. .*\d+ bars go beyond the picture"),
        Story(
            {"depth": 50, "gradient": "of the weights"},
            r"gradient of a layer's weights is \d\.?\d* times the smallest",
            "vanishing",
        ),
    ),
    refuses=(
        ("gain", 0.1, "at least 0.25 and at most 4"),
        ("gain", float("nan"), "at least 0.25 and at most 4"),
        ("depth", 1, "a whole number from 2 to 50"),
        ("depth", 2.5, "a whole number from 2 to 50"),
        ("seed", -1, "a whole number from 0 to 99"),
        ("activation", "GELU", "no such activation: 'GELU'; there are ReLU, tanh"),
        ("shortcut", "all", "there are none, around each layer"),
        ("gradient", "of all", "there are of the outputs, of the weights"),
    ),
    looks=({"preset": "sigmoid"}, {"depth": 50, "gain": 4.0}),
    twins={
        "gain": lambda w: w.gain,
        "signal at the end": lambda w: w.left,
        "gradient at the input": lambda w: w.returned,
        "factor forward": lambda w: w.factors[0],
        "factor back": lambda w: w.factors[1],
        "weights' gradients": lambda w: w.sizes.weights.max() / w.sizes.weights.min(),
    },
    status=lambda w: w.verdict,
)
