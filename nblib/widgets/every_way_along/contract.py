"""What every way along promises."""

from nblib.widgets.core.contract import Button, Choice, Contract, Handle, Play, Slider, Story

READ = {"columns", "lattice", "texts", "words", "numbers"}
BOTH_ENDS = {"preset": "from both ends"}
REPEAT = {"preset": "a repeat"}

CONTRACT = Contract(
    widget="EveryWayAlong",
    says=r"EveryWayAlong\('a', 2 frames\): P = 0\.64; best path and best text alike after 1",
    parts={
        "columns": ".nb-columns",
        "lattice": ".nb-nodes, .nb-steps-allowed, .nb-column",
        "nodes": ".nb-nodes",
        "texts": ".nb-texts",
    },
    panels=(".nb-frames", ".nb-lattice"),
    presets=READ,
    handles=(
        Handle(
            "border of blank and a",
            sets="probs",
            changes=READ,
            drag=(0, 30),
            keys={"ArrowUp": (0.02,)},
            state=BOTH_ENDS,
        ),
        Handle(
            "border of a and b",
            sets="probs",
            changes={"columns", "lattice", "texts"},
            drag=(0, -30),
            keys={"ArrowUp": (0.02,)},
            state=BOTH_ENDS,
        ),
    ),
    sliders=(Slider("frames read", "frame", 1, 2, READ),),
    choices=(
        Choice("text", "text", ("a", "b", "ab", "ba", "aa", "aba"), {"lattice"}),
        Choice("lattice shows", "show", ("forward", "backward", "share of paths"), {"nodes"}),
    ),
    buttons=(
        Button("one frame on", READ, says="frames read 2 of 2"),
        Button("one frame back", READ, says="frames read 2 of 4", state={**REPEAT, "frame": 3}),
        Button(
            "back to the first frame", READ, says="frames read 1 of 4", state={**REPEAT, "frame": 3}
        ),
    ),
    play=Play(REPEAT, {**REPEAT, "frame": 3}, ends="frames read 4 of 4"),
    stories=(
        Story({}, r"^After 1 frame the best path is –, .* spells nothing", "alike"),
        Story({"frame": 2}, r"summed over all paths, “a” is the best text, with 0\.64", "apart"),
        Story({"preset": "too few frames"}, r"“aa” needs 3 frames, and there are 2: no way"),
        Story({"preset": "a sure network"}, r"this text is the best too, with 0\.\d+", "alike"),
    ),
    refuses=(
        ("probs", [[1, 0, 0]], "2 to 6 rows of 3 probabilities"),
        ("probs", [[0.5, 0.5], [0.5, 0.5]], "2 to 6 rows of 3"),
        ("probs", [[0.5, 0.4, 0.0], [1, 0, 0]], "that sum to 1"),
        ("probs", [[1.5, -0.5, 0.0], [1, 0, 0]], "that sum to 1"),
        ("probs", "often", "2 to 6 rows of 3"),
        ("text", "abc", "no such text: 'abc'; there are a, b, ab"),
        ("frame", 0, "a whole number from 1 to 6"),
        ("frame", 7, "a whole number from 1 to 6"),
        ("show", "all", "no such show: 'all'; there are forward, backward"),
    ),
    looks=(BOTH_ENDS, {"preset": "too few frames"}),
    twins={
        "frames read": lambda w: (w.at, len(w.probs)),
        "best path": lambda w: w.path[1],
        "best text": lambda w: w.texts[0][1],
        "the lattice's text so far": lambda w: w.so_far,
        "forward · backward, summed here": lambda w: _told(w, w.probability),
        "loss": lambda w: _told(w, w.loss) if w.probability else (),
    },
    status=lambda w: w.verdict,
)


def _told(w, number):
    """What the page tells once all frames are read, or once the lattice looks back."""
    return number if w.at == len(w.probs) or w.show != "forward" else ()
