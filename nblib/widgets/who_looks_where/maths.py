"""What a beam kept and what it chose, from what was recorded; maths.mjs is the twin."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nblib.widgets.who_looks_where.constants import END, RANKINGS


class Outcome(NamedTuple):
    """What a search chose. path: the numbers of its nodes, the end included. pieces: their texts.
    weights: for each piece the percent that each source piece got. log_prob: of the whole. text:
    the pieces as one text.
    """

    path: list
    pieces: list
    weights: list
    log_prob: float
    text: str


@cache
def recorded():
    """Return what recorded.json holds."""
    return json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))


def sentences():
    """Return the names of the recorded sentences, in their order."""
    return tuple(recorded()["sentences"])


def path_of(nodes, node):
    """Return the numbers of the nodes from the first piece to this one."""
    path = []
    while node > 0:
        path.append(node)
        node = nodes[node][0]
    return path[::-1]


def score(nodes, node, ranking):
    """Return the log probability of a node, or its mean for each piece."""
    log_prob = nodes[node][2]
    return log_prob if ranking == RANKINGS[0] else log_prob / len(path_of(nodes, node))


def text_of(pieces):
    """Return pieces as one text, without its end."""
    return "".join(piece for piece in pieces if piece.strip() != END).strip()


def outcome(sentence, width, ranking):
    """Return the Outcome of a beam search of this width, the best chosen by this ranking."""
    recording = recorded()["sentences"][sentence]
    nodes = recording["nodes"]
    live, finished = recording["widths"][str(width)][-1]
    best = max(finished or live, key=lambda node: score(nodes, node, ranking))
    path = path_of(nodes, best)
    pieces = [nodes[node][1] for node in path]
    weights = [nodes[node][3] for node in path]
    return Outcome(path, pieces, weights, nodes[best][2], text_of(pieces))


def layers(sentence, width):
    """Return, for each step of a search, the nodes that were kept, the most probable first; what
    was finished before is left out.
    """
    recording = recorded()["sentences"][sentence]
    nodes = recording["nodes"]
    before = set()
    by_step = []
    for live, finished in recording["widths"][str(width)]:
        new = [node for node in [*live, *finished] if node not in before]
        before.update(finished)
        by_step.append(sorted(new, key=lambda node: -nodes[node][2]))
    return by_step
