"""Cells that are folded on the site: set-up, figures, widgets. tools/book/cells.py says which, and
the words on a fold.

MyST-NB folds a cell that is tagged hide-input. A tag would change the key of the execution and
stand in the reader's notebook, so what the tag leads to is set here, on the page as it was read.
"""

import html

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode

from tools.book.cells import SET_UP, fold_label


def fold(app, doctree):
    """Fold the input of a page's cells, each under its label; set-ups in a row share one fold."""
    for cell in list(cells_of(doctree)):
        label = fold_label(code_of(cell))
        if label is None:
            continue
        before = neighbor_before(cell)
        if label == SET_UP and before is not None and before.get("prompt_show") == label:
            input_of(before).extend(input_of(cell).children)
            cell.parent.remove(cell)
        else:
            cell["hide_mode"] = "input"
            cell["prompt_show"] = label
            cell["prompt_hide"] = label


def cells_of(doctree):
    """Yield the containers of the code cells of a page."""
    for container in doctree.findall(nodes.container):
        if container.get("nb_element") == "cell_code":
            yield container


def input_of(cell):
    """Return the container of a cell's code."""
    return cell.children[0]


def code_of(cell):
    """Return a cell's code."""
    return next(input_of(cell).findall(nodes.literal_block)).astext()


def neighbor_before(cell):
    """Return the cell right before a cell, where both put out nothing, or None."""
    index = cell.parent.index(cell)
    before = cell.parent[index - 1] if index else None
    silent = isinstance(before, nodes.container) and len(before.children) == len(cell.children) == 1
    return before if silent else None


def open_fold(translator, node):
    """Begin a fold. MyST-NB's own hides its words from screen readers behind a label."""
    label = html.escape(node["prompt_show"])
    translator.body.append(f'<details class="nb-fold"><summary>{label}</summary>\n')


def close_fold(translator, node):
    """End a fold."""
    translator.body.append("</details>\n")


def register(app):
    """Let MyST-NB's folds be written by this module."""
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, close_fold))
