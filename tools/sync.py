"""The pairs chapters/NN_topic.md (the source) and chapters/NN_topic.ipynb (for Colab): python -m
tools.sync repairs.

Cells that stay the same keep their ids, so a repair changes no more of a notebook than its source
changed.
"""

import sys
from pathlib import Path

import jupytext
import nbformat

from tools.paths import CHAPTERS, ROOT


def sources():
    """Return the chapters' sources, in order."""
    return sorted(CHAPTERS.glob("[0-9][0-9]_*.md"))


def as_notebook(source):
    """Return a source as the notebook that should lie beside it: no outputs, ids of unchanged cells
    kept.

    Exits with a message for a source whose front matter names no kernel.
    """
    wanted = jupytext.read(source)
    if "kernelspec" not in wanted.metadata:
        sys.exit(
            f"{source}: there is no kernelspec in its front matter; begin the file with the head of another chapter"
        )
    wanted.metadata = {
        "kernelspec": wanted.metadata["kernelspec"],
        "language_info": {"name": "python"},
    }
    beside = _read(source.with_suffix(".ipynb"))
    _keep_ids(wanted.cells, beside.cells if beside else [])
    for cell in wanted.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    wanted.nbformat, wanted.nbformat_minor = 4, 5
    nbformat.validate(wanted)
    return nbformat.writes(wanted, version=4, indent=1, ensure_ascii=False) + "\n"


def _keep_ids(cells, known):
    """Give cells the ids of equal cells of the old notebook; a changed cell between two kept ones
    keeps its place's.
    """
    from difflib import SequenceMatcher

    new, old = ([(c.cell_type, c.source) for c in side] for side in (cells, known))
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            for i, j in zip(range(a, b), range(c, d), strict=True):
                cells[j].id = known[i].id


def drifted():
    """Return the names of notebooks that are not what their sources say, without changing
    anything.
    """
    wrong = [s.with_suffix(".ipynb").name for s in sources() if not in_step(s)]
    orphans = [p.name for p in CHAPTERS.glob("*.ipynb") if not p.with_suffix(".md").exists()]
    return wrong, orphans


def in_step(source):
    """Say whether the notebook beside a source is the one that the source says, ids aside."""
    beside = _read(source.with_suffix(".ipynb"))
    return beside is not None and _without_ids(
        nbformat.reads(as_notebook(source), 4)
    ) == _without_ids(beside)


def _read(pair):
    """Return a notebook, or None where there is no sound one: nbformat raises five kinds of error
    for a broken file.
    """
    try:
        return nbformat.read(pair, as_version=4)
    except Exception:
        return None


def _without_ids(notebook):
    return notebook.metadata, [
        {k: v for k, v in cell.items() if k != "id"} for cell in notebook.cells
    ]


def main():
    """Write each notebook whose text differs from its source's; touch no other."""
    for source in sources():
        pair, text = source.with_suffix(".ipynb"), as_notebook(source)
        if not pair.exists() or pair.read_text(encoding="utf-8") != text:
            pair.write_text(text, encoding="utf-8")
            print(f"wrote {pair.relative_to(ROOT)}")
        else:
            print(f"{pair.relative_to(ROOT)} is in step")
    for name in drifted()[1]:
        sys.exit(f"chapters/{name} has no source {Path(name).stem}.md: remove it or add the source")


if __name__ == "__main__":
    main()
