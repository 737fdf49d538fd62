"""Set-up in a bad state says what is wrong and what to do, without a traceback."""

import ast
import io
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from source_tree import files, tree

from tools import browser, lock, serve, setup
from tools.paths import ROOT


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """Let no command run: `commands.fail` holds words; a command that has one of them fails."""
    state = SimpleNamespace(run=[], fail=[])

    def run(command, **kwargs):
        line = " ".join(command)
        state.run.append(line)
        return SimpleNamespace(
            returncode=int(any(w in line for w in state.fail)),
            stdout="first line\nno route to host",
        )

    monkeypatch.setattr(setup, "run", run)
    monkeypatch.setattr(setup, "VENV", str(tmp_path / "venv"))
    return state


def message(capsys=None):
    with pytest.raises(SystemExit) as stopped:
        setup.main()
    return str(stopped.value)


def test_an_old_python_is_named_with_a_way_out(monkeypatch, commands):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert "needs Python 3.11 or newer" in (text := message()) and "make PYTHON=" in text
    assert not commands.run


def test_set_up_installs_torch_before_the_lock_and_from_local_files_first(commands):
    setup.main()
    torch = next(
        i for i, line in enumerate(commands.run) if "--no-index" in line and setup.TORCH in line
    )
    lock = next(i for i, line in enumerate(commands.run) if "requirements.txt" in line)
    assert torch < lock and "--no-build-isolation -e ." in commands.run[-1]


def test_without_local_files_torch_comes_from_the_cpu_index(monkeypatch, commands):
    monkeypatch.setattr(sys, "platform", "linux")
    commands.fail = ["--no-index"]
    setup.main()
    assert any(setup.CPU_INDEX in line and setup.TORCH in line for line in commands.run)


def test_without_any_cpu_build_nothing_with_cuda_is_fetched(monkeypatch, commands):
    monkeypatch.setattr(sys, "platform", "linux")
    commands.fail = [setup.TORCH]
    text = message()
    assert (
        "No CPU build of torch" in text and "PIP_FIND_LINKS" in text and "no route to host" in text
    )
    assert not any("requirements.txt" in line for line in commands.run)


def test_elsewhere_than_on_linux_the_ordinary_wheel_is_the_cpu_build(monkeypatch, commands):
    monkeypatch.setattr(sys, "platform", "darwin")
    commands.fail = ["--no-index"]
    setup.main()
    assert not any(setup.CPU_INDEX in line for line in commands.run)


@pytest.mark.parametrize("step", [setup.UV, "requirements.txt"])
def test_no_network_on_the_first_install_is_said(commands, step):
    commands.fail = [step]
    assert "the first set-up needs the network" in message().lower() and commands.run


def test_a_venv_that_cannot_be_made_is_said(commands):
    commands.fail = ["-m venv"]
    assert "Could not make the virtual environment" in message()


def test_a_link_in_the_place_of_the_environment_is_said_and_what_it_leads_to_stays(
    monkeypatch, commands, tmp_path
):
    (tmp_path / "others").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "others")
    monkeypatch.setattr(setup, "VENV", str(tmp_path / "link"))
    text = message()
    assert "cannot be removed" in text and "rm -rf .venv" in text and not commands.run
    assert (tmp_path / "others").exists()


def test_the_script_parses_on_a_python_too_old_to_run_the_course():
    # What would be a syntax error there could not print its message.
    ast.parse((ROOT / "tools" / "setup.py").read_text(encoding="utf-8"), feature_version=(3, 5))


def test_the_script_prints_what_every_terminal_knows():
    assert (ROOT / "tools" / "setup.py").read_text(encoding="utf-8").isascii()


def test_the_environment_names_its_folder_in_letters_that_every_terminal_knows(
    monkeypatch, commands, tmp_path
):
    root = tmp_path / "kürs mit leer"
    packages = root / ".venv" / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "_editable_impl_nblib.pth").write_bytes(os.fsencode(root))
    (packages / "other.pth").write_text("import os\n")
    monkeypatch.setattr(setup, "ROOT", str(root))
    monkeypatch.setattr(setup, "VENV", str(root / ".venv"))
    setup.name_by_way()
    way = (packages / "_editable_impl_nblib.pth").read_bytes().decode("ascii").strip()
    assert os.path.samefile(packages / way, root)
    assert (packages / "other.pth").read_text() == "import os\n"


def test_make_has_python_read_and_speak_utf8_whatever_the_language_of_the_system():
    asked = "include Makefile\nasked:\n\t@echo $$PYTHONUTF8 $$PYTHONIOENCODING\n"
    command = ["make", "--no-print-directory", "-f", "-", "asked"]
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}
    options = {"cwd": ROOT, "env": environment, "input": asked, "text": True}
    done = subprocess.run(command, capture_output=True, **options)
    assert done.stdout.strip() == "1 utf-8:replace", done.stderr


@pytest.mark.parametrize("name", [name for name in files(".py") if name.startswith("tools/")])
def test_a_command_prints_what_every_terminal_knows(name):
    prints = (node for node in ast.walk(tree(name)) if isinstance(node, ast.Call))
    for call in (call for call in prints if ast.unparse(call.func) == "print"):
        text = ast.unparse(call)
        assert text.isascii() or "printable" in text, f"{name}, line {call.lineno}: {text}"


def test_a_named_browser_that_does_not_start_is_said(monkeypatch):
    monkeypatch.setenv("NBLIB_BROWSER", "/nowhere/chromium")
    with pytest.raises(SystemExit, match="NBLIB_BROWSER=/nowhere/chromium does not start"):
        browser.main()


def test_no_browser_and_no_way_to_install_one_is_said(monkeypatch):
    monkeypatch.delenv("NBLIB_BROWSER", raising=False)
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "install", lambda: None)
    with pytest.raises(SystemExit, match="apt-get install chromium"):
        browser.main()


def test_every_target_has_a_line_in_help():
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for target in (
        "book",
        "serve",
        "test",
        "test-fast",
        "sync",
        "lint",
        "bench",
        "record",
        "clean",
    ):
        assert f"make {target} " in shown


def test_a_lock_that_cannot_be_resolved_is_explained_and_the_old_one_stays(monkeypatch, tmp_path):
    (tmp_path / "requirements.txt").write_text("numpy==2.4.6\n")
    monkeypatch.setattr(lock, "ROOT", str(tmp_path))
    failed = SimpleNamespace(returncode=2, stdout="", stderr="error: no route to host")
    monkeypatch.setattr(lock.subprocess, "run", lambda command, **kwargs: failed)
    with pytest.raises(
        SystemExit,
        match=r"requirements.txt: left as it was.* needs the network(.|\n)*no route to host",
    ):
        lock.main()
    assert (tmp_path / "requirements.txt").read_text() == "numpy==2.4.6\n"


GRADE = {"SUBMISSIONS": "handed-in", "SET": "02", "ROSTER": "roster.csv", "OUT": "results"}


def grade(variables):
    """What make says when asked to grade, without doing it."""
    environment = {name: value for name, value in os.environ.items() if name not in GRADE}
    command = ["make", "-n", "grade", *(f"{name}={value}" for name, value in variables.items())]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("forgotten", [*GRADE, "all"])
def test_grade_names_what_was_not_given_and_grades_nothing(forgotten):
    done = grade({name: value for name, value in GRADE.items() if forgotten not in (name, "all")})
    named = " ".join(GRADE) if forgotten == "all" else forgotten
    assert done.returncode and f"*** {named} not given. Say: make grade SUBMISSIONS=" in done.stderr
    assert "nblib.grading" not in done.stdout
    assert grade({**GRADE, **({forgotten: " "} if forgotten in GRADE else {"OUT": ""})}).returncode


def test_grade_hands_on_what_was_given():
    done = grade({**GRADE, "SCHEDULER": "tcp://10.0.0.1:8786"})
    assert done.returncode == 0, done.stderr
    line = " ".join(done.stdout.replace("\\\n", " ").split())
    assert (
        'nblib.grading grade "handed-in" --set "02" --roster "roster.csv" --out "results" --jobs 2'
        in line
    )
    assert '--scheduler "tcp://10.0.0.1:8786"' in line


@pytest.mark.parametrize(
    "argument, words",
    [("eighty", "must be a number"), ("0", "must be a number"), ("99999", "must be a number")],
)
def test_serve_explains_a_bad_port(argument, words):
    command = [sys.executable, "-m", "tools.serve", argument]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr


class Gone:
    def write(self, data):
        raise BrokenPipeError


def test_a_reader_who_leaves_while_a_file_is_sent_is_no_error():
    handler = object.__new__(serve.Handler)  # no connection is needed for this
    handler.copyfile(io.BytesIO(b"a page"), Gone())


def test_a_set_up_from_inside_the_environment_uses_the_python_beneath_it(monkeypatch, commands):
    setup.main()
    made = next(line for line in commands.run if "-m venv" in line)
    assert made.startswith(sys._base_executable) and not made.startswith(sys.prefix)
