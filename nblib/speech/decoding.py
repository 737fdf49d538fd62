"""From what a network says of each frame to a text: CTC's decoders (Graves et al., 2006)."""

import math

import numpy as np

from nblib.ranges import whole


def collapse(path, blank=0):
    """The labels that a path along the frames stands for: repeats merged first, then blanks left
    out.

    >>> collapse([0, 3, 3, 0, 3, 5, 5, 0])
    [3, 3, 5]
    """
    labels = []
    before = blank
    for label in np.asarray(path).tolist():
        if label not in (before, blank):
            labels.append(label)
        before = label
    return labels


def greedy_decode(log_probs, length=None, blank=0):
    """The labels of the most probable path: each frame's best label, collapsed.

    log_probs: (T, C); logits do as well. length: how many frames count. The most probable path need
    not belong to the most probable text.

    >>> greedy_decode(np.log([[0.6, 0.4], [0.6, 0.4]]))
    []
    """
    return collapse(_scores(log_probs, length).argmax(axis=1), blank)


def beam_decode(log_probs, width=10, length=None, blank=0):
    """The most probable text that prefix beam search finds, and its log-probability as far as it
    was summed.

    log_probs: (T, C), logarithms of probabilities; length: how many frames count. At each frame the
    `width` most probable texts so far are kept. The paths of one text are summed, those that end in
    a blank apart from those that end in its last label, since only after a blank can the same label
    come again (Hannun et al., 2014; Graves, 2012).

    >>> labels, log_p = beam_decode(np.log([[0.6, 0.4], [0.6, 0.4]]))
    >>> labels, round(math.exp(log_p), 2)  # three paths: 0.4 · 0.4 + 0.4 · 0.6 + 0.6 · 0.4
    ([1], 0.64)
    """
    whole("width", width, least=1)
    beam = {(): (0.0, -math.inf)}  # text: log P with a blank at the end, with a label at the end
    for row in _scores(log_probs, length).tolist():
        candidates = {}
        for text, (blank_end, label_end) in beam.items():
            total = _log_add(blank_end, label_end)
            _gain(candidates, text, 0, total + row[blank])
            if text:
                _gain(candidates, text, 1, label_end + row[text[-1]])
            for label, score in enumerate(row):
                if label == blank:
                    continue
                is_repeat = bool(text) and label == text[-1]
                _gain(candidates, (*text, label), 1, (blank_end if is_repeat else total) + score)
        best = sorted(candidates, key=lambda text: -_log_add(*candidates[text]))[:width]
        beam = {text: candidates[text] for text in best}
    text = max(beam, key=lambda text: _log_add(*beam[text]))
    return list(text), _log_add(*beam[text])


def _gain(candidates, text, end, score):
    """Add a score to what a text has with this end: 0 a blank, 1 a label."""
    if score == -math.inf:
        return
    ends = list(candidates.get(text, (-math.inf, -math.inf)))
    ends[end] = _log_add(ends[end], score)
    candidates[text] = tuple(ends)


def _log_add(a, b):
    """ln(e^a + e^b)."""
    high = max(a, b)
    if high == -math.inf:
        return high
    return high + math.log1p(math.exp(min(a, b) - high))


def _scores(log_probs, length):
    """The frames that count, (T, C), as an array."""
    log_probs = np.asarray(log_probs, float)
    if log_probs.ndim != 2 or not log_probs.shape[1]:
        raise ValueError(f"decoding needs scores (T, C), got shape {log_probs.shape}")
    if length is None:
        return log_probs
    return log_probs[: whole("length", length, most=len(log_probs))]
