"""The one execute step: what changes a notebook's key, and real runs of a small project."""

import json
import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from chapter_source import HEAD
from jupyter_cache import get_cache

from nblib.reach import files
from tools.execute import harvest, kept, key, run
from tools.execute.__main__ import main
from tools.execute.environment import environment
from tools.paths import EXECUTION, ROOT


def chapter(*cells):
    return HEAD + "".join(f"\n```{{code-cell}} ipython3\n{cell}\n```\n\nWords.\n" for cell in cells)


# A small project with the real library.
CHAPTERS = {
    "01_line": chapter("from nblib.widgets import FitALine\nFitALine()"),
    "02_descent": chapter(
        "%pip --version", "from nblib.widgets import DescentOnSurface\nDescentOnSurface()"
    ),
    "03_layer": chapter("from nblib import nn\nnn.Linear(2, 3, rng=0)"),
    "04_data": chapter("from nblib.data import load_diabetes\nload_diabetes()"),
    "05_source": chapter(
        "from nblib import ops\nfrom nblib.page import listing\nlisting(ops.tanh)"
    ),
    "06_record": chapter('from nblib.page import records\nprint(records.load("03")["made"])'),
    "07_plain": chapter("print('plain')"),
    "08_help": chapter("from nblib.page import claim\nprint(claim.__doc__)"),
}
ENGINE = ["01_line", "03_layer", "05_source"]  # the losses of a line are computed by ops too
LISTED = "nblib/ops/functions.py"  # what 05_source shows


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    for folder in ("nblib", "tools", "records"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.txt", root)
    (root / "chapters").mkdir()
    for name, text in CHAPTERS.items():
        (root / "chapters" / f"{name}.md").write_text(text)
    return root


@pytest.fixture(scope="module")
def keys(project):
    """Return a function that gives the key of each chapter of the project."""
    execution = project / "_build" / "execution"
    execution.mkdir(parents=True, exist_ok=True)
    # What a run of this chapter would leave; such a run is among those below.
    (execution / "05_source.json").write_text(json.dumps({"read_as_text": [LISTED]}))
    sources = [project / "chapters" / f"{name}.md" for name in CHAPTERS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "ROOT", project)
        patch.setattr(key, "ROOT", project)
        patch.setattr(kept, "EXECUTION", execution)
        yield lambda: {source.stem: key.key(source) for source in sources}


@pytest.fixture(scope="module")
def standing(keys):
    return keys()


@pytest.mark.parametrize(
    "name, old, new, expected",
    [
        # A widget: its JavaScript, its style, its Python, and what all widgets share.
        ("nblib/widgets/fit_a_line/widget.mjs", r"\A", "// new\n", ["01_line"]),
        ("nblib/widgets/fit_a_line/widget.py", r"\Z", "\nx = 1\n", ["01_line"]),
        ("nblib/widgets/fit_a_line/widget.py", r"\Z", "\n# a comment\n", []),
        ("nblib/widgets/core/style.css", r"\Z", "\n", ["01_line", "02_descent"]),
        # The engine: an op, a layer that a door imports beside the one in use, an optimizer.
        ("nblib/ops/functions.py", r"np\.exp\(", "np.exp(1 * ", ENGINE),
        ("nblib/ops/functions.py", r"\Z", "\n# a comment\n", ["05_source"]),
        ("nblib/ops/arithmetic.py", r"\Z", "\n# a comment\n", []),
        ("nblib/nn/recurrent.py", r"\Z", "\nx = 1\n", []),
        ("nblib/nn/linear.py", r"\Z", "\nx = 1\n", ["03_layer"]),
        ("nblib/page/surfaces.py", r"\Z", "\nx = 1\n", ["02_descent"]),
        # Docstrings count where one is shown.
        ("nblib/page/claims.py", r'"""', '"""New. ', ["08_help"]),
        # Data and records.
        ("nblib/data/diabetes.json", r"\Z", "\n", ["04_data"]),
        ("nblib/data/mnist.json", r"\Z", "\n", []),
        ("records/03.json", r"\Z", "\n", ["06_record"]),
        ("records/06.json", r"\Z", "\n", []),
        ("records/03.py", r"\Z", "\nx = 1\n", []),
        # What no page shows, and what all stand on.
        ("nblib/grading/grade.py", r"\Z", "\nx = 1\n", []),
        ("nblib/check/student.py", r"\Z", "\nx = 1\n", []),
        ("requirements.txt", r"\Z", "# new\n", list(CHAPTERS)),
        # A chapter: its code, its prose.
        ("chapters/07_plain.md", r"'plain'", "'simple'", ["07_plain"]),
        ("chapters/07_plain.md", r"print", "# a comment\nprint", ["07_plain"]),
        ("chapters/07_plain.md", r"Words", "Other words", []),
    ],
)
def test_a_change_runs_the_chapters_that_stand_on_it_and_no_other(
    project, keys, standing, name, old, new, expected
):
    path = project / name
    text = path.read_text()
    changed = re.sub(old, new, text, count=1)
    assert changed != text, "the test changes something"
    path.write_text(changed)
    after = keys()
    path.write_text(text)
    assert [chapter for chapter in CHAPTERS if after[chapter] != standing[chapter]] == expected


def test_what_runs_a_notebook_counts_in_its_key(keys, standing, monkeypatch):
    monkeypatch.setattr(key, "MACHINERY", key.MACHINERY[:-1])
    assert not set(keys().values()) & set(standing.values())


def execute(root, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "tools.execute", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


CLAIM = "from nblib.page import claim\nclaim('One is {}', {}, id='no')"
# Cells that should not pass, and what is said of them; all stand in one notebook.
BAD = {
    CLAIM.format("two", "1 == 2"): "✗ One is two",
    CLAIM.format("true", "1"): "needs one True or False",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])": "a bare image",
    "import sys\nprint('careful', file=sys.stderr)": "wrote to stderr",
    "from IPython.display import HTML\nHTML('<img src=\"data:,\">')": "without alt text",
    "1 / 0": "ZeroDivisionError",
}
READS = (
    "import importlib, nblib\nfrom pathlib import Path\nfrom nblib.page import records",
    "importlib.import_module('nblib.' + 'text').pad",
    "records.load('0' + '3')['made']",
    "(Path(nblib.__file__).parent / 'data' / 'fashion.json').read_text()[:0]",
)
# Each kind of read that a key foresees.
GOOD = (
    "from nblib.page import claim, listing, records\nfrom nblib import nn, ops",
    "from nblib.data import load_diabetes\nfrom nblib.widgets import FitALine",
    "nn.Linear(2, 3, rng=0)\nrecords.load('03')['made']\nlen(load_diabetes().x_train)",
    "listing(ops.tanh)\nFitALine()",
    "claim('One is one', 1 == 1, id='one')",
)


@pytest.fixture(scope="module")
def ran(project):
    """Run the notebooks whose runs matter, all at once."""
    texts = {"09_bad": chapter(*BAD, "'after'"), "09_reads": chapter(*READS)}
    texts["09_good"] = chapter(*GOOD)
    texts["09_value"] = chapter("from nblib import late", "late.value")
    texts["09_limit"] = chapter("from nblib import late", "late.value", "assert late.value < 2")
    (project / "nblib" / "late.py").write_text("value = 1\n")
    for name, text in texts.items():
        (project / "chapters" / f"{name}.md").write_text(text)
    done = execute(project, "09")
    for name in ("09_bad", "09_reads"):
        (project / "chapters" / f"{name}.md").unlink()
    return done


def outputs(project, name):
    """Return the texts that the book would find for a notebook, or None where there are none."""
    cache = get_cache(project / "_build" / "cache")
    for record in cache.list_cache_records():
        if record.uri.endswith(f"{name}.md"):
            cells = cache.get_cache_bundle(record.pk).nb.cells
            return [o["data"]["text/plain"] for c in cells for o in c.outputs if "data" in o]
    return None


@pytest.mark.parametrize("number", range(len(BAD)))
def test_a_cell_that_should_not_pass_fails_and_says_why(ran, number):
    assert ran.returncode == 1 and "A notebook failed" in ran.stderr
    section = re.search(
        rf"_ 09_bad\.ipynb::Cell {number} _+\n(.*?)\n(?:__|==)", ran.stdout, flags=re.S
    )
    assert section and list(BAD.values())[number] in section[1], ran.stdout + ran.stderr


def test_a_run_that_reads_what_its_key_does_not_cover_fails(project, ran):
    sentence = next(line for line in ran.stdout.splitlines() if "the notebook read" in line)
    for name in ("nblib/text/bpe.py", "records/03.json", "nblib/data/fashion.json"):
        assert name in sentence
    assert "nblib/page" not in sentence and 'records.load("06")' in sentence


@pytest.mark.parametrize("name", ["09_bad", "09_reads"])
def test_a_notebook_that_failed_leaves_nothing_behind(project, ran, name):
    assert not (project / f"_build/execution/{name}.json").exists()
    assert outputs(project, name) is None


def test_a_notebook_that_passed_is_kept_with_what_it_cost_and_said(project, ran):
    record = json.loads((project / "_build/execution/09_good.json").read_text())
    assert record["cells"] == len(GOOD) and record["peak_mb"] > 10 and record["seconds"] > 0
    assert [claim["id"] for claim in record["claims"]] == ["one"]
    assert record["read_as_text"] == [LISTED]
    assert any("tanh" in text or "FitALine" in text for text in outputs(project, "09_good"))


def test_a_change_runs_again_what_stands_on_it_and_no_old_output_is_left(project, ran):
    assert outputs(project, "09_value") == ["1"] and outputs(project, "09_limit") == ["1"]
    (project / "nblib" / "late.py").write_text("value = 2\n")
    again = execute(project, "09")
    assert again.returncode == 1 and "executing 2 of 3" in again.stdout
    assert outputs(project, "09_value") == ["2"], "the same cells, other outputs"
    assert outputs(project, "09_limit") is None, "what fails now shows nothing of before"
    assert outputs(project, "09_good")


@pytest.mark.parametrize(
    "name", ["MPLBACKEND", "MATPLOTLIBRC", "PYTHONWARNINGS", "PYTHONSTARTUP", "JUPYTER_CONFIG_DIR"]
)
def test_nothing_that_a_user_has_set_for_himself_reaches_a_notebook(monkeypatch, name):
    monkeypatch.setenv(name, "/mine")
    passed = environment()
    assert "/mine" not in passed.values()
    folders = [passed[name] for name in ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR")]
    assert all(folder.startswith(str(EXECUTION)) for folder in folders)


def test_what_a_library_says_at_its_first_import_is_said_before_a_cell_could_show_it(
    monkeypatch, tmp_path
):
    commands = []

    def note(command, **options):
        commands.append((command, options))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(run, "IPYTHON", tmp_path)
    monkeypatch.setattr(run.subprocess, "run", note)
    assert run.run([])
    (first, options), (second, _) = commands
    assert "matplotlib.font_manager" in first[-1] and options["capture_output"]
    assert options["env"]["MPLCONFIGDIR"] == environment()["MPLCONFIGDIR"]
    assert "--nbval-lax" in second


def test_an_unknown_chapter_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["execute", "77"])
    with pytest.raises(SystemExit, match="No such chapter: 77"):
        main()


@pytest.mark.parametrize(
    "cell, sentence",
    [
        ("from nblib.nn import Linea", "08_wrong.md: nblib.nn has no Linea"),
        ("import nblib.nm", "08_wrong.md: there is no module nblib.nm"),
        ("x = (1", "08_wrong.md: .* was never closed"),
    ],
)
def test_code_that_cannot_run_gets_a_sentence(tmp_path, cell, sentence):
    source = tmp_path / "08_wrong.md"
    source.write_text(chapter(cell))
    with pytest.raises(SystemExit, match=sentence):
        run.to_run([source], fresh=False)


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
