"""The contract of a chapter, as far as it can be read off its source and its execution record."""

import functools
import re

import nbformat
import pytest

from tools import sync
from tools.execute.kept import record_of
from tools.execute.key import key

CHAPTERS = sync.sources()
MEGABYTES = 1500

each = pytest.mark.parametrize("source", CHAPTERS, ids=lambda source: source.stem)


@functools.cache
def notebook_of(source):
    """The notebook of a chapter, read once for all that is asked of it."""
    return nbformat.reads(sync.as_notebook(source), 4)


def cells(source, kind):
    return [cell for cell in notebook_of(source).cells if cell.cell_type == kind]


def prose(source):
    return "\n\n".join(cell.source for cell in cells(source, "markdown"))


def section(source, heading):
    match = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", prose(source), flags=re.M | re.S)
    assert match, f"{source.name} has no section '## {heading}'"
    return match[1]


def bullets(text):
    return [
        " ".join(b.split())
        for b in re.findall(r"^[-*] (.*?)(?=^[-*] |^\S|\Z)", text, flags=re.M | re.S)
    ]


@each
def test_prose_reads_well_as_plain_markdown(source):
    text = prose(source)
    assert not re.findall(r"^\s*(?:```+|:::+)\s*\{", text, flags=re.M), (
        "directives show as raw text in Jupyter"
    )
    assert not re.findall(r"\{[a-z:]+\}`", text), "roles show as raw text in Jupyter"
    assert not re.findall(r"!\[\s*\]\(", text), "an image without alt text"


@each
def test_there_is_one_title_and_it_comes_first(source):
    assert re.findall(
        r"^# .+", re.sub(r"```.*?```", "", prose(source), flags=re.S), flags=re.M
    ) == [prose(source).splitlines()[0]]


@each
def test_every_part_of_the_anatomy_is_there(source):
    text = prose(source)
    for heading in (
        "You will be able to",
        "Seen in the wild",
        "In practice",
        "Summary",
        "Going deeper",
        "Think",
        "References",
    ):
        assert re.search(rf"^##? ?#? ?{heading}", text, flags=re.M), f"no section '{heading}'"
    assert text.count("<details>") >= 3 and text.count("<details>") == text.count("</details>")
    assert len(bullets(section(source, "References"))) >= 2
    assert "nblib.widgets" in "\n".join(cell.source for cell in cells(source, "code"))


@each
def test_what_is_asked_about_the_widget_is_answered_below_it(source):
    notebook = notebook_of(source)
    shows = ["from nblib.widgets import" in cell.source for cell in notebook.cells]
    below = notebook.cells[shows.index(True) + 1]
    assert below.source.lstrip().startswith("<details><summary>What you should have seen</summary>")


@each
def test_every_column_of_a_table_has_a_heading_in_words(source):
    heads = re.findall(r"^\|(.*)\|\n\|[-:| ]+\|$", source.read_text(encoding="utf-8"), flags=re.M)
    for head in heads:
        for cell in re.sub(r"\$[^$]*\$", "·", head).split("|"):
            assert re.search(r"\w", cell), f"say in words what stands in each column: {head}"


@each
def test_no_cell_is_long(source):
    for cell in cells(source, "code"):
        assert len([line for line in cell.source.splitlines() if line.strip()]) <= 20


@each
def test_no_cell_is_skipped_or_allowed_to_fail_unseen(source):
    for cell in cells(source, "code"):
        assert not re.search(r"NBVAL_SKIP", cell.source) and "nbval-skip" not in cell.metadata.get(
            "tags", []
        )


@each
def test_a_seed_is_in_sight(source):
    assert "seed" in "\n".join(cell.source for cell in cells(source, "code"))


# What PyTorch draws without being handed a generator.
TORCH_DRAWS = re.compile(
    r"torch\.(rand\w*|bernoulli|multinomial|nn\.Dropout\w*|nn\.functional\.dropout)\(|trunc_normal_\("
)


@each
def test_torch_is_seeded_before_it_draws(source):
    code = "\n".join(cell.source for cell in cells(source, "code"))
    first = TORCH_DRAWS.search(code)
    if first is not None:
        assert "torch.manual_seed(" in code[: first.start()], f"{first[0]} without a seed"


@each
def test_no_address_of_a_repository_is_committed(source):
    code = "\n".join(cell.source for cell in cells(source, "code"))
    assert "github.com" not in code


@pytest.mark.site
@each
def test_every_bullet_of_the_summary_cites_claims_that_held(source):
    claim_ids = {claim["id"] for claim in record_of(source)["claims"] if claim["holds"]}
    summary = bullets(section(source, "Summary"))
    assert len(summary) >= 3
    for bullet in summary:
        cited = re.findall(r"`✓ ([a-z0-9-]+)`", bullet)
        assert cited, f"a bullet without a claim: {bullet}"
        assert set(cited) <= claim_ids, f"no such claim held in the run: {set(cited) - claim_ids}"


@pytest.mark.site
@each
def test_every_citation_of_a_claim_anywhere_is_of_one_that_held(source):
    claim_ids = {claim["id"] for claim in record_of(source)["claims"] if claim["holds"]}
    assert set(re.findall(r"`✓ ([a-z0-9-]+)`", prose(source))) <= claim_ids


@pytest.mark.site
@each
def test_the_memory_budget_is_kept(source):
    assert record_of(source)["peak_mb"] <= MEGABYTES


@pytest.mark.site
@each
def test_what_stands_on_the_page_was_executed_under_its_key(source):
    assert record_of(source)["key"] == key(source)
