"""Where nblib/widgets/who_looks_where/recorded.json comes from:
python -m tools.data.record_who_looks_where

Two networks with attention learn to translate from English to French: one number words, one
phrases in byte pairs. Neither has met the sentences below, and the second may have met variants of
them. For each sentence and each width the beam search is written down: every hypothesis that was
kept, its log probability, and where its last piece looked.
"""

import json

import numpy as np

from nblib.files import write
from nblib.text import beam_steps, pad, padding_mask
from nblib.widgets.who_looks_where.constants import LONGEST, WIDEST
from records.translation import numbers, phrases
from records.translation.networks import network
from records.translation.training import fitted
from tools.paths import NBLIB

OUT = NBLIB / "widgets" / "who_looks_where" / "recorded.json"
SEED = 4
STEPS = {"numbers": 1_200, "phrases": 1_200}
SETTING = {"lr": 0.005, "dropout": 0.2}
NUMBERS = (497, 640_081)
PHRASES = (
    "woman with headscarf",
    "waving hand",
    "crying face",
    "family: man, woman, boy",
    "seven-thirty",
    "anguished face",
)


def tree_of(net, source, pieces):
    """Return (nodes, widths): nodes are [parent, piece, log probability, weights in percent], the
    first one being the empty beginning; for each width what is live and what is finished after each
    step.
    """
    nodes = [[-1, "", 0.0, []]]
    index = {(): 0}
    ids, lengths = pad([source])
    start = net.start(ids, padding_mask(lengths))
    widths = {}
    for width in range(1, WIDEST + 1):
        steps = []
        for live, finished in beam_steps(net.step, start, width, max_length=LONGEST):
            for hypothesis in [*live, *finished]:
                if hypothesis.tokens not in index:
                    index[hypothesis.tokens] = len(nodes)
                    parent = index[hypothesis.tokens[:-1]]
                    weights = looked(net, start, hypothesis.tokens)
                    log_prob = round(hypothesis.log_prob, 4)
                    nodes.append([parent, pieces(hypothesis.tokens[-1]), log_prob, weights])
            steps.append([[index[h.tokens] for h in group] for group in (live, finished)])
        widths[str(width)] = steps
    return nodes, widths


def looked(net, start, tokens):
    """Where the last of these tokens looked, in whole percent."""
    previous = np.array([2, *tokens[:-1]])
    state = start
    for token in previous:
        _, state = net.step(np.array([token]), state)
    return [int(v) for v in np.round(100 * state[3][0])]


def numbers_learned():
    """Return a function: number -> (source pieces, reference, nodes, widths)."""
    learned = numbers.as_pairs(numbers.drawn("block", SEED)[0])
    net = network("both", numbers.SIZES, numbers.WIDTH, SETTING["dropout"], SEED)
    net, *_ = fitted(net, learned, SETTING, SEED, steps=STEPS["numbers"])

    def recorded(n):
        source = numbers.words(n, "en")
        tokens = numbers.FRENCH.tokens
        tree = tree_of(net, numbers.ENGLISH.encode(source), lambda i: f" {tokens[i]}")
        return [f" {word}" for word in source], " ".join(numbers.words(n, "fr")), *tree

    return recorded


def phrases_learned():
    """Return (a function: row of the phrases asked -> the same, the English phrases asked)."""
    split = phrases.Split("phrase", SEED)
    net = network("both", split.sizes, phrases.WIDTH, SETTING["dropout"], SEED)
    net, *_ = fitted(net, split.learned, SETTING, SEED, steps=STEPS["phrases"])
    tokenizer = split.tokenizer

    def piece(i):
        return tokenizer.tokens[i].decode("utf-8", "replace") if i >= 4 else tokenizer.tokens[i]

    def recorded(row):
        source = split.asked.sources[row]
        tree = tree_of(net, source, piece)
        return [piece(i) for i in source], split.asked.texts[row], *tree

    return recorded, [tokenizer.decode(ids) for ids in split.asked.sources]


def main():
    """Train both, write recorded.json."""
    sentences = {}
    of_number = numbers_learned()
    recordings = [of_number(n) for n in NUMBERS]
    of_phrase, asked = phrases_learned()
    recordings += [of_phrase(asked.index(text)) for text in PHRASES]
    for source, reference, nodes, widths in recordings:
        name = "".join(source).strip()
        sentences[name] = {
            "source": source,
            "reference": reference,
            "nodes": nodes,
            "widths": widths,
        }
    content = {"made by": "python -m tools.data.record_who_looks_where", "sentences": sentences}
    write(OUT, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(len(OUT.read_bytes()), "bytes:", *sentences, sep="\n")


if __name__ == "__main__":
    main()
