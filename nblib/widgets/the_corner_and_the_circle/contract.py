"""What the corner and the circle promises."""

from nblib.widgets.core.contract import Choice, Contract, Handle, Slider, Story

ALL = {"ball", "touching", "dot", "numbers"}
LINES = {"contours", "path", "curves"}
CORNER = {"preset": "corner"}

CONTRACT = Contract(
    widget="TheCornerAndTheCircle",
    says=r"TheCornerAndTheCircle\(L2, strength=0\.2\): w = \[1\.56, 0\.526\], none exactly zero",
    parts={
        "contours": ".nb-ellipses",
        "ball": ".nb-ball",
        "touching": ".nb-touching",
        "dot": ".nb-solution",
        "path": ".nb-track",
        "curves": ".nb-weight",
        "cursor": ".nb-cursor",
    },
    panels=(".nb-field", ".nb-by-strength"),
    presets={"path", "curves", "words", "numbers"},
    handles=(
        Handle(
            "minimum of the loss",
            sets="minimum",
            changes={*ALL, *LINES},
            drag=(-60, 30),
            keys={"ArrowRight": (0.05, 0), "ArrowUp": (0, 0.05)},
        ),
        Handle(
            "strength of the penalty",
            sets="strength",
            changes={*ALL, "path", "curves", "cursor"},
            drag=(80, 0),
            keys={"ArrowRight": (0.05,)},
            state=CORNER,
        ),
    ),
    sliders=(
        Slider("strength λ", "strength", 0.01, 30, {*ALL, "path", "curves", "cursor"}),
        Slider("stretch", "stretch", 1, 9, {*ALL, *LINES}, state={"turn": 20}),
        Slider("turn in degrees", "turn", -90, 90, {"contours", "touching"}),
    ),
    choices=(Choice("penalty", "penalty", ("L2", "L1", "elastic net"), {"ball", "path"}),),
    stories=(
        Story({}, "The circle touches a contour of the loss from outside", "none"),
        Story({"minimum": [2, 0]}, "w₂ is zero: the path crosses an axis", "one"),
        Story(CORNER, "The contour touches an edge; no weight is exactly zero", "none"),
        Story({**CORNER, "strength": 2}, "Both weights are exactly zero", "both"),
        Story({**CORNER, "strength": 30}, "Both weights are exactly zero", "both"),
        Story({"strength": 30}, r"The price: the loss is \d", "none"),
        Story({"preset": "turned circle", "strength": 1}, "w₂ is farther from zero"),
        Story({"minimum": [5, 1]}, "The minimum is beyond the map"),
        Story({"preset": "elastic net"}, "w₁ = .* w₂ = "),
    ),
    refuses=(
        ("strength", 0, "at least 0.01 and at most 30"),
        ("strength", float("nan"), "at least 0.01 and at most 30"),
        ("stretch", 0.5, "at least 1 and at most 9"),
        ("turn", 91, "at least -90 and at most 90"),
        ("minimum", [1.0], "two numbers"),
        ("minimum", [float("inf"), 0.0], "two numbers"),
        ("penalty", "L3", "no such penalty: 'L3'; there are L2, L1, elastic net"),
    ),
    looks=({"preset": "turned corner", "strength": 0.5}, {"preset": "elastic net"}),
    twins={
        "λ": lambda w: w.strength,
        "w₁": lambda w: w.solution[0],
        "w₂": lambda w: w.solution[1],
        "loss above its minimum": lambda w: w.price,
    },
    status=lambda w: w.status,
)
