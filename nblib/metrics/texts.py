"""Metrics of one text against another: BLEU and error rates."""

import math
from collections import Counter

import numpy as np

from nblib.metrics.shared import whole


def bleu(hypotheses, references, *, max_n=4, smoothing=None):
    """BLEU of a corpus: how much the hypotheses share with their references (Papineni et al.,
    2002).

    hypotheses: N token lists. references: for each hypothesis, a list of one or more token lists.
    The geometric mean, over n = 1 … max_n, of the part of the hypotheses' n-grams that a reference
    has too (each counted at most as often as one reference has it), times e^(1 - r / h) when the
    hypotheses, of h tokens in all, are shorter than the references nearest in length, of r (of two
    equally near, the shorter). Tokens decide the figure: say how they were made. Papers print it
    times 100. smoothing: None: one n without a match makes BLEU 0. "add-one": a match and an n-gram
    more for each n > 1 (Lin and Och, 2004). "exp": the k-th n without a match counts as 1 / 2^k
    matches (NIST's). See Chen and Cherry (2014). No unigram in common is 0 whatever the smoothing.
    Where every hypothesis is shorter than max_n, there are no n-grams to count for some n: with
    None and "exp" BLEU is then 0, even of texts that are the same (as sacrebleu's corpus_bleu; its
    sentence_bleu leaves such n out); with "add-one" such an n counts as 1. Take a smaller max_n for
    short texts.

    >>> hypothesis, reference = "the cat sat".split(), "the cat sat down".split()
    >>> score = bleu([hypothesis], [[reference]], max_n=2)
    >>> round(score, 4)  # all n-grams match; e^(1 - 4/3) for being short
    0.7165
    """
    if smoothing not in (None, "add-one", "exp"):
        raise ValueError(f'smoothing is None, "add-one" or "exp", not {smoothing!r}')
    max_n = whole(max_n, "max_n")
    _texts(hypotheses, references)

    # Count, over the whole corpus, lengths and n-grams: n - 1 is the index of n.
    matched = np.zeros(max_n, int)
    total = np.zeros(max_n, int)
    length = 0
    target_length = 0
    for hypothesis, options in zip(hypotheses, references, strict=True):
        _tokens(hypothesis, *options)
        length += len(hypothesis)
        target_length += min((abs(len(r) - len(hypothesis)), len(r)) for r in options)[1]
        for n in range(1, max_n + 1):
            counts = _ngrams(hypothesis, n)
            allowed = Counter()  # of each n-gram the largest count in any reference
            for reference in options:
                allowed |= _ngrams(reference, n)
            matched[n - 1] += sum((counts & allowed).values())
            total[n - 1] += sum(counts.values())
    if not matched[0]:
        return 0.0

    # The geometric mean of the precisions, and the penalty for being short, as logarithms.
    precisions = _smoothed(matched, total, smoothing)
    if not all(precisions):
        return 0.0
    log_penalty = min(0.0, 1 - target_length / length)
    return math.exp(log_penalty + sum(map(math.log, precisions)) / max_n)


def sentence_bleu(hypothesis, references, *, max_n=4, smoothing="add-one"):
    """BLEU of one hypothesis, a token list, against a list of references; smoothed, as a sentence
    has few n-grams.

    The mean over sentences is not the BLEU of the corpus.

    >>> score = sentence_bleu("a b c".split(), ["a b d".split()], max_n=2)
    >>> round(score, 4)  # √(2/3 · (1 + 1) / (2 + 1))
    0.6667
    """
    return bleu([hypothesis], [references], max_n=max_n, smoothing=smoothing)


def exact_match(hypotheses, references):
    """The part of the hypotheses that equals its reference, token for token or character for
    character: texts, or token lists, tuples or arrays of any length.

    >>> exact_match(["a b", "c"], ["a b", "C"])
    0.5
    """
    _texts(hypotheses, references)
    pairs = zip(hypotheses, references, strict=True)
    return sum(_are_same(*pair) for pair in pairs) / len(hypotheses)


def _are_same(hypothesis, reference):
    """Whether two texts, or two token lists, are the same; a text is no token list."""
    are_texts = [isinstance(text, str) for text in (hypothesis, reference)]
    if any(are_texts):
        return all(are_texts) and hypothesis == reference
    if not (hasattr(hypothesis, "__len__") and hasattr(reference, "__len__")):
        return bool(hypothesis == reference)
    if len(hypothesis) != len(reference):
        return False
    return all(bool(h == r) for h, r in zip(hypothesis, reference, strict=True))


def edit_distance(a, b):
    """The fewest insertions, deletions and substitutions that make sequence a into b (Levenshtein,
    1966).

    By dynamic programming (Wagner and Fischer, 1974): row i holds the distances of a[:i] from every
    beginning of b.

    >>> edit_distance("kitten", "sitting")  # k → s, e → i, + g
    3
    >>> edit_distance(["the", "cat"], ["a", "cat"])
    1
    """
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            delete = above[j] + 1
            insert = row[j - 1] + 1
            substitute = above[j - 1] + bool(x != y)
            row.append(min(delete, insert, substitute))
        above = row
    return above[-1]


def wer(hypotheses, references):
    """Word error rate: the edits from all hypotheses to their references, for each word of the
    references.

    Both are lists of N texts (split at white space) or token lists. It can exceed 1; turned round
    it is another number.

    >>> wer(["the cat sat", "hello"], ["the cat sat down", "hello"])  # one word is missing of five
    0.2
    """

    def split(text):
        return text.split() if isinstance(text, str) else text

    return _error_rate(hypotheses, references, split, "word")


def cer(hypotheses, references):
    """Character error rate: as wer, but the edits are of characters, spaces included, in lists of N
    texts.

    >>> cer(["kitten"], ["sitting"])  # 3 edits for 7 characters
    0.42857142857142855
    """
    return _error_rate(hypotheses, references, lambda text: text, "character")


def _ngrams(tokens, n):
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def _smoothed(matched, total, smoothing):
    """The precision of each n, from the n-grams that matched and all n-grams of the hypotheses."""
    precisions = []
    halvings = 0  # how many n had no match so far
    for n, (matches, count) in enumerate(zip(matched.tolist(), total.tolist(), strict=True), 1):
        if smoothing == "add-one" and n > 1:
            matches += 1
            count += 1
        if smoothing == "exp" and not matches:
            halvings += 1
            matches = 1 / 2**halvings
        precisions.append(matches / count if count else 0.0)
    return precisions


def _texts(hypotheses, references):
    """Raise when these are not two lists of one length; a bare string would be taken letter by
    letter.
    """
    if isinstance(hypotheses, str) or isinstance(references, str):
        raise TypeError("give lists of texts, not one text")
    if len(hypotheses) != len(references) or not len(hypotheses):
        raise ValueError(
            f"as many hypotheses as references are needed: {len(hypotheses)} and {len(references)}"
        )


def _tokens(hypothesis, *references):
    if not references:
        raise ValueError("each hypothesis needs at least one reference")
    texts = (hypothesis, *references)
    if any(isinstance(text, str) or not hasattr(text, "__len__") for text in texts):
        raise TypeError(
            "a hypothesis is a list of tokens, and its references a list of such lists: split "
            "the texts"
        )


def _error_rate(hypotheses, references, split, unit):
    _texts(hypotheses, references)
    pairs = [(split(h), split(r)) for h, r in zip(hypotheses, references, strict=True)]
    length = sum(len(reference) for _, reference in pairs)
    if not length:
        raise ValueError(
            f"the references have no {unit}: an error rate is edits for each {unit} of theirs"
        )
    return sum(edit_distance(hypothesis, reference) for hypothesis, reference in pairs) / length
