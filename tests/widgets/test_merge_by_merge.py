"""The widget *merge by merge*: that its trainer in the browser is nblib.text's, its presets, and
what only it does on a page.
"""

import pytest
from stage import differing
from widget_page import drag

from nblib.text import BPETokenizer
from nblib.widgets import MergeByMerge
from nblib.widgets.merge_by_merge import maths

WIDGET = "merge_by_merge"
TEXTS = [
    *(values["text"] for values in MergeByMerge().presets.values()),
    "",
    "a",
    "déjà vu, déjà vu; naïve café, naïve café",
    "  two  spaces,\n\n\ttabs\u3000and\x1c\x85odd\u2028ones \n \n",
    "हिन्दी हिन्दी में, हिन्दी; العربية والعربية; мир, мир и мир",
    "x² + x² = 2x²; ½ ½ ½; _a_1 _a_1; ⅷⅷ",
    "我爱学习，我爱你。我爱NumPy，我爱 NumPy。",
    "ababab babab aabbaabb" * 4,
]


# In Python.


def test_the_steps_are_those_of_nblib():
    for text in TEXTS:
        steps = maths.steps(text)
        tokenizer = BPETokenizer.train([text], vocab_size=1000)
        assert [step[:2] for step in steps] == tokenizer.merges
        widget = MergeByMerge(text=text, merges=400)
        assert list(widget.tokens) == tokenizer.tokenize(text)
        assert widget.vocabulary == len(tokenizer)
        assert b"".join(widget.tokens).decode() == text


def test_presets_show_what_they_are_meant_to():
    cat, hamlet, song, both, letter = (MergeByMerge(name) for name in MergeByMerge().presets)
    assert cat.steps[0] == (b"a", b"t", 3) and cat.verdict == "start"
    saved = [step.count for step in hamlet.steps]
    assert saved[0] == 8 and saved[-1] == 2 and saved == sorted(saved, reverse=True)
    song.merges = both.merges = letter.merges = 400
    assert song.tokens.count("魚戲蓮葉".encode()) == 5
    assert "魚戲蓮葉".encode() in both.tokens and b" lotus" in both.tokens
    assert len(letter.steps) == 4 and max(map(len, letter.tokens)) == 16


def test_pairs_are_ranked_by_count_and_then_by_their_bytes():
    pairs = MergeByMerge().pairs
    assert pairs[0] == (b"a", b"t", 3) and len(pairs) == 6
    assert pairs[1:5] == sorted(pairs[1:5]) and {count for *_, count in pairs[1:5]} == {2}
    assert MergeByMerge(text="").pairs == [] and MergeByMerge(text="").bytes_per_token == 1


# On a page.


@pytest.mark.browser
def test_the_trainer_equals_nblib(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    found = page.evaluate(
        """async ([js, texts]) => {
          const m = await import(`${js}/merge_by_merge/maths.mjs`);
          const codes = (token) => Array.from(token, (c) => c.charCodeAt(0));
          return texts.map((text) => {
            const { bytes, steps, states } = m.historyOf(text);
            return {
              bytes,
              steps: steps.map((s) => [codes(s.left), codes(s.right), s.count, s.saved]),
              tokens: states.map(({ pieces }) => pieces.flat().map(codes)),
              pairs: states.map(({ pairs }) =>
                pairs.map((p) => [codes(p.left), codes(p.right), p.count])),
              vocabulary: states.map(({ vocabulary }) => vocabulary),
              read: states.at(-1).pieces.flat().map((t) => m.readable(t)),
            };
          });
        }""",
        [js, TEXTS],
    )
    for text, seen in zip(TEXTS, found, strict=True):
        steps = maths.steps(text)
        assert seen["bytes"] == len(text.encode())
        assert [s[:3] for s in seen["steps"]] == [[list(a), list(b), n] for a, b, n in steps]
        counts = [len(tokens) for tokens in seen["tokens"]]
        assert [s[3] for s in seen["steps"]] == [a - b for a, b in zip(counts, counts[1:])]  # noqa: B905
        for k in {0, len(steps) // 2, len(steps)}:
            assert seen["tokens"][k] == [list(token) for token in maths.tokens(text, k)], text
            pairs = [[list(a), list(b), n] for a, b, n in maths.top_pairs(text, k)]
            assert seen["pairs"][k] == pairs
            assert seen["vocabulary"][k] == maths.vocabulary(text, k)
        for token, parts in zip(maths.tokens(text, len(steps)), seen["read"], strict=True):
            whole = "".join(part["text"] for part in parts if part["whole"])
            assert whole == token.decode("utf-8", errors="ignore")


@pytest.mark.browser
def test_a_text_is_written_and_its_merges_begin_anew(stage):
    before = stage.show(preset="Hamlet", merges=9)
    area = stage.view().get_by_label("your own text")
    area.fill("好好好 so so so")
    after = stage.look()
    stage.sync()
    assert differing(before, after) >= {"boxes", "bars", "words", "numbers"}
    assert (stage.widget.text, stage.widget.merges) == ("好好好 so so so", 0)
    assert stage.widget.preset == ""
    assert stage.view().locator(".nb-token").count() == len(stage.widget.tokens) == 18
    area.fill("x" * 400)
    stage.look()
    stage.sync()
    assert len(stage.widget.text) <= 300


@pytest.mark.browser
def test_the_ring_leads_to_whole_characters(stage):
    stage.show(preset="a Chinese song")
    assert stage.view().locator(".nb-token.nb-lone").count() > 100
    assert stage.view().locator(".nb-fresh").count() == 0
    drag(stage.page, stage.handle("merges so far"), 900, 0)
    stage.look()
    stage.sync()
    assert stage.widget.merges == len(stage.widget.steps) == 19
    assert stage.view().get_by_text("魚戲蓮葉", exact=True).count() == 5
    assert stage.view().locator(".nb-next-left").count() == 0
