"""After every experiment a sentence says what came: its number, as the claim beside it has it."""

import re

import jupytext
import pytest
from said import cites, numbers

from tools import sync
from tools.execute.kept import record_of

NEAR = 2  # cells


def beside(source, id):
    """Return the prose within two cells of a claim."""
    cells = jupytext.read(source).cells
    (place,) = [
        i
        for i, cell in enumerate(cells)
        if cell.cell_type == "code" and re.search(rf'\bid="{id}"', cell.source)
    ]
    near = cells[max(place - NEAR, 0) : place + NEAR + 1]
    return "\n\n".join(cell.source for cell in near if cell.cell_type == "markdown")


@pytest.mark.site
@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_every_claim_is_said_in_prose_with_its_number(source):
    silent = [
        claim["id"]
        for claim in record_of(source)["claims"]
        if not cites(beside(source, claim["id"]), claim)
    ]
    assert not silent, f"say what came, in a sentence with its number, beside {silent}"


CLAIM = {
    "statement": "standardizing cuts the steps in 5 of 5 splits",
    "measured": {"steps": "16,231, 16", "share": "0.8213"},
}


@pytest.mark.parametrize(
    "prose",
    [
        "It cut 16,000 steps.",
        "It left sixteen, or 16, steps.",
        "In 82 % of them it helped.",
        "In all five splits.",
        "A share of 0.821.",
    ],
)
def test_a_rounded_number_is_the_measured_one(prose):
    assert cites(prose, CLAIM)


@pytest.mark.parametrize(
    "prose", ["It helped a lot.", "It cut 17,000 steps.", "In 83 % of them.", "A share of 0.82135."]
)
def test_another_number_is_not(prose):
    assert not cites(prose, CLAIM)


def test_numbers_are_read_as_a_reader_does():
    assert numbers("from 1.5 to −20, $10^{-6}$ or 1e-3; 16,000; two") == [
        (pytest.approx(value), pytest.approx(half))
        for value, half in [
            (1e-6, 5e-7),
            (1.5, 0.05),
            (-20, 0.5),
            (1e-3, 5e-4),
            (16_000, 500),
            (2, 0),
        ]
    ]
