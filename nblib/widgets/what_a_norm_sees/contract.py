"""What what a norm sees promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story

ALL = {"before", "after", "words", "numbers"}
LATER = {"step": 20}
PREDICT = {"mode": "prediction"}


CONTRACT = Contract(
    widget="WhatANormSees",
    says=r"WhatANormSees\(batch norm, training, batch of 8, after 0 steps\): 2 becomes \d\.\d+",
    parts={
        "before": ".nb-before .nb-dots, .nb-before .nb-own-dots, .nb-before .nb-seen",
        "kept": ".nb-before .nb-kept",
        "after": ".nb-after .nb-dots, .nb-after .nb-own-dots, .nb-after .nb-far",
    },
    panels=(".nb-before", ".nb-after"),
    presets=ALL,
    handles=(
        Handle(
            "ringed value",
            sets="value",
            changes=ALL,
            drag=(0, -30),
            keys={"ArrowUp": (0.1,)},
        ),
        Handle(
            "ringed value",
            sets="value",
            changes=ALL,
            drag=(0, 40),
            keys={"ArrowUp": (0.1,)},
            state={"preset": "layer norm"},
        ),
    ),
    sliders=(
        Slider("batch size", "size", 2, 14, ALL),
        Slider("steps so far", "step", 0, 60, {*ALL, "kept"}),
        Slider("momentum", "momentum", 0.01, 1, {"kept", "numbers"}, state=LATER),
        Slider("seed", "seed", 0, 99, ALL),
    ),
    choices=(
        Choice("norm", "norm", ("batch norm", "layer norm"), {*ALL, "kept"}),
        Choice("mode", "mode", ("training", "prediction"), ALL),
    ),
    stories=(
        Story({}, r"in training: .* over the 8 examples .* The ringed value 2 becomes", "batch"),
        Story({"preset": "batch of two"}, r"over the 2 examples .* becomes 1\.$", "batch"),
        Story({"preset": "layer norm"}, "measured over its own 4 features", "example"),
        Story({"preset": "predict early"}, "running statistics, here after 5 training", "running"),
        Story({"preset": "predict late"}, "examples come from −1 ± 2", "running"),
        Story({**PREDICT, "step": 1}, "after 1 training step. ", "running"),
        Story({**PREDICT, "value": 8.0}, r"\d+ values go beyond the right picture", "running"),
    ),
    refuses=(
        ("norm", "group norm", "no such norm: 'group norm'; there are batch norm, layer norm"),
        ("mode", "eval", "no such mode: 'eval'; there are training, prediction"),
        ("size", 1, "a whole number from 2 to 14"),
        ("step", 61, "a whole number from 0 to 60"),
        ("momentum", 0.0, "at least 0.01 and at most 1"),
        ("value", float("nan"), "at least -8 and at most 8"),
        ("seed", 0.5, "a whole number from 0 to 99"),
    ),
    looks=({"preset": "layer norm"}, {**PREDICT, "value": 8.0}),
    twins={
        "ringed value": lambda w: w.value,
        "comes out as": lambda w: w.output,
        "mean used": lambda w: w.used[0],
        "deviation used": lambda w: w.used[1] ** 0.5,
        "running mean": lambda w: w.running_mean[1],
        "running variance": lambda w: w.running_var[1],
    },
    status=lambda w: w.verdict,
)
