"""From a model of the next word to a whole text: greedy search and beam search.

A model is a function step(previous, state): the last words (N,) and a state, a tuple of arrays
whose first axis is N, to (log probabilities of the next words (N, V), the state after). N is how
many texts are written side by side.
"""

from typing import NamedTuple

import numpy as np

from nblib.ranges import number, whole
from nblib.text.words import BOS, EOS


class Hypothesis(NamedTuple):
    """A text in the making: its words so far, without BOS, and the log of their probability.

    A finished one ends with EOS, whose probability counts too.
    """

    tokens: tuple
    log_prob: float

    def score(self, length_power=0.0):
        """log_prob / lengthᵖ: p = 0 compares probabilities, 1 the mean for each word, EOS too."""
        return self.log_prob / max(len(self.tokens), 1) ** length_power


def teacher_forcing(targets):
    """Return (inputs, outputs) of a decoder, both (B, T + 1), from targets (B, T) padded with 0.

    At each place the decoder is given the word before, BOS at first, and is to say the word that
    stands there, EOS after the last one. Padding stays 0.

    >>> inputs, outputs = teacher_forcing(np.array([[7, 8], [9, 0]]))
    >>> inputs.tolist(), outputs.tolist()
    ([[2, 7, 8], [2, 9, 0]], [[7, 8, 3], [9, 3, 0]])
    """
    targets = np.asarray(targets)
    if targets.ndim != 2 or targets.dtype.kind not in "iu":
        raise ValueError(f"targets are ids (B, T), got {targets.dtype} of shape {targets.shape}")
    column = np.zeros_like(targets[:, :1])  # (B, 1)
    inputs = np.concatenate([column + BOS, targets], axis=1)  # (B, T + 1)
    outputs = np.concatenate([targets, column], axis=1)  # (B, T + 1)
    lengths = np.count_nonzero(targets, axis=1)  # (B,)
    outputs[np.arange(len(targets)), lengths] = EOS
    return inputs, outputs


def greedy_search(step, state, *, max_length, bos=BOS, eos=EOS):
    """Write N texts at once, the most probable word each time: a list of N Hypotheses.

    Each ends with eos, or has max_length words.
    """
    whole("max_length", max_length, least=1)
    count = len(state[0])
    previous = np.full(count, bos)  # (N,)
    written = []
    totals = np.zeros(count)  # (N,)
    live = np.ones(count, bool)  # (N,)
    for _ in range(max_length):
        log_probs, state = step(previous, state)  # (N, V)
        previous = log_probs.argmax(axis=1)  # (N,)
        best = log_probs[np.arange(count), previous]  # (N,)
        totals += np.where(live, best, 0)
        written.append(np.where(live, previous, -1))
        live = live & (previous != eos)
        if not live.any():
            break
    columns = np.array(written).T  # (N, T): -1 behind the end
    pairs = zip(columns, totals, strict=True)
    return [Hypothesis(tuple(row[row >= 0].tolist()), float(total)) for row, total in pairs]


def beam_steps(step, state, width, *, max_length, bos=BOS, eos=EOS):
    """Yield, after each step of a beam search, (live, finished), two lists of Hypotheses.

    state is that of one text: arrays of one row. At each step every live hypothesis is continued by
    every word, and the most probable ones are kept, as many as the width less those finished. The
    search ends when that is none, or at max_length words; then live ones are left unfinished.
    """
    whole("width", width, least=1)
    whole("max_length", max_length, least=1)
    live = [Hypothesis((), 0.0)]
    finished = []
    for _ in range(max_length):
        previous = np.array(
            [hypothesis.tokens[-1] if hypothesis.tokens else bos for hypothesis in live]
        )  # (N,)
        log_probs, state = step(previous, state)  # (N, V)

        # All continuations, the most probable first; equals in the order of their ids.
        totals = (
            log_probs + np.array([hypothesis.log_prob for hypothesis in live])[:, None]
        )  # (N, V)
        keep = width - len(finished)
        best = np.argsort(-totals, axis=None, kind="stable")[:keep]
        best = best[totals.flat[best] > -np.inf]  # what cannot be is no hypothesis
        rows, tokens = np.unravel_index(best, totals.shape)

        # What ends is put aside, the rest goes on.
        grown = [
            Hypothesis((*live[row].tokens, int(token)), float(totals[row, token]))
            for row, token in zip(rows, tokens, strict=True)
        ]
        goes_on = tokens != eos
        finished = finished + [hypothesis for hypothesis in grown if hypothesis.tokens[-1] == eos]
        live = [hypothesis for hypothesis in grown if hypothesis.tokens[-1] != eos]
        state = tuple(array[rows[goes_on]] for array in state)
        yield live, finished
        if not live:
            return


def beam_search(step, state, width, *, max_length, length_power=0.0, bos=BOS, eos=EOS):
    """Return the finished Hypotheses of a beam search, the best score first; unfinished ones only
    where none has ended.

    width: how many are kept at each step; 1 is greedy search. length_power: see Hypothesis.score;
    it decides which of the finished ones is best, not which are kept on the way.
    """
    number("length_power", length_power, least=0)
    for live, finished in beam_steps(step, state, width, max_length=max_length, bos=bos, eos=eos):
        hypotheses = finished or live
    return sorted(hypotheses, key=lambda hypothesis: -hypothesis.score(length_power))
