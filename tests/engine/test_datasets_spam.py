"""The mails: their form, what was taken out of them, and that no copies are on both sides."""

import re

import numpy as np

from nblib.data import load_spam
from tools.data import mail_text
from tools.data.near_copies import COPY, alike_pairs, bare_subject, copies_and_groups, runs

LETTER = """Hi Ann,

On Mon, 3 Jun 2002, Ann Lee wrote:
> Write to ann.lee@mail.example or call 01 234 5678, see http://www.mail.example/~ann?id=3

Order 1234567 came on 2002-06-03. Ask Lee. It was a mild lee shore.

Cheers,
Bob
--
Bob Stone, 5 Main Street
"""


def test_mails_have_the_stated_form():
    data = load_spam()
    assert data.x_train.shape == (3585,) and data.x_test.shape == (1274,)
    assert data.x_train.dtype == object and data.names == ("ham", "spam")
    assert data.y_train.dtype == np.int64 and set(data.y_test.tolist()) == {0, 1}
    assert 0.2 < data.y_train.mean() < 0.22 and 0.2 < data.y_test.mean() < 0.22
    for text in data.x_test:
        subject, line_end, body = text.partition("\n")
        assert line_end and len(body.split()) >= 5 and len(body) <= 1500
        assert subject == " ".join(subject.split())
    assert "authors keep their rights" in data.provenance["unclear"]
    assert "PDDL 1.0" in data.provenance["license"] and "CC0 1.0" in data.provenance["license"]


def test_no_address_is_left_and_no_thread_is_on_both_sides():
    data = load_spam()
    every = [*data.x_train, *data.x_test]
    assert not any(re.search(r"\w@\w|https?://\w", text) for text in every)
    sides = [
        {bare_subject(text.partition("\n")[0]) for text in x} for x in (data.x_train, data.x_test)
    ]
    assert sides[0] & sides[1] == {""}
    x = data.x_test[:300]
    pairs = alike_pairs([runs(text.partition("\n")[2]) for text in x])
    assert all(index < COPY for _, _, index in pairs)


def test_what_names_a_person_is_replaced():
    text = mail_text.without_people(LETTER, {"lee"}, {"ann", "lee", "bob"})
    assert "ann" not in text.lower() and "Bob" not in text and "Main Street" not in text
    assert text.startswith(
        "Hi xxname,\n\nxxname wrote:\n> Write to xxmail or call xxphone , see xxurl"
    )
    assert "Order xxnumber came on xxdate . Ask xxname." in text
    assert text.endswith("Cheers,\nxxname")


def test_a_word_that_is_mostly_written_small_is_no_name():
    bodies = ["Rose said that a rose is a rose", "Zed met Rose, and Zed left", "zed@mail.example"]
    assert mail_text.true_names({"Rose", "Zed", "Date"}, bodies) - mail_text.GIVEN_NAMES == {"zed"}


def test_copies_and_threads_are_found():
    words = [f"w{chr(97 + i)}" for i in range(26)]
    first = " ".join(words)
    bodies = [first, first + " 1 2 3", " ".join(words[:14] + ["other"] * 3), "quite another text"]
    copy, group = copies_and_groups(["a", "b", "c", "Re: [list] A"], bodies)
    assert copy == [False, True, False, False] and group == [0, 0, 0, 0]
    copy, group = copies_and_groups(["", ""], ["one two three four", "five six seven eight"])
    assert copy == [False, False] and group == [0, 1]
