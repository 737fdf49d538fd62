"""The embedded texts: what is in them, and how a part is held out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.data import Corpus, load_quatrains, load_tragedies
from nblib.text.words import CHINESE
from tools.data.cut_quatrains import quatrains
from tools.data.cut_tragedies import plain


def test_tragedies_are_six_plays_without_marks():
    plays = load_tragedies()
    assert plays.titles[0] == "Hamlet" and plays.titles[-1] == "Timon of Athens"
    assert len(plays.titles) == len(plays.texts) == plays.provenance["rows"] == 6
    assert sum(map(len, plays.texts)) == plays.provenance["characters"] == 828_829
    for text in plays.texts:
        assert text.startswith("ACT I\n\n") and text.endswith("\n") and text.isascii()
        assert not re.search(r"[#*_\\]|[ \t]\n|\n{4}", text)
    assert "HAMLET\nTo be, or not to be: that is the question:\n" in plays.texts[0]
    assert repr(plays) == "Corpus(6 texts, 828,829 characters: Hamlet, King Lear, Macbeth, …)"


def test_quatrains_have_four_lines_of_five_characters_none_twice():
    poems = load_quatrains()
    assert len(poems.titles) == len(poems.texts) == poems.provenance["rows"] == 3480
    line = f"[{CHINESE}]{{5}}"
    assert all(re.fullmatch(f"({line}，{line}。\n){{2}}", text) for text in poems.texts)
    lines = re.findall(line, "".join(poems.texts))
    assert len(lines) == len(set(lines)) == 4 * 3480
    assert all(poems.titles)


def test_a_cut_can_be_repeated():
    title, text = plain(
        "# Lear\n\n## ACT I\n\n_Enter KENT, & c_\n\n**KENT**  \nSo;  \n_\\[Aside]_  \nno\n"
    )
    assert (title, text) == ("Lear", "ACT I\n\nEnter KENT, &c\n\nKENT\nSo;\n[Aside]\nno\n")
    one = "春眠不覺曉，處處聞啼鳥。\n夜來風雨聲，花落知多少。\n"
    variant = one.replace("花落知", "花落能")
    assert quatrains([("a", one), ("b", variant), ("c", one[:13])]) == ([("a", one)], 1)


def test_the_last_tenth_is_held_out_at_a_border():
    learned, held_out = load_tragedies().split()
    assert "".join(learned + held_out) == "".join(load_tragedies().texts)
    assert (len(learned), len(held_out)) == (6, 1) and learned[-1].endswith("\n\n")
    assert 0.098 < sum(map(len, held_out)) / 828_829 < 0.1
    learned, held_out = load_quatrains().split()
    assert (len(learned), len(held_out)) == (3132, 348)
    learned, held_out = load_quatrains().split(held_out=0.5)
    assert (len(learned), len(held_out)) == (1740, 1740)


@given(st.lists(st.text("ab\n", max_size=30), min_size=1, max_size=5), st.floats(0.01, 0.99))
def test_a_split_loses_nothing_and_cuts_only_at_blank_lines(texts, share):
    learned, held_out = Corpus(texts, ("",) * len(texts), {}).split(share)
    assert "".join(learned + held_out) == "".join(texts)
    assert sum(map(len, held_out)) <= share * sum(map(len, texts)) + 1e-9
    assert all(learned) and all(held_out)
    whole = [text for text in texts if text]
    if whole and learned and held_out and len(learned) + len(held_out) > len(whole):
        assert learned[-1].endswith("\n\n") and not held_out[0].startswith("\n")


def test_a_share_that_is_none_is_refused():
    for share in (0, 1, -0.1, 10):
        with pytest.raises(ValueError, match="a share between 0 and 1"):
            load_tragedies().split(share)
