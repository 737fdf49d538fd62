"""Bring what is committed twice in step with its source: python -m tools.sync

- chapters/NN_topic.ipynb (for Colab) with chapters/NN_topic.md. Cells that stay the same keep their
  ids, so a repair changes no more of a notebook than its source changed.
- _toc.yml with the plan, chapters/course.yml.
- constants.mjs of each widget with its constants.py.
"""

import sys
from difflib import SequenceMatcher
from pathlib import Path

import nbformat

from nblib.files import write
from nblib.widgets.core.mirror import mirrors
from tools import source_text
from tools.book import contents
from tools.book.course import Course, PlanError
from tools.paths import CHAPTERS, ROOT


def sources():
    """Return the chapters' sources, in order."""
    return sorted(CHAPTERS.glob("[0-9][0-9]_*.md"))


def as_notebook(source):
    """Return a source as the text of the notebook that should lie beside it.

    It has no outputs, and the ids of unchanged cells are kept. Exits with a message for a source
    whose front matter names no kernel, and for one of which something would get lost.
    """
    notebook = source_text.notebook(source)
    if "kernelspec" not in notebook.metadata:
        sys.exit(
            f"{source}: there is no kernelspec in its front matter; "
            "begin the file with the head of another chapter"
        )
    notebook.metadata = {
        "kernelspec": notebook.metadata["kernelspec"],
        "language_info": {"name": "python"},
    }
    beside = _read(source.with_suffix(".ipynb"))
    _keep_ids(notebook.cells, beside.cells if beside else [])
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    notebook.nbformat = 4
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4, indent=1, ensure_ascii=False) + "\n"


def _keep_ids(cells, old_cells):
    """Give cells the ids of equal cells of the old notebook.

    A changed cell between two that stayed the same keeps the id of its place.
    """
    new = [(cell.cell_type, cell.source) for cell in cells]
    old = [(cell.cell_type, cell.source) for cell in old_cells]
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        same_length = old_end - old_start == end - start
        if tag == "equal" or (tag == "replace" and same_length):
            for i in range(end - start):
                cells[start + i].id = old_cells[old_start + i].id


def drifted():
    """Return the names of what differs from its source, and of notebooks that have none."""
    wrong = [s.with_suffix(".ipynb").name for s in sources() if not in_step(s)]
    orphans = [p.name for p in CHAPTERS.glob("*.ipynb") if not p.with_suffix(".md").exists()]
    return wrong, orphans


def in_step(source):
    """Say whether the notebook beside a source is the one that the source says, ids aside."""
    beside = _read(source.with_suffix(".ipynb"))
    if beside is None:
        return False
    notebook = nbformat.reads(as_notebook(source), 4)
    return _without_ids(notebook) == _without_ids(beside)


def _read(path):
    """Return a notebook, or None where there is no sound one."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception:  # nbformat raises five kinds of error for a broken file
        return None


def _without_ids(notebook):
    cells = [{k: v for k, v in cell.items() if k != "id"} for cell in notebook.cells]
    return notebook.metadata, cells


def repair(path, text):
    """Write a file whose text is another now; touch no other."""
    name = path.relative_to(ROOT)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        print(f"{name} is in step")
        return
    write(path, text)
    print(f"wrote {name}")


def sync_notebooks():
    """Write the notebooks that differ from their sources; exit for one that has none."""
    for source in sources():
        repair(source.with_suffix(".ipynb"), as_notebook(source))
    for name in drifted()[1]:
        sys.exit(f"chapters/{name} has no source {Path(name).stem}.md: remove it or add the source")


def sync_contents():
    """Write _toc.yml; exit for a plan that contradicts itself and for a chapter not in it."""
    try:
        course = Course()
    except PlanError as error:
        sys.exit(f"chapters/course.yml: {error}")
    planned = {chapter.slug for chapter in course.chapters}
    for source in sources():
        if source.stem not in planned:
            sys.exit(f"{source.name} is not in the plan: add its slug to chapters/course.yml")
    repair(contents.TOC, contents.text(course))


def sync_constants():
    """Write the constants that the page shares with Python."""
    for path, text in mirrors().items():
        repair(path, text)


def main():
    """Repair what differs."""
    sync_notebooks()
    sync_contents()
    sync_constants()


if __name__ == "__main__":
    main()
