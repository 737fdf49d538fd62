"""Publishing: a fork is right without an edit, and Colab's own packages are left alone."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

import nbformat
import pytest
import yaml
from docutils import nodes
from packaging.requirements import Requirement

from tools import colab, sync
from tools.book import publish
from tools.book.site.ways import show_install
from tools.paths import ROOT

FORK = "https://github.com/someone/her-fork"


@pytest.fixture
def fork(monkeypatch):
    monkeypatch.setenv("NBLIB_REPOSITORY", FORK)
    monkeypatch.setenv("NBLIB_REVISION", "abc123")


@pytest.fixture
def nowhere(monkeypatch):
    monkeypatch.delenv("NBLIB_REPOSITORY", raising=False)


def set_up(text):
    return [
        c.source
        for c in nbformat.reads(text, 4).cells
        if c.cell_type == "code" and "pip install" in c.source
    ]


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_the_address_is_filled_into_the_set_up_cell(fork, source):
    (cell,) = set_up(publish.notebook(source))
    assert f'"nblib[chapters] @ git+{FORK}@abc123"' in cell and publish.MARK not in cell


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_committed_notebooks_hold_the_mark_and_no_address(nowhere, source):
    text = source.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert publish.MARK in set_up(text)[0] and "git+" not in text


GIVEN_OUT = [*sync.sources(), *sorted(ROOT.glob("exercises/*/student/*.ipynb"))]


@pytest.mark.parametrize("path", GIVEN_OUT, ids=lambda path: f"{path.stem}{path.suffix}")
def test_a_notebook_given_out_without_an_address_says_where_it_runs(nowhere, monkeypatch, path):
    text = publish.notebook(path) if path.suffix == ".md" else publish.filled(path.read_text())
    cells = [cell.source for cell in nbformat.reads(text, 4).cells if "find_spec" in cell.source]
    assert publish.MARK not in text and "pip install" not in text
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="runs in a clone of the course: type `make lab`"):
        exec(cells[0], {})


@pytest.mark.parametrize(
    ("address", "shown"), [("", "runs in a clone of the course"), (FORK, f"@ git+{FORK}@main")]
)
def test_the_page_shows_what_the_notebook_installs(monkeypatch, address, shown):
    monkeypatch.setenv("NBLIB_REPOSITORY", address)
    monkeypatch.delenv("NBLIB_REVISION", raising=False)
    install = f'if missing:\n    %pip install -q "nblib[chapters] @ {publish.MARK}"'
    other = f"export {publish.MARK}=https://…"
    page = nodes.container()
    for text in (install, other):
        page += nodes.literal_block(text, text)
    show_install(None, page)
    first, second = [block.astext() for block in page.findall(nodes.literal_block)]
    assert first.startswith("if missing:\n    ") and shown in first and publish.MARK not in first
    assert second == other


def test_launch_links_lead_to_the_fork(fork):
    links = dict(publish.links("chapters/02_gradient_descent.ipynb"))
    assert links["Open in Colab"] == (
        "https://colab.research.google.com/github/someone/her-fork/blob/notebooks/chapters/02_gradient_descent.ipynb"
    )
    assert links["Open in Binder"].startswith(
        "https://mybinder.org/v2/gh/someone/her-fork/notebooks?labpath=chapters"
    )
    assert publish.report("chapters/x", "A title & more").startswith(
        f"{FORK}/issues/new?template=error.yml&title=Error"
    )


def test_without_an_address_there_are_no_links(nowhere):
    assert (
        publish.links("chapters/02_gradient_descent.ipynb") == []
        and publish.report("index", "t") is None
    )


@pytest.mark.parametrize(
    "bad", ["someone/fork", "http://github.com/a/b", "https://github.com", "https://x.org/a b/c"]
)
def test_a_bad_address_is_explained(monkeypatch, bad):
    monkeypatch.setenv("NBLIB_REPOSITORY", bad)
    with pytest.raises(publish.AddressError, match="must look like https://host/owner/name"):
        publish.address()


@pytest.mark.parametrize("address", [FORK + "/", FORK + ".git"])
def test_usual_forms_of_an_address_are_taken(monkeypatch, address):
    monkeypatch.setenv("NBLIB_REPOSITORY", address)
    assert publish.address() == FORK


def test_the_branch_of_notebooks_is_whole(fork, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["publish", str(tmp_path)])
    publish.main()
    assert {p.name for p in (tmp_path / "chapters").iterdir()} == {
        f"{s.stem}.ipynb" for s in sync.sources()
    }
    handed_out = (tmp_path / "exercises" / "02_gradient_descent.ipynb").read_text()
    assert (
        f"git+{FORK}@abc123" in handed_out
        and publish.MARK not in handed_out
        and "SOLUTION" not in handed_out
    )
    needs = (tmp_path / ".binder" / "requirements.txt").read_text()
    assert f"nblib[chapters] @ git+{FORK}@abc123" in needs and "+cpu" in needs


@pytest.mark.site
def test_a_site_built_as_if_from_a_fork_points_to_the_fork(fork, tmp_path):
    ignore = shutil.ignore_patterns(
        "__pycache__", "html", ".doctrees", "vendor", "build.log", "pytest*"
    )
    for name in ("chapters", "nblib", "records", "tools", "_build"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    for name in ("_config.yml", "_toc.yml", "index.md", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "tools.book.build"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "_build/html/chapters/02_gradient_descent.html").read_text(encoding="utf-8")
    head = re.search(r'<div class="nb-head.*?</div>', page, flags=re.S)[0]
    assert (
        "Open in Colab" in head
        and "/someone/her-fork/blob/notebooks/" in head
        and "Open in Binder" in head
    )
    assert f"{FORK}/issues/new?template=error.yml" in page.replace("&amp;", "&")
    notebook = (tmp_path / "_build/html/_static/notebooks/02_gradient_descent.ipynb").read_text()
    assert f"git+{FORK}@abc123" in notebook


def test_nblib_asks_of_colab_nothing_that_colab_has_not():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        Requirement(r)
        for r in project["dependencies"] + project["optional-dependencies"]["chapters"]
    ]
    for requirement in (r for r in wanted if r.name not in colab.ADDED):
        assert requirement.name in colab.VERSIONS, (
            f"Colab's version of {requirement.name} is not known here"
        )
        assert requirement.specifier.contains(colab.VERSIONS[requirement.name]), str(requirement)
    assert colab.PYTHON >= project["requires-python"].removeprefix(">=")


def test_the_form_for_reporting_an_error_has_the_fields_that_links_fill_in():
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/error.yml").read_text())
    assert "page" in {field.get("id") for field in form["body"]}


def test_each_workflow_job_that_runs_all_tests_makes_the_sandbox_possible_first():
    # The runner is an ordinary user on a system without bubblewrap, so `make test` cannot install
    # it there.
    jobs = {}
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        for name, job in yaml.safe_load(path.read_text())["jobs"].items():
            commands = "\n".join(step.get("run", "") for step in job["steps"])
            if re.search(r"\bmake test\b(?!-)", commands):
                jobs[f"{path.stem}/{name}"] = commands.split("make test")[0]
    assert set(jobs) == {"test/test", "scheduled/cold", "scheduled/lock"}
    for name, before in jobs.items():
        assert "sudo apt-get update && sudo apt-get install -y bubblewrap" in before, name
        assert "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" in before, name


def test_workflows_are_sound_and_name_no_repository():
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = path.read_text()
        assert yaml.safe_load(text)["jobs"], path.name
        assert not re.search(r"github\.com/(?!.*\$\{)[\w-]+/[\w-]+", text), (
            f"{path.name} names a repository"
        )
    assert (
        json.dumps(yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text())).count(
            publish.MARK
        )
        == 1
    )
