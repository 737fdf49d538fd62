"""Cells on a page that is really built: folds, attempts, listings; the notebook itself is left as
it is.
"""

import json
import re
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from small_site import build_site, write_site

from nblib.page.attempts import Attempt
from nblib.page.listings import listing
from tools.book.site import attempts, folds, listings, without

PLAN = """
parts:
  - title: One
    chapters:
      - {slug: 01_first, title: First, hours: 1, needs: [], about: One.}
back: []
weeks: []
weekends: []
"""
COLAB = 'import importlib.util\n\nif importlib.util.find_spec("nblib") is None:\n    %pip install x'
ATTEMPT = "def step(w):\n    ...\n\n\nattempt(step, 3.0, expected=2.8)"
LISTED = """\
nblib/page/a.py
  9  def f(x):
 10
 11      return x
nblib/b.py
 1  x = 2
(3, 4)
"""
VIEW = {"model_id": "w"}
SOLUTION = "<details><summary>Solution</summary>\n\nIt is so.\n\n</details>"


def html_output(markup):
    return new_output("display_data", data={"text/html": markup, "text/plain": "·"})


def printed(text):
    return new_output("stream", name="stdout", text=text)


def notebook():
    """Return the executed notebook of a chapter with a cell of each kind."""
    answer = Attempt("step(3)", 2.8)._repr_mimebundle_()
    cells = [
        new_markdown_cell("# First"),
        new_code_cell(COLAB),
        new_code_cell("import numpy as np"),
        new_markdown_cell("Words."),
        new_code_cell("import torch"),
        new_code_cell("w = w - lr * slope"),
        new_code_cell("from nblib.widgets import X\nX()", outputs=[html_output("<p>alive</p>")]),
        new_code_cell('plots.show(fig, alt="a line")', outputs=[html_output("<p>drawn</p>")]),
        new_code_cell('claim("it", True, id="it")', outputs=[html_output("<p>held</p>")]),
        new_code_cell(ATTEMPT, outputs=[new_output("display_data", data=answer)]),
        new_markdown_cell(SOLUTION),
        new_code_cell("listing(listing)\nlisting(fold)", outputs=[printed(LISTED)]),
        new_code_cell("shown", outputs=[new_output("display_data", data={without.VIEW: VIEW})]),
        new_code_cell("print(1)", outputs=[printed("nblib/page/listings.py is a file\n 1  no\n")]),
    ]
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return notebook


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build a site of one chapter; return its page and what became of its notebook."""
    root = tmp_path_factory.mktemp("cells")
    chapters = write_site(root, PLAN, {"01_first": "# First\n"})
    source = notebook()
    nbformat.write(source, chapters / "01_first.ipynb")

    def connect(app):
        folds.register(app)
        for look in (attempts.invite, folds.fold, listings.dress):
            app.connect("doctree-read", look)
        app.add_post_transform(without.WithoutScripts)

    out = build_site(
        root,
        connect,
        extensions=["myst_nb"],
        nb_execution_mode="off",
        exclude_patterns=["chapters/*.md"],
        suppress_warnings=["mystnb.unknown_mime_type"],
    )
    executed = nbformat.read(root / "jupyter_execute" / "chapters" / "01_first.ipynb", 4)
    text = (out / "chapters" / "01_first.html").read_text(encoding="utf-8")
    return SimpleNamespace(page=text, source=source, executed=executed)


def fold_of(page, word):
    """Return (label, what it hides) of the fold that hides a word, or None."""
    for label, hidden in re.findall(
        r'<details class="nb-fold"><summary>(.*?)</summary>(.*?)</details>', page, flags=re.S
    ):
        if word in hidden:
            return label, hidden
    return None


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("find_spec", "Set-up"),
        ("numpy", "Set-up"),
        ("torch", "Set-up"),
        ("widgets", "Code of the widget"),
        ("plots", "Code of the figure"),
    ],
)
def test_a_cell_is_folded_under_its_label(built, word, label):
    assert fold_of(built.page, word)[0] == label


@pytest.mark.parametrize("word", ["slope", "claim", "attempt", "listing"])
def test_what_is_taught_stays_open(built, word):
    assert word in built.page and fold_of(built.page, word) is None


@pytest.mark.parametrize("shown", ["alive", "drawn", "held"])
def test_what_a_cell_put_out_is_never_folded(built, shown):
    assert f"<p>{shown}</p>" in built.page and fold_of(built.page, shown) is None


def test_set_ups_in_a_row_share_a_fold_and_others_do_not(built):
    assert "numpy" in fold_of(built.page, "find_spec")[1]
    assert "torch" not in fold_of(built.page, "find_spec")[1]


def test_a_fold_says_its_words_to_everybody(built):
    assert built.page.count("<details class") == 4
    assert "aria-label" not in "".join(re.findall(r"<summary[^>]*>", built.page))


def test_the_notebook_has_no_tag_for_it_so_its_key_stays_what_it_was(built):
    def code(notebook):
        return [(c.source, c.metadata) for c in notebook.cells if c.cell_type == "code"]

    assert code(built.executed) == code(built.source)


def test_an_attempt_shows_its_answer_where_to_write_and_then_the_solution(built):
    block = re.search(r"attempt</span>.*?</details>", built.page, flags=re.S)[0]
    order = ["Not yet", 'class="nb-invitation"', "Download the notebook", "Solution", "It is so"]
    positions = [block.index(words) for words in order]
    assert positions == sorted(positions)
    between = block[block.index("Download the notebook") : block.index("<details")]
    assert re.fullmatch(r"Download the notebook</a></p>\s*</div>\s*", between)


def test_a_widget_that_does_not_start_leaves_words_in_its_place(built):
    assert built.page.count(without.NO_WIDGET) == 1
    assert f"{json.dumps(VIEW)}</script>{without.NO_WIDGET}" in built.page
    assert re.search(rf"{re.escape(without.NO_SCRIPT)}\s*<h1>", built.page)


def test_a_listing_is_code_under_the_name_of_its_file(built):
    blocks = re.findall(r'<div class="nb-source[^"]*">(.*?)</pre>', built.page, flags=re.S)
    assert len(blocks) == 2
    first = re.sub(r"<[^>]+>", "", blocks[0])
    assert first.split("\n")[1:] == ["nblib/page/a.py", " 9def f(x):", "10", "11    return x", ""]
    assert '<p class="nb-file">nblib/b.py</p>' in blocks[1]
    assert "highlight-python" in blocks[1] and '<span class="linenos">1</span>' in blocks[1]


def test_what_is_printed_after_a_listing_is_output_like_any_other(built):
    after = built.page.partition("nblib/b.py")[2]
    printed_after = re.search(r'<div class="output stream[^"]*">.*?</pre>', after, flags=re.S)
    assert re.sub(r"<[^>]+>", "", printed_after[0]).strip() == "(3, 4)"


def test_other_output_stays_as_it_was_printed(built):
    assert "nblib/page/listings.py is a file\n 1  no" in built.page


def test_what_listing_prints_is_understood(capsys):
    listing(listing)
    listing(listings, "FILE", "NUMBERED")
    text = capsys.readouterr().out
    parts = listings.parts_of(text)
    assert len(parts) == 2 and all(part.file.endswith("/listings.py") for part in parts)
    lines = sum(len(part.lines) for part in parts)
    assert lines == len(text.splitlines()) - 2


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        ("3.2", ["3.2"]),
        ("nblib/a.py", ["nblib/a.py"]),
        ("nblib/a.py\nx", ["nblib/a.py", "x"]),
        (" 1  x\nnblib/a.py", [" 1  x", "nblib/a.py"]),
        ("nblib/a.py\n 7  x\n 8\n 9  y", [7]),
        ("nblib/a.py\n 7  x\n 7  y", [7, " 7  y"]),
        ("a\nb\nnblib/a.py\n 7  x\nnblib/a.py\n 2  y\nc", ["a\nb", 7, 2, "c"]),
    ],
)
def test_listings_are_told_from_other_texts(text, kinds):
    assert [getattr(part, "first", part) for part in listings.parts_of(text)] == kinds
