"""What merge by merge promises."""

from nblib.widgets.core.contract import Button, Contract, Handle, Play, Slider, Story, Writing

ALL = {"boxes", "curve", "bars", "words", "numbers"}
SONG = {"preset": "a Chinese song"}

CONTRACT = Contract(
    widget="MergeByMerge",
    says=r"MergeByMerge\(22 characters, 0 of 5 merges\): 22 tokens, 1\.00 bytes each",
    parts={"boxes": ".nb-tokens", "curve": ".nb-gain", "bars": ".nb-pairs"},
    panels=(".nb-tokens", ".nb-gain-picture"),
    presets={"boxes", "bars", "words", "numbers"},
    handles=(
        Handle(
            "merges so far",
            sets="merges",
            changes=ALL,
            drag=(70, 0),
            keys={"ArrowRight": (1,)},
            state={**SONG, "merges": 8},
        ),
    ),
    sliders=(Slider("merges", "merges", 0, 5, ALL),),
    buttons=(
        Button("one merge on", ALL, says="merges 1 of 5 "),
        Button("one merge back", ALL, says="merges 2 of 5 ", state={"merges": 3}),
        Button("back to single bytes", ALL, says="merges 0 of 5 ", state={"merges": 3}),
    ),
    writings=(Writing("your own text", "text", "to be or not to be", {"boxes", "bars", "words"}),),
    play=Play({"preset": "Hamlet"}, {"preset": "Hamlet", "merges": 30}, ends="merges 32 of 32 "),
    stories=(
        Story({}, "22 bytes, each of them a token. Most often, 3 times, “a” stands", "start"),
        Story({"merges": 1}, "^Merge 1 made “at” of “a” and “t”, and saved 3 tokens", "merging"),
        Story({"merges": 5}, "No pair stands together twice any more: 22 bytes in 11", "done"),
        Story({"text": ""}, "There is nothing to count yet", "empty"),
        Story({"text": "abc"}, "3 bytes, each of them a token. No pair stands", "done"),
    ),
    refuses=(
        ("merges", -1, "a whole number from 0 to 400"),
        ("merges", 401, "a whole number from 0 to 400"),
        ("text", "a" * 301, "at most 300 characters, got 301"),
        ("text", "\ud83d", "half a character"),
    ),
    looks=({**SONG, "merges": 20}, {"preset": "Hamlet", "merges": 25}),
    twins={
        "tokens": lambda w: len(w.tokens),
        "vocabulary": lambda w: w.vocabulary,
        "bytes per token": lambda w: w.bytes_per_token,
        "bytes": lambda w: len(w.text.encode()),
    },
    status=lambda w: w.verdict,
)
