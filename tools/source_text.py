"""The sources, MyST notebooks and other Markdown, read so that nothing of them gets lost.

What would be read as something else than it looks is refused with a sentence.
"""

import re
import sys

import jupytext

# What an editor does not show, and programs take for the end of a line or cannot read: control
# characters, separators of lines, byte-order marks.
ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# A code cell, as all sources have it: (its first line, its code, its last line).
CELL = re.compile(r"^(```\{code-cell\}[^\n]*\n)(.*?)(^```$)", flags=re.M | re.S)
SETTINGS = re.compile(r"\A(?::.*\n)+")
FIRST_LINE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})\{code-cell\}", flags=re.M)


def read(path):
    """Return the text of a source; exit with a sentence for one with characters that get lost."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        sys.exit(f"{path}: byte {error.start} is not UTF-8: save the file in UTF-8, without a BOM")
    if text.startswith("\ufeff"):
        sys.exit(
            f"{path} begins with a byte-order mark (BOM), which hides its first line: "
            "save the file in UTF-8 without BOM"
        )
    if odd := ODD.search(text):
        sys.exit(
            f"{path}, line {_line(text, odd.start())}: there is the character U+{ord(odd[0]):04X}, "
            "which is not seen and cuts text off: take it out, or in code write "
            f'"\\u{ord(odd[0]):04x}"'
        )
    return text


def notebook(path):
    """Return the source of a chapter or of a set of exercises as a notebook.

    Exits with a sentence where a code cell would come out as another one.
    """
    text = read(path)
    for cell in CELL.finditer(text):
        if re.match(r"\s*---\s*$", cell[2], flags=re.M):
            sys.exit(
                f"{path}, line {_line(text, cell.start())}: this cell begins with `---`, which "
                "would be taken for the beginning of settings: begin it with code or a comment"
            )
    book = jupytext.reads(text, fmt="md:myst")

    # Each cell that is written is one that came out, and no other.
    came = [cell.source for cell in book.cells if cell.cell_type == "code"]
    written = list(CELL.finditer(text))
    begun = list(FIRST_LINE.finditer(text))
    for number, first_line in enumerate(begun):
        whole = number < len(written) and written[number].start() == first_line.start()
        if not whole or number >= len(came) or not _same(written[number][2], came[number]):
            sys.exit(
                f"{path}, line {_line(text, first_line.start())}: this cell would not come out as "
                "it is written. It begins with ``` at the left edge and ends with ``` on a line "
                "of its own, as does the cell before it; in its code no line is ``` alone"
            )
    return book


def _same(written, came):
    """Say whether the code of a cell is what was written; settings may stand above it."""
    return SETTINGS.sub("", written).strip("\n") == came.strip("\n")


def _line(text, position):
    return text.count("\n", 0, position) + 1
