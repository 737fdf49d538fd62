"""What a cell is for, told by its code; how long a page takes to read."""

import re

import jupytext
import pytest
from chapter_source import HEAD

from tools import sync
from tools.book.cells import fold_label, is_attempt
from tools.book.reading import reading_of, words_in

CELLS = {
    "colab": (
        'import importlib.util\n\nif importlib.util.find_spec("nblib") is None:\n'
        '    %pip install -q "nblib"',
        "Set-up",
    ),
    "imports": ("import numpy as np\nfrom nblib.page import claim, plots", "Set-up"),
    "seeds": (
        "import numpy as np\nimport torch\n\nrng = np.random.default_rng(seed=2)\n"
        "torch.manual_seed(0)\ntorch.set_num_threads(1)\n"
        'device = "cuda" if torch.cuda.is_available() else "cpu"',
        "Set-up",
    ),
    "maths of a widget": (
        "import numpy as np\nfrom nblib.widgets.fit_a_line.maths import best_line",
        "Set-up",
    ),
    "widget": ("from nblib.widgets import FitALine\n\nwidget = FitALine()", "Code of the widget"),
    "figure": ('fig, ax = plots.figure()\nplots.show(fig, alt="a line")', "Code of the figure"),
    "helper of figures": (
        'def draw(x):\n    plots.show(figure_of(x), alt="a line")',
        "Code of the figure",
    ),
    "code": ("w = w - lr * slope", None),
    "import and code": ("import torch\n\nmodel = torch.nn.Linear(2, 1)", None),
    "import and code on a device": (
        "import torch\n\nx = torch.tensor(y, device=device)",
        None,
    ),
    "import and function": ("import inspect\n\n\ndef train(w):\n    return w", None),
    "seed alone": ("rng = np.random.default_rng(seed=2)", None),
    "claim": ('claim("it falls", after < before, id="falls")', None),
    "claim beside a figure": ('plots.show(fig, alt="x")\nclaim("it", True, id="i")', None),
    "attempt": ("import math\n\nattempt(step, 3.0, expected=2.8)", None),
    "listing": ("from nblib import ops\nlisting(ops.mul)", None),
    "word in a text": ('print("plots.show( draws, attempt( asks")', None),
    "another show": ("pyplot.show()", None),
    "no Python": ("%time f(x)", None),
}


@pytest.mark.parametrize(("code", "label"), CELLS.values(), ids=CELLS)
def test_a_cell_is_folded_by_what_its_code_does(code, label):
    assert fold_label(code) == label


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_a_chapter_folds_what_it_should_and_needs_no_tag_for_it(source):
    cells = [cell for cell in jupytext.read(source).cells if cell.cell_type == "code"]
    assert [fold_label(cell.source) for cell in cells[:2]] == ["Set-up", "Set-up"]
    labels = {fold_label(cell.source) for cell in cells}
    assert labels == {None, "Set-up", "Code of the widget", "Code of the figure"}
    assert not any("tags" in cell.metadata for cell in cells)


def test_an_attempt_is_a_cell_that_calls_attempt():
    assert is_attempt("def step(w):\n    ...\n\n\nattempt(step, 3.0, expected=2.8)")
    assert not is_attempt("from nblib.page import attempt")


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Two words", 2),
        ("# A heading\n\n- one\n- two", 4),
        ("the loss $L(w) = w^2$ of $w$", 5),
        ("where\n\n$$a < b + c ,\\qquad d > e$$\n\nholds", 3),
        ("if $a < b$ then\n\nno more than this is read, even where $c > d$ stands", 13),
        ("[a link](https://example.org/a/long/path) — and", 3),
        ("<details><summary>Answer</summary>\n\nYes.\n\n</details>", 2),
        ("```python\nnot = read\n```\n\nread", 1),
        ("| a | b |\n|---|---|\n| 1 | 2 |", 4),
    ],
)
def test_words_are_counted_as_they_are_read(markdown, words):
    assert words_in(markdown) == words


def test_reading_time_is_of_the_core_and_each_attempt_adds_a_minute(tmp_path):
    page = tmp_path / "01_x.md"
    attempt = "```{code-cell} ipython3\nattempt(step, 1.0, expected=2.0)\n```"
    deeper = f"## Going deeper\n\n{'word ' * 900}\n\n{attempt}"
    page.write_text(f"{HEAD}\n{'word ' * 450}\n\n{attempt}\n\n{deeper}\n")
    reading = reading_of(page)
    assert reading.words == 451  # with the title
    assert reading.attempts == 2
    assert reading.minutes == 3 + 2


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_the_words_of_a_chapter_are_about_those_between_its_spaces(source):
    reading = reading_of(source)
    text = source.read_text(encoding="utf-8").partition("\n## Going deeper")[0]
    prose = re.sub(r"^```.*?^```|\$\$.*?\$\$", " ", text, flags=re.M | re.S)
    assert 0.8 * len(prose.split()) < reading.words <= len(prose.split())
