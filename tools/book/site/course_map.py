"""The map of the course: an SVG, a row for each part, arrows to the chapters that need it."""

import html
from dataclasses import dataclass

WIDTH = 890  # all lengths in pixels of the view box
ROW = 96
TOP = 8
NAMES = 124  # the column with the parts' names
PLACES = 7  # chapters that have room in a row
CHIP_WIDTH = 102
CHIP_HEIGHT = 48
LINE = 12  # from one line of a title to the next
CHIP_CHARACTERS = 16  # of a line that fits a chip
NAME_CHARACTERS = 16  # of a line that fits the column with the parts' names
LABEL = (
    "Map of the course: a row of chapters for each part, "
    "arrows from a chapter to those that need it."
)
ARROW = (
    '<marker id="nb-arrow" viewBox="0 0 6 6" refX="5" refY="3" '
    'markerWidth="6" markerHeight="6" orient="auto">'
    '<path class="head" d="M0,0 L6,3 L0,6 z"/></marker>'
)


@dataclass(frozen=True)
class Point:
    """The center of a chapter's chip."""

    x: float
    y: float


def draw(course, href):
    """Return the map as HTML; href(chapter) is the address of a chapter's page."""
    centers = _centers(course)
    edges = ""
    chips = ""
    for chapter in course.chapters:
        center = centers[chapter.number]
        for need in chapter.needs:
            edges += _edge(centers[need], center)
        chips += _chip(chapter, center, href)
    names = "".join(_part_name(title, TOP + ROW * i) for i, title in enumerate(course.parts))
    height = TOP + ROW * len(course.parts)
    # A group, not an image: the chapters in it are links.
    return (
        f'<div class="nb-map" tabindex="0" role="group" aria-label="{LABEL}">'
        f'<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="Chapters">'
        f'<defs>{ARROW}</defs>{names}<g class="edges" aria-hidden="true">{edges}</g>'
        f"{chips}</svg></div>"
    )


def _centers(course):
    """Return the center of each chapter by its number."""
    step = (WIDTH - NAMES - 4) / PLACES
    centers = {}
    for part_index in range(len(course.parts)):
        row = [chapter for chapter in course.chapters if chapter.part == part_index]
        for i, chapter in enumerate(row):
            centers[chapter.number] = Point(NAMES + step * (i + 0.5), TOP + ROW * part_index + 28)
    return centers


def _edge(start, end):
    """Return the arrow from a chapter to one that needs it."""
    half = CHIP_HEIGHT // 2
    tip = half + 1
    if start.y == end.y:  # beside each other: below the chips, so that the line crosses none
        end_y = end.y + tip
        bend = f"{start.x:.0f},{start.y + half + 24} {end.x:.0f},{end.y + half + 24}"
    else:
        end_y = end.y - tip
        bend = f"{start.x:.0f},{start.y + half + 38} {end.x:.0f},{end.y - half - 38}"
    return f'<path d="M{start.x:.0f},{start.y + half} C{bend} {end.x:.0f},{end_y}"/>'


def _chip(chapter, center, href):
    """Return a chapter's box, its number above its title, a link where there is a page."""
    lines = wrapped(chapter.title, CHIP_CHARACTERS)
    first = center.y + 4 - LINE * len(lines) / 2
    text = f'<tspan class="number" x="{center.x:.0f}" y="{first:.0f}">{chapter.number}</tspan> '
    for i, line in enumerate(lines, 1):
        text += f'<tspan x="{center.x:.0f}" y="{first + LINE * i:.0f}">{html.escape(line)}</tspan> '
    left = center.x - CHIP_WIDTH / 2
    upper = center.y - CHIP_HEIGHT / 2
    box = (
        f'<rect x="{left:.0f}" y="{upper:.0f}" width="{CHIP_WIDTH}" height="{CHIP_HEIGHT}" rx="6"/>'
        f"<text>{text}</text>"
    )
    if chapter.exists:
        return f'<a class="ready" href="{href(chapter)}">{box}</a>'
    return f'<g class="planned">{box}</g>'


def _part_name(title, top):
    """Return the name of a part, left of its chapters."""
    spans = ""
    for i, line in enumerate(wrapped(title, NAME_CHARACTERS)):
        spans += f'<tspan x="0" dy="{13 * (i > 0)}">{html.escape(line)}</tspan>'
    return f'<text class="part" x="0" y="{top + 22}">{spans}</text>'


def wrapped(title, size):
    """Return a title in lines of at most `size` characters, or of one long word."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > size:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
