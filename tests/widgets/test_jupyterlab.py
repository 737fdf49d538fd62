"""A chapter as a learner has it, run in a real JupyterLab; and every widget there, from picture to
Python and back.
"""

import contextlib
import json
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect
from widget_page import drag

from nblib.widgets.core.contract import contracts
from tools.environment import with_threads
from tools.paths import CHAPTERS, ROOT

pytestmark = pytest.mark.browser

NAME = "02_gradient_descent.ipynb"
EVERY = "every_widget.ipynb"
WIDGETS = list(contracts())


def every_widget():
    """A notebook that shows all widgets below one cell: what is far below a window is not drawn."""
    code = """from IPython.display import display
from nblib.widgets.core.contract import contracts

widgets = {slug: contract.make() for slug, contract in contracts().items()}
display(*widgets.values())"""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)], metadata={"kernelspec": kernel}
    )


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on localhost, with a copy of the chapter."""
    home = tmp_path_factory.mktemp("lab")
    (home / "work").mkdir()
    shutil.copy(CHAPTERS / NAME, home / "work")
    nbformat.write(every_widget(), home / "work" / EVERY)
    with running(
        [sys.executable, "-m", "jupyterlab", "--expose-app-in-browser"], home / "work", home
    ) as found:
        yield found[1]


@contextlib.contextmanager
def running(command, folder, home):
    """Start a JupyterLab in a folder; give its address as a match: group 1 the host, group 2 the
    path announced.

    It opens no browser, knows no settings but its own in home, and asks for no news or updates from
    elsewhere.
    """
    environment = {
        **with_threads(1),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONPATH": str(ROOT),
    }
    command = [*command, "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"]
    command += ["--IdentityProvider.token=", "--LabApp.extension_manager=readonly"]
    command += [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=",
    ]
    log = home / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        for _ in range(600):  # the address is announced a moment before the server answers there
            if found := re.search(r"(http://127\.0\.0\.1:\d+)(/\S*)\n", log.read_text()):
                with contextlib.suppress(urllib.error.URLError):
                    urllib.request.urlopen(f"{found[1]}/api", timeout=60).close()
                    break
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            raise AssertionError(log.read_text())
        yield found
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def page(chromium, lab):
    """The chapter, opened and run to its end."""
    yield from opened(chromium, lab, NAME)


@pytest.fixture(scope="module")
def every(chromium, lab):
    """A notebook with every widget, opened and run."""
    yield from opened(chromium, lab, EVERY)


def opened(chromium, lab, name):
    """Open a notebook in a window of its own, run all its cells, and give its page."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 1000}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{lab}/lab/workspaces/{name.split('.')[0]}/tree/{name}")
    page.wait_for_function(
        "window.jupyterapp?.shell?.currentWidget?.sessionContext?.isReady === true", timeout=120_000
    )
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.ready")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    yield page
    context.close()


def cells(page):
    """Return the code cells as the notebook in the browser has them."""
    return page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.model.toJSON().cells
                 .filter((cell) => cell.cell_type === 'code')"""
    )


def ask(page, code):
    """Run code in the notebook's own kernel, as a cell typed by the reader would, and return what
    it printed.
    """
    return page.evaluate(
        """async (code) => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
          let printed = '';
          const request = kernel.requestExecute({ code });
          request.onIOPub = (message) => {
            if (message.header.msg_type === 'stream') printed += message.content.text;
            if (message.header.msg_type === 'error') printed += message.content.evalue;
          };
          await request.done;
          return printed.trim();
        }""",
        code,
    )


def until(page, code, right):
    """Ask until the answer is right, for about five seconds; return the last answer."""
    for _ in range(50):
        if right(said := ask(page, code)):
            break
        time.sleep(0.1)
    return said


def test_make_lab_opens_at_the_chapters_and_serves_the_exercises_too(tmp_path):
    said = subprocess.run(
        ["make", "-n", "lab"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    command = next(line for line in said.splitlines() if "jupyter lab" in line)
    with running(shlex.split(command), ROOT, tmp_path) as found:
        host = found[1]
        opened_at = found[2]
        assert opened_at == "/lab/tree/chapters"

        def get(path):
            with urllib.request.urlopen(f"{host}{path}", timeout=60) as answer:
                return answer.read().decode()

        assert "JupyterLab" in get(opened_at)
        assert NAME in {
            file["name"] for file in json.loads(get("/api/contents/chapters"))["content"]
        }
        student = f"exercises/{NAME.removesuffix('.ipynb')}/student/{NAME}"
        assert json.loads(get(f"/api/contents/{student}"))["type"] == "notebook"


def test_the_chapter_runs_to_its_end_without_an_error(page):
    total = len(
        [c for c in nbformat.read(CHAPTERS / NAME, as_version=4).cells if c.cell_type == "code"]
    )
    page.wait_for_function(
        """(total) => {
          const all = window.jupyterapp.shell.currentWidget.model.toJSON().cells;
          const cells = all.filter((cell) => cell.cell_type === 'code');
          const isError = (output) => output.output_type === 'error';
          const failed = cells.some((cell) => cell.outputs.some(isError));
          return failed || cells.every((cell) => cell.execution_count);
        }""",
        arg=total,
        timeout=300_000,
    )
    run = cells(page)
    assert len(run) == total
    assert not [o["evalue"] for c in run for o in c["outputs"] if o["output_type"] == "error"]
    assert (
        sum(
            "application/vnd.nblib.claim+json" in o.get("data", {})
            for c in run
            for o in c["outputs"]
        )
        >= 8
    )


def test_its_widget_is_dragged_and_python_knows(page):
    grip = page.locator(".nb-grip").first
    grip.wait_for(timeout=60_000)
    before = ask(page, "print(widget.start, widget.status, len(widget.trajectory))")
    path = page.locator(".nb-track").first.get_attribute("d")
    grip.hover()  # waits until it stands still and nothing lies over it
    drag(page, grip, 60, 30)
    page.wait_for_function(
        "(path) => document.querySelector('.nb-track').getAttribute('d') !== path", arg=path
    )
    after = until(
        page,
        "print(widget.start, widget.status, len(widget.trajectory))",
        lambda said: said != before,
    )
    assert after != before and after.startswith("[")


def test_a_value_set_in_python_moves_the_picture(page):
    path = page.locator(".nb-track").first.get_attribute("d")
    assert ask(page, "widget.lr = 0.15; print(widget.status)") == "diverged"
    page.wait_for_function(
        "(path) => document.querySelector('.nb-track').getAttribute('d') !== path", arg=path
    )
    expect(page.locator(".nb-story").first).to_contain_text("Diverges")
    assert "lr must be a number above 0" in ask(page, "widget.lr = -1")


def test_prose_reads_right_there(page):
    text = page.evaluate(
        """[...document.querySelectorAll('.jp-MarkdownOutput')]
             .map((node) => node.innerText).join('\\n')"""
    )
    assert "{code-cell}" not in text and ":::" not in text and "```" not in text
    assert page.locator(".jp-MarkdownOutput mjx-container").count() > 0


@pytest.mark.parametrize("name", WIDGETS)
def test_every_widget_works_in_both_directions(every, name):
    every.locator(".nb-widget").nth(len(WIDGETS) - 1).wait_for(timeout=120_000)
    node = every.locator(".nb-widget").nth(WIDGETS.index(name))
    first, second, *_ = ask(every, f"print(*widgets['{name}'].presets, sep='|')").split("|")
    pressed = node.locator(".nb-presets [aria-pressed=true]")
    expect(pressed).to_have_text(first)
    node.get_by_role("button", name=second, exact=True).click()
    assert until(every, f"print(widgets['{name}'].preset)", lambda said: said == second) == second
    picture = node.inner_html()
    assert ask(every, f"widgets['{name}'].preset = '{first}'") == ""
    every.wait_for_function(
        "([node, picture]) => node.innerHTML !== picture", arg=[node.element_handle(), picture]
    )
    expect(pressed).to_have_text(first)
