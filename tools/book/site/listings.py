"""Listings on the site: what listing() printed becomes colored code under its file's name."""

import re

from docutils import nodes

FILE = re.compile(r"nblib/[\w/]+\.py")
NUMBERED = re.compile(r" *(\d+)(?:  (.*))?")


def dress(app, doctree):
    """Turn each printed listing of a page into a block of code with a caption."""
    for output in list(doctree.findall(nodes.literal_block)):
        parts = parts_of(output.astext())
        if parts and "output" in output.get("classes", []):
            place = output.parent.index(output)
            output.parent[place : place + 1] = [block(*part) for part in parts]


def parts_of(text):
    """Return [(file, [(number, code)])] of a printed listing, or [] for other output.

    A cell that lists several things prints one after the other.
    """
    parts = []
    for line in text.rstrip().splitlines():
        if FILE.fullmatch(line):
            parts.append((line, []))
            continue
        numbered = NUMBERED.fullmatch(line)
        if not parts or not numbered:
            return []
        parts[-1][1].append(numbered.groups(default=""))
    return [part for part in parts if part[1]]


def block(file, lines):
    """Return a listing as a node: the file's name over its code; lines: [(number, code)]."""
    listing = nodes.container("", classes=["nb-source"])
    listing += nodes.paragraph("", file, classes=["nb-file"])
    text = "\n".join(code for _, code in lines)
    code = nodes.literal_block(text, text, language="python", linenos=True)
    code["highlight_args"] = {"linenostart": int(lines[0][0])}
    code["force"] = True  # part of a file need not be whole Python
    listing += code
    return listing
