"""What step through a graph promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story

NAMES = ("x · x", "a · b + exp(a)", "a neuron", "two layers")
FLOW = {"values", "grads", "words"}
LEAF = {"ArrowRight": (0.1,), "ArrowUp": (0.1,)}


def _leaf(name, **state):
    """A leaf of a graph as the two controls that it has."""
    handle = Handle(f"value of {name}", f"values.{name}", {"values"}, (0, -60), LEAF, state)
    slider = Slider(name, f"values.{name}", -10, 10, {"values"}, state)
    return handle, slider


# The leaves of two graphs; those of the others are made in the same way.
LEAVES = (_leaf("x"), *(_leaf(name, preset="used twice") for name in ("a", "b")))

CONTRACT = Contract(
    widget="StepThroughGraph",
    says=r"StepThroughGraph\('x · x', x=3\): step 0 of 5",
    parts={
        "values": ".nb-node-value",
        "grads": ".nb-node-grad",
        "gifts": ".nb-gift",
        "wires": ".nb-wire",
        "code": ".nb-code",
    },
    panels=(".nb-graph-picture", ".nb-code"),
    presets={"values"},
    handles=tuple(handle for handle, _ in LEAVES),
    sliders=(
        *(slider for _, slider in LEAVES),
        Slider("step", "position", 0, 5, {"words", "numbers"}),
    ),
    choices=(Choice("graph", "graph", NAMES, {"values"}),),
    buttons=(
        Button("Step ›", {"words", "numbers"}, says="step 1 of 5"),
        Button("‹ Back", {"grads", "words"}, says="step 3 of 5", state={"position": 4}),
        Button("End", {"words", "numbers"}, says="step 5 of 5"),
        Button("Start", {"values", "grads", "words"}, says="step 0 of 5", state={"position": 4}),
    ),
    play=Play({"graph": "two layers"}, {"position": 4}, ends="step 5 of 5"),
    stories=(
        Story({}, "Only the leaves have values", "leaves"),
        Story(
            {"position": 4},
            "second factor, x, is the other factor, 3; times what comes from y, 1.*"
            r"added to what x has already from its other use: 3 \+ 3 = 6",
            "backward",
        ),
        Story(
            {"graph": "two layers", "values": {"b₁": -6.2}, "position": 16},
            "flat: the slope is 0",
        ),
        Story({"position": 5}, "nudge", "leaf"),
    ),
    refuses=(
        ("graph", "loop", "no such graph: 'loop'; there are x · x"),
        ("values", {"y": 1}, "'x · x' has no leaf y; there are x"),
        ("values", {"x": 11}, "x must be a number from -10 to 10"),
        ("values", {"x": "three"}, "x must be a number"),
        ("values", {"x": float("nan")}, "x must be a number"),
        ("position", -1, "position must be from 0 to 5"),
        ("position", 6, "position must be from 0 to 5"),
    ),
    looks=({"preset": "two layers", "position": 16}, {"position": 1}),
    twins={"step": lambda w: (w.position, w.steps)},
)
