"""The one execute step, run for real on a small project with two chapters."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tools.execute import harvest
from tools.paths import ROOT

HEAD = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""


def chapter(*cells):
    return (
        HEAD
        + "# Title\n"
        + "".join(f"\n```{{code-cell}} ipython3\n{cell}\n```\n\nWords.\n" for cell in cells)
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    ignore = shutil.ignore_patterns("__pycache__")
    for folder in ("nblib", "tools"):
        shutil.copytree(ROOT / folder, root / folder, ignore=ignore)
    shutil.copy(ROOT / "requirements.txt", root)
    (root / "chapters").mkdir()
    good = "from nblib.page.claims import claim\nclaim('One is one', 1 == 1, id='one')"
    (root / "chapters" / "01_one.md").write_text(chapter("import nblib", good))
    (root / "chapters" / "02_two.md").write_text(chapter("print('two')"))
    return root


def execute(root, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "tools.execute", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def test_each_notebook_runs_once_until_its_code_or_the_library_changes(project):
    first = execute(project)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "executing 2 of 2" in first.stdout
    record = json.loads((project / "_build/execution/01_one.json").read_text())
    assert record["cells"] == 2 and record["peak_mb"] > 10 and record["claims"][0]["id"] == "one"
    assert "all 2 stand" in execute(project).stdout

    two = project / "chapters" / "02_two.md"
    two.write_text(two.read_text().replace("Words.", "Other words."))
    assert "all 2 stand" in execute(project).stdout, "prose is not executed"

    two.write_text(two.read_text().replace("'two'", "'zwei'"))
    assert "executing 1 of 2" in execute(project).stdout, (
        "a changed chapter re-executes itself alone"
    )

    with (project / "nblib" / "claims.py").open("a") as file:
        file.write("\n# a line more\n")
    assert "executing 2 of 2" in execute(project).stdout, "a changed library re-executes all"

    grading = project / "nblib" / "grading"
    (grading / "__init__.py").write_text("# the grader, changed\n")
    assert "all 2 stand" in execute(project).stdout, "no chapter stands on the grader"

    (project / "records").mkdir()
    (project / "records" / "02.json").write_text("{}")
    assert "executing 1 of 2" in execute(project).stdout, (
        "a new record re-executes the chapter that shows it"
    )


BAD = {
    "a_false_claim": (
        "from nblib.page.claims import claim\nclaim('One is two', 1 == 2, id='no')",
        "✗ One is two",
    ),
    "no_truth_value": (
        "from nblib.page.claims import claim\nclaim('One is true', 1, id='no')",
        "needs one True or False",
    ),
    "a_bare_figure": ("import matplotlib.pyplot as plt\nplt.plot([1, 2])", "a bare image"),
    "noise_on_stderr": ("import sys\nprint('careful', file=sys.stderr)", "wrote to stderr"),
    "an_image_without_a_name": (
        "from IPython.display import HTML\nHTML('<img src=\"data:,\">')",
        "without alt text",
    ),
    "an_exception": ("1 / 0", "ZeroDivisionError"),
}


@pytest.fixture(scope="module")
def failed(project):
    """Run a chapter of each bad kind, all at once."""
    sources = [project / "chapters" / f"09_{name}.md" for name in BAD]
    for source, (cell, _) in zip(sources, BAD.values(), strict=True):
        source.write_text(chapter(cell, "print('after')"))
    yield execute(project, "09")
    for source in sources:
        source.unlink()


@pytest.mark.parametrize("name", BAD)
def test_a_notebook_that_should_not_pass_fails_and_leaves_nothing_behind(project, failed, name):
    assert failed.returncode == 1
    report = failed.stdout.split(f"09_{name}.ipynb::Cell 0")
    assert len(report) > 1 and BAD[name][1] in failed.stdout, failed.stdout + failed.stderr
    assert not (project / f"_build/execution/09_{name}.json").exists()


def test_an_unknown_chapter_is_refused(project):
    done = execute(project, "77")
    assert done.returncode == 1 and "No such chapter: 77" in done.stderr


def html(markup):
    return [{"output_type": "display_data", "data": {"text/html": markup}}]


@pytest.mark.parametrize(
    "markup, right",
    [
        ('<img src="x" alt="a curve">', True),
        ('<img src="x" alt="">', False),
        ("<img src='x'>", False),
        ('<svg role="img" aria-label="a curve"></svg>', True),
        ("<svg></svg>", False),
        ('<svg aria-hidden="true"></svg>', True),
        ("<table></table>", True),
    ],
)
def test_images_in_html_need_a_name(markup, right):
    assert (harvest.complaint(html(markup)) is None) == right
