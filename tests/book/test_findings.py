"""The form of a finding. Nothing here runs one: they install packages from the network."""

import os
import re
import subprocess

import pytest

from tools.paths import ROOT

FINDINGS = ROOT / "findings"
SCRIPTS = sorted(FINDINGS.glob("*.sh"))
FIELDS = ["Packages", "Source", "Guess", "Seen", "Matters"]

each = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)


def comments(script):
    """Return the comments that a script begins with, without the line that names its shell."""
    lines = script.read_text(encoding="utf-8").splitlines()
    block = []
    for line in lines[1:]:
        if not line.startswith("#"):
            break
        block.append(line[1:].strip())
    return block


@each
def test_a_finding_says_what_it_shows_before_it_shows_it(script):
    text = script.read_text(encoding="utf-8")
    block = comments(script)
    assert text.startswith("#!/usr/bin/env bash\n")
    assert len(block[0].split()) >= 5, "the first comment says the behavior in a sentence"
    assert [line.split(":")[0] for line in block if line.split(":")[0] in FIELDS] == FIELDS
    assert re.search(r"\d+\.\d+", "".join(b for b in block if b.startswith("Packages"))), "versions"


@each
def test_a_finding_is_a_careful_script_that_leaves_nothing_behind(script):
    text = script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK), f"chmod +x findings/{script.name}"
    first = next(line for line in text.splitlines() if line and not line.startswith("#"))
    assert first == "set -eu"
    assert "folder=$(mktemp -d)\ntrap 'rm -rf \"$folder\"' EXIT\n" in text
    assert subprocess.run(["bash", "-n", script]).returncode == 0


@each
def test_a_finding_pins_what_it_installs_and_uses_nothing_of_ours(script):
    text = script.read_text(encoding="utf-8")
    installs = re.findall(r"pip\"? install ((?:.+\\\n)*.+)", text)
    assert installs
    for line in installs:
        packages = [word for word in line.split() if not word.startswith("-") and word != "\\"]
        assert packages and all("==" in word for word in packages), packages
        named = "".join(comments(script))
        for package, version in (word.split("==") for word in packages):
            assert f"{package} {version}" in named, "its comment names other versions"
    assert "nblib" not in text and str(ROOT) not in text


@each
def test_the_readme_lists_it(script):
    assert f"]({script.name})" in (FINDINGS / "README.md").read_text(encoding="utf-8")


def test_nothing_that_builds_or_checks_the_course_runs_a_finding():
    paths = [ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "pyproject.toml"]
    for folder, pattern in ((".github/workflows", "*.yml"), ("tests", "*.py"), ("tools", "*.py")):
        paths += (ROOT / folder).rglob(pattern)
    texts = {p.name: p.read_text(encoding="utf-8") for p in paths}
    naming = [n for n, text in texts.items() if "findings" in text.replace("findings/README", "")]
    assert naming == ["test_findings.py"]
