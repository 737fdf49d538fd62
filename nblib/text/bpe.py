"""Byte-pair encoding: the pair of neighbors that occurs most often becomes one token, again and
again.

Gage (A New Algorithm for Data Compression, 1994) for data; Sennrich, Haddow and Birch (2016) for
words; on bytes, so that no text is unknown, Radford et al. (GPT-2, 2019).
"""

import heapq
import json
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from nblib.files import write
from nblib.ranges import whole
from nblib.text.words import BOS, EOS, SPECIALS

# Cuts a text into pieces that put together are the text: a word or a run of marks, each with one
# space before it if there is one, or white space. No merge reaches across a cut.
PIECE = re.compile(r" ?\w+| ?[^\w\s]+|\s+(?!\S)|\s")

BYTES = [bytes([b]) for b in range(256)]


class Merge(NamedTuple):
    """One step of training: the pair (left, right) of byte strings, and how often it stood
    there.
    """

    left: bytes
    right: bytes
    count: int


class BPETrainer:
    """Byte-pair encoding while it learns, for looking at each step.

    texts: an iterable of strings. words: for each distinct piece of them its tokens now, byte
    strings; frequencies: how often each piece occurs; pairs: how often each pair of neighbors
    occurs now.

    >>> trainer = BPETrainer(["low low lower"])
    >>> trainer.step()
    Merge(left=b'l', right=b'o', count=3)
    >>> trainer.step()
    Merge(left=b'lo', right=b'w', count=3)
    >>> trainer.words
    [[b'low'], [b' ', b'low'], [b' ', b'low', b'e', b'r']]
    """

    def __init__(self, texts):
        if isinstance(texts, str):
            raise TypeError("give an iterable of texts, not one text")
        counts = Counter(piece for text in texts for piece in PIECE.findall(text))
        self.words = [[BYTES[b] for b in piece.encode("utf-8")] for piece in counts]
        self.frequencies = list(counts.values())
        self.pairs = Counter()
        self._where = defaultdict(set)  # pair -> the words that have it, or once had it
        # (-count, pair): for each pair its count now, and counts that are no longer true
        self._heap = []
        self._recount(range(len(self.words)))

    def _recount(self, words, merge=None):
        """Count the pairs of these words; with a merge, take out the old ones, merge, and put the
        new ones in.
        """
        changed = set()
        for i in words:
            if merge:
                joined = _join(self.words[i], *merge)
                if len(joined) == len(self.words[i]):  # it once had the pair, and no longer has
                    continue
                self._add(i, -self.frequencies[i], changed)
                self.words[i] = joined
            self._add(i, self.frequencies[i], changed)
        for pair in changed:
            if self.pairs[pair]:
                heapq.heappush(self._heap, (-self.pairs[pair], pair))
            else:
                del self.pairs[pair]

    def _add(self, i, change, changed):
        for pair in pairwise(self.words[i]):
            self.pairs[pair] += change
            self._where[pair].add(i)
            changed.add(pair)

    def best(self):
        """Return the most frequent pair as a Merge, or None; of equals, the first in the order of
        their bytes.
        """
        while self._heap:
            count, pair = self._heap[0]
            if -count == self.pairs.get(pair):
                return Merge(*pair, -count)
            heapq.heappop(self._heap)
        return None

    def step(self):
        """Merge the best pair everywhere and return it, or None when no pair is left."""
        merge = self.best()
        if merge is None:
            return None
        self._recount(self._where.pop(merge[:2]), merge[:2])  # only the words with this pair change
        return merge


class BPETokenizer:
    """Splits texts into byte strings by merges learned from texts; any text comes back whole.

    merges: pairs of byte strings, the first learned first. tokens[i] is the token of id i: the
    SPECIALS at 0-3, the 256 bytes at 4-259, then what the merges make. Raises ValueError for a
    merge of what is no token yet.

    >>> tokenizer = BPETokenizer.train(["low low lower"], vocab_size=262)
    >>> tokenizer.tokenize("slow 你")
    [b's', b'low', b' ', b'\\xe4', b'\\xbd', b'\\xa0']
    >>> tokenizer.encode("low")
    [261]
    >>> tokenizer.decode(tokenizer.encode("slow 你"))
    'slow 你'
    """

    def __init__(self, merges=()):
        self.merges = list(dict.fromkeys((left, right) for left, right, *_ in merges))
        self._ranks = {pair: i for i, pair in enumerate(self.merges)}
        self.tokens = [*SPECIALS, *BYTES]
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        for left, right in self.merges:
            if not (
                isinstance(left, bytes)
                and isinstance(right, bytes)
                and {left, right} <= self._ids.keys()
            ):
                raise ValueError(
                    f"cannot merge {left!r} and {right!r}: both must be tokens made before"
                )
            if left + right not in self._ids:  # two merges may make the same token
                self._ids[left + right] = len(self.tokens)
                self.tokens.append(left + right)
        self._known = {}  # piece -> its tokens

    @classmethod
    def train(cls, texts, *, vocab_size, min_count=2):
        """Learn from an iterable of strings until there are vocab_size tokens, 260 at least.

        Stops early when no pair occurs min_count times. See BPETrainer for the steps.
        """
        whole("vocab_size", vocab_size, least=None)
        if vocab_size < len(SPECIALS) + 256:
            raise ValueError(
                f"vocab_size must be at least 260, for the specials and the bytes, got {vocab_size}"
            )
        whole("min_count", min_count, least=1)
        trainer = BPETrainer(texts)
        merges = []
        new_tokens = set()  # fewer than merges: two may make the same token
        while len(SPECIALS) + 256 + len(new_tokens) < vocab_size:
            merge = trainer.best()
            if merge is None or merge.count < min_count:
                break
            merges.append(trainer.step())
            new_tokens.add(merge.left + merge.right)
        return cls(merges)

    def __len__(self):
        return len(self.tokens)

    def stages(self, piece):
        """Yield the tokens of one piece of text, first its bytes, then after each merge that
        applies.

        >>> list(BPETokenizer([(b"l", b"o"), (b"lo", b"w")]).stages("low"))
        [[b'l', b'o', b'w'], [b'lo', b'w'], [b'low']]
        """
        tokens = [BYTES[b] for b in piece.encode("utf-8")]
        yield tokens
        while pairs := [pair for pair in pairwise(tokens) if pair in self._ranks]:
            left, right = min(pairs, key=self._ranks.get)  # what was learned first is merged first
            tokens = _join(tokens, left, right)
            yield tokens

    def tokenize(self, text):
        """Split a string into byte strings; raises UnicodeEncodeError (a ValueError) for half a
        surrogate pair.
        """
        tokens = []
        for piece in PIECE.findall(text):
            if piece not in self._known:
                *_, self._known[piece] = self.stages(piece)
            tokens += self._known[piece]
        return tokens

    def encode(self, text, *, bos=False, eos=False):
        """Return the ids of a string; with BOS before or EOS after, if asked. Texts never give the
        ids of specials.
        """
        return [BOS] * bos + [self._ids[token] for token in self.tokenize(text)] + [EOS] * eos

    def decode(self, ids):
        """Return the string of ids, leaving specials out; raises ValueError for an id that is not
        there.

        Bytes that are no UTF-8, half a character say, become U+FFFD.
        """
        ids = [int(i) for i in ids]
        if strange := [i for i in ids if not 0 <= i < len(self)]:
            raise ValueError(f"there is no id {strange[0]} among {len(self)} tokens")
        return b"".join(self.tokens[i] for i in ids if i >= len(SPECIALS)).decode(
            "utf-8", errors="replace"
        )

    def save(self, path):
        """Write the merges to a JSON file, whole or not at all, each byte as the character of its
        number.
        """
        content = {
            "merges": [
                [left.decode("latin-1"), right.decode("latin-1")] for left, right in self.merges
            ]
        }
        write(path, json.dumps(content, indent=0))

    @classmethod
    def load(cls, path):
        """Read what save() wrote; raises ValueError for a file that is something else."""
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        merges = content.get("merges") if isinstance(content, dict) else None
        if not isinstance(merges, list) or not all(map(_is_pair, merges)):
            raise ValueError(f"{path} holds no merges of byte pairs")
        return cls([(left.encode("latin-1"), right.encode("latin-1")) for left, right in merges])


def _is_pair(merge):
    """Whether this is a merge as save() writes it: two strings whose characters are numbers of
    bytes.
    """
    if not isinstance(merge, list) or len(merge) != 2:
        return False
    return all(isinstance(side, str) and all(ord(c) < 256 for c in side) for side in merge)


def _join(tokens, left, right):
    """Put each `left` that `right` follows together with it, from the left on."""
    joined = []
    i = 0
    while i < len(tokens):
        if tokens[i] == left and i + 1 < len(tokens) and tokens[i + 1] == right:
            joined.append(left + right)
            i += 2
        else:
            joined.append(tokens[i])
            i += 1
    return joined
