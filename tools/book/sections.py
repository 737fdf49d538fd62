"""A chapter's cells, section by section: the core, and what stands under "Going deeper"."""

import ast
import re

from tools import source_text

DEEPER = re.compile(r"^## Going deeper\b")


def sections(source):
    """Yield (kind, text, section, core) of each cell: the last second-level heading above it, and
    whether it stands before "Going deeper". A Markdown cell is yielded once for each section.
    """
    section = ""
    core = True
    for cell in source_text.notebook(source).cells:
        if cell.cell_type != "markdown":
            yield cell.cell_type, cell.source, section, core
            continue
        for text in re.split(r"^(?=## )", cell.source, flags=re.M):
            if heading := re.match(r"## (.+)", text):
                section = heading[1]
            core = core and not DEEPER.match(text)
            yield "markdown", text, section, core


def tree_of(code):
    """Return the syntax tree of a cell; lines that are magics or commands count for nothing."""
    return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", code, flags=re.M))
