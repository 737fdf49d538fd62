"""A pytest plugin beside nbval: what a notebook put out is checked, measured and kept for the book.

For _build/execution/X.ipynb it writes X.executed.ipynb (with outputs and widget state) and X.json
(seconds, peak memory, claims, figures), when every cell passed. A bare image, an image without alt
text, output on stderr and reading what the notebook's key does not cover fail.
"""

import copy
import datetime
import json
import platform
import re
import time

import nbformat
import pytest

from nblib.files import write
from tools.execute.reads import unforeseen

CLAIM = "application/vnd.nblib.claim+json"
STATE = "application/vnd.jupyter.widget-state+json"
BARE = ("image/png", "image/jpeg", "image/svg+xml", "image/gif")

REPORT = 'print(__import__("tools.execute.inside", fromlist=["report"]).report())'


def _ask_kernel(kernel, code):
    """Run code in a kernel and return what it printed."""
    message_id = kernel.execute_cell_input(code, allow_stdin=False)
    kernel.await_reply(message_id, timeout=120)
    printed = ""
    while True:
        message = kernel.get_message("iopub", timeout=60)
        if message["parent_header"].get("msg_id") != message_id:
            continue
        if message["msg_type"] == "stream":
            printed += message["content"]["text"]
        elif message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))
        elif message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return printed


def complaint(outputs):
    """Return what is wrong with a cell's outputs as a page would show them, or None."""
    for output in outputs:
        data = output.get("data", {})
        if (
            output["output_type"] == "stream"
            and output.get("name") == "stderr"
            and output["text"].strip()
        ):
            return f"the cell wrote to stderr, which would stand on the page:\n{output['text']}"
        if set(data) & set(BARE) and CLAIM not in data:
            return (
                "a bare image: show figures with plots.show(fig, "
                'alt="what is seen"), so that all can read them'
            )
        markup = "".join(data.get("text/html", ""))
        for tag in re.findall(r"<(?:img|svg)\b[^>]*>", markup):
            name = "alt" if tag.startswith("<img") else "aria-label"
            if not re.search(rf'\b{name}="[^"]*\w[^"]*"', tag) and 'aria-hidden="true"' not in tag:
                return f"an image without {name} text: {tag[:120]}"
    return None


class Harvest:
    """Collects, cell by cell, and writes when a notebook has passed."""

    def __init__(self):
        self.outputs = {}  # of each notebook: {cell number: what it put out}, for cells that passed
        self.seconds = {}  # of each notebook

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item):
        """Time a cell and check what it put out; after the last, keep the notebook."""
        if type(item).__name__ != "IPyNbCell":
            yield
            return
        start = time.perf_counter()
        outcome = yield
        file = item.parent
        self.seconds[file] = self.seconds.get(file, 0.0) + time.perf_counter() - start
        if outcome.excinfo:
            return
        wrong = complaint(item.test_outputs)
        if wrong is None:
            outputs = self.outputs.setdefault(file, {})
            outputs[item.cell_num] = item.test_outputs
            cells = [cell for cell in file.nb.cells if cell.cell_type == "code"]
            # All cells have passed, and the kernel is still there.
            if len(outputs) == len(cells):
                wrong = self.keep(file)
        if wrong:
            failure = pytest.fail.Exception(f"Cell {item.cell_num}: {wrong}", pytrace=False)
            outcome.force_exception(failure)

    def keep(self, file):
        """Write what a notebook put out; return what is wrong with what it read, or None."""
        notebook = copy.deepcopy(file.nb)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for number, cell in enumerate(cells):
            cell.outputs = [nbformat.from_dict(output) for output in self.outputs[file][number]]
            cell.execution_count = number + 1
        report = json.loads(_ask_kernel(file.kernel, REPORT))
        opened = report.pop("opened")
        if wrong := unforeseen(notebook, opened, report.pop("modules")):
            return wrong
        state = report.pop("state")
        if state.get("state"):
            notebook.metadata["widgets"] = {STATE: state}
        shown = [output.get("data", {}) for cell in cells for output in cell.outputs]
        record = {
            "seconds": round(self.seconds[file], 2),
            "cells": len(cells),
            "executed": datetime.date.today().isoformat(),
            "python": platform.python_version(),
            **report,
            "read_as_text": [name for name in opened if name.endswith(".py")],
            "claims": [data[CLAIM] for data in shown if CLAIM in data],
            "figures": sum("nb-figure" in "".join(data.get("text/html", "")) for data in shown),
        }
        write(file.path.with_suffix(".executed.ipynb"), nbformat.writes(notebook))
        write(file.path.with_suffix(".json"), json.dumps(record))
        return None


def pytest_configure(config):
    """Register the harvest."""
    config.pluginmanager.register(Harvest(), "nblib-harvest")
