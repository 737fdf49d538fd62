"""Phrases, English to French: two ways to split, and beams of several widths."""

import numpy as np

from nblib.data import load_phrases
from nblib.metrics import bleu
from nblib.text import BPETokenizer, beam_search, pad, padding_mask
from records.translation.networks import network
from records.translation.training import Pairs, choose, fitted, greedy_tokens, validation_loss

SEEDS = range(5)
TUNING = (100, 101, 102)
SETTINGS = [{"lr": 0.005, "dropout": p} for p in (0.15, 0.3, 0.5)]
TUNING_STEPS = 150
STEPS = 400
WIDTH = 128
EMBEDDING = 64
VOCABULARY = 1_000
LONGEST = 40
WIDTHS = (1, 2, 4, 16)
POWERS = (0.0, 1.0)  # of the length by which the log of a probability is divided
ASKED_BY_BEAM = 200


class Split:
    """The phrases, split and tokenized; the tokenizer has seen those to learn from alone."""

    def __init__(self, by, seed, tuning=False):
        phrases = load_phrases()
        learned, asked = phrases.split(by, seed=seed)
        if tuning:  # one part more is held out, in the same way; what is asked of the test is left
            inner = phrases.split(by, seed=seed + 1_000)[1]
            asked = inner[~np.isin(inner, asked)]
            learned = learned[~np.isin(learned, asked)]
        english = phrases.texts["en"]
        french = phrases.texts["fr"]
        both = [*english[learned], *french[learned]]
        self.tokenizer = BPETokenizer.train(both, vocab_size=VOCABULARY)
        self.sizes = (len(self.tokenizer), len(self.tokenizer), EMBEDDING)
        encode = self.tokenizer.encode
        pairs = Pairs([encode(t) for t in english], [encode(t) for t in french], list(french))
        self.learned = pairs.rows(learned)
        self.asked = pairs.rows(asked)
        self.has_variant = np.isin(phrases.concepts[asked], phrases.concepts[learned])


def trained(split, setting, seed, steps):
    """Train a network with attention and images on a split; return (network, core seconds)."""
    net = network("both", split.sizes, WIDTH, setting["dropout"], seed)
    net, seconds, _ = fitted(net, split.learned, setting, seed, steps)
    return net, seconds


def tuned(by):
    """Choose a setting by the loss on phrases that were split off in the same way."""
    table = []
    for setting in SETTINGS:
        losses = []
        for seed in TUNING:
            split = Split(by, seed, tuning=True)
            net, _ = trained(split, setting, seed, TUNING_STEPS)
            losses.append(validation_loss(net, split.asked))
        table.append(losses)
        print("tuning, by", by, setting, np.round(losses, 3), flush=True)
    return choose(SETTINGS, table)


def run(by, setting, seed):
    """Train and ask once, greedily, then with beams."""
    split = Split(by, seed)
    net, seconds = trained(split, setting, seed, STEPS)
    decode = split.tokenizer.decode
    found = [decode(tokens) for tokens in greedy_tokens(net, split.asked, LONGEST)]
    right = np.array([a == b for a, b in zip(found, split.asked.texts, strict=True)])
    has_variant = split.has_variant
    return {
        "exact": float(right.mean()),
        "bleu": corpus_bleu(found, split.asked.texts),
        "with a variant": int(has_variant.sum()),
        "right with a variant": int(right[has_variant].sum()),
        "without": int((~has_variant).sum()),
        "right without": int(right[~has_variant].sum()),
        "seconds": round(seconds, 2),
        "beams": beams(net, split, split.asked.rows(range(ASKED_BY_BEAM))),
    }


def corpus_bleu(found, references):
    """BLEU of words that are split at spaces, and of pairs, up to four; not in percent."""
    return bleu([text.split() for text in found], [[text.split()] for text in references])


def beams(net, split, asked):
    """For each width and power of the length: exact match, BLEU, length, probability."""
    rows = []
    for width in WIDTHS:
        with net.evaluating():
            found = [_candidates(net, source, width) for source in asked.sources]
        for power in POWERS:
            best = [max(options, key=lambda one: one.score(power)) for options in found]
            texts = [split.tokenizer.decode(one.tokens) for one in best]
            right = [a == b for a, b in zip(texts, asked.texts, strict=True)]
            words = sum(len(text.split()) for text in texts)
            rows.append(
                {
                    "width": width,
                    "power": power,
                    "exact": float(np.mean(right)),
                    "bleu": corpus_bleu(texts, asked.texts),
                    "length": words / sum(len(text.split()) for text in asked.texts),
                    "log probability": float(np.mean([one.log_prob for one in best])),
                }
            )
    return rows


def _candidates(net, source, width):
    """The finished hypotheses of one beam."""
    ids, lengths = pad([source])
    start = net.start(ids, padding_mask(lengths))
    return beam_search(net.step, start, width, max_length=LONGEST)


def measured(by):
    """Return what was chosen, and five runs; by: "phrase" or "concept"."""
    chosen = tuned(by)
    runs = []
    for seed in SEEDS:
        runs.append(run(by, chosen["setting"], seed))
        shown = {key: value for key, value in runs[-1].items() if key != "beams"}
        print(by, shown, [row["exact"] for row in runs[-1]["beams"]], flush=True)
    return {"tuning": chosen, "runs": runs}
