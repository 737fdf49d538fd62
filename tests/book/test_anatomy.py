"""How long a chapter may be and how plain its code must be: what a tired reader can follow."""

import re

import pytest
from chapter_source import HEAD

from tools import sync
from tools.anatomy import measure

CHAPTERS = sync.sources()

each = pytest.mark.parametrize("source", CHAPTERS, ids=lambda source: source.stem)


@pytest.fixture(scope="module")
def anatomy_of():
    """Return a function that measures a chapter once."""
    known = {}

    def measured(source):
        if source not in known:
            known[source] = measure(source)
        return known[source]

    return measured


@each
def test_the_core_can_be_read_in_one_sitting(source, anatomy_of):
    anatomy = anatomy_of(source)
    assert 1500 <= anatomy.words <= 2400
    assert 15 <= anatomy.cells <= 28


@each
def test_cells_are_short(source, anatomy_of):
    anatomy = anatomy_of(source)
    assert anatomy.median <= 5
    assert anatomy.p90 <= 10, "nine cells in ten have at most 10 lines"
    assert anatomy.longest <= 20


@each
def test_claims_are_few_and_plain(source, anatomy_of):
    anatomy = anatomy_of(source)
    assert 4 <= anatomy.claims <= 12
    assert not anatomy.riddles, "one claim, one inequality (two at most)"


@each
def test_the_learner_writes_something(source, anatomy_of):
    assert 2 <= anatomy_of(source).attempts <= 3


@each
def test_one_assignment_a_line(source, anatomy_of):
    assert not anatomy_of(source).packed


@each
def test_a_name_means_one_thing_on_a_page(source, anatomy_of):
    assert not anatomy_of(source).twice


# That these tests see what they should.

CHAPTER = f"""{HEAD}
Two words $x + y$ here. [Three](https://somewhere.example/else).

## One

```{{code-cell}} ipython3
x = 1
fig, ax = 1, 2
```

## Two

```{{code-cell}} ipython3
%pip list
x = [1, 2]
for i in range(3):
    a, b, c, d = f(i)
claim("between", 1 < x < 2 < i, id="a")
attempt(f, expected=1)
```

## Going deeper

Many words that are not counted as core.

```{{code-cell}} ipython3
y = 3
```
"""


def test_a_chapter_is_measured(tmp_path):
    source = tmp_path / "01_a.md"
    source.write_text(CHAPTER)
    anatomy = measure(source)
    assert anatomy.words == len("Title Two words here Three One Two".split())
    assert anatomy.lengths == [2, 6] and (anatomy.claims, anatomy.attempts) == (1, 1)
    assert anatomy.riddles == ["1 < x < 2 < i"]
    plain = [re.sub(r"[()]", "", code) for code in anatomy.packed]  # as Python writes it varies
    assert plain == ["fig, ax = 1, 2", "a, b, c, d = fi", "1 < x < 2 < i"]
    assert anatomy.twice == ["x"]
