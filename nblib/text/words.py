"""Characters and words as tokens, and the vocabulary that numbers them."""

import json
import re
from collections import Counter
from pathlib import Path

from nblib.files import write
from nblib.ranges import whole

SPECIALS = ("<pad>", "<unk>", "<bos>", "<eos>")  # padding, unknown, beginning and end of a sequence
PAD, UNK, BOS, EOS = range(4)

# Chinese characters: the unified ideographs, their first extension, compatibility forms, and the
# later extensions.
CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


class CharTokenizer:
    """One token a character (a Unicode code point); nothing is lost.

    >>> CharTokenizer().tokenize("to be")
    ['t', 'o', ' ', 'b', 'e']
    """

    def tokenize(self, text):
        """Split a string into its characters."""
        return list(text)

    def detokenize(self, tokens):
        """Put tokens together again."""
        return "".join(tokens)


class WordTokenizer:
    """Words, numbers, single Chinese characters and single punctuation marks as tokens; white space
    is dropped.

    A word is a run of letters, digits and underscores, with apostrophes inside. lower: all in lower
    case. Scripts whose vowels are signs of their own, such as Devanagari, are cut at these: take
    BPETokenizer for them.

    >>> WordTokenizer(lower=True).tokenize("Don't panic: 42!")
    ["don't", 'panic', ':', '42', '!']
    >>> WordTokenizer().tokenize("我爱NumPy。")
    ['我', '爱', 'NumPy', '。']
    """

    PATTERN = re.compile(rf"[{CHINESE}]|[^\W{CHINESE}]+(?:['’][^\W{CHINESE}]+)*|[^\w\s]")

    def __init__(self, *, lower=False):
        self.lower = lower

    def tokenize(self, text):
        """Split a string into words and marks."""
        return self.PATTERN.findall(text.lower() if self.lower else text)

    def detokenize(self, tokens):
        """Put tokens together with spaces, but none beside Chinese characters and marks, none
        before a closing mark.

        A guess: where the spaces had been is lost.

        >>> WordTokenizer().detokenize(["So", ",", "yes", "!"])
        'So, yes!'
        """
        wide = CHINESE + "，。；：！？、（）"
        return re.sub(rf"(?<=[{wide}]) | (?=[{wide},.;:!?)\]}}])", "", " ".join(tokens))


class Vocabulary:
    """Numbers tokens: 0-3 are the SPECIALS, then come the tokens in the order given.

    tokens: distinct strings, none of them special. tokens[i] is the token of id i; len() counts the
    specials too. Raises ValueError for a token given twice, TypeError for one that is no string, or
    for a text in place of a list.

    >>> vocabulary = Vocabulary.build([["a", "rose", "is", "a", "rose"]], min_count=2)
    >>> vocabulary.tokens
    ('<pad>', '<unk>', '<bos>', '<eos>', 'a', 'rose')
    >>> vocabulary.encode(["a", "red", "rose"], eos=True)
    [4, 1, 5, 3]
    >>> vocabulary.decode([4, 1, 5, 3])
    ['a', '<unk>', 'rose']
    """

    def __init__(self, tokens=()):
        self.tokens = (*SPECIALS, *_listed(tokens))
        if strange := [t for t in self.tokens if not isinstance(t, str)]:
            raise TypeError(f"a token is a string, not {strange[0]!r}")
        self._ids = {token: i for i, token in enumerate(self.tokens)}
        if len(self._ids) < len(self.tokens):
            twice = next(token for token, count in Counter(self.tokens).items() if count > 1)
            raise ValueError(f"{twice!r} is given twice (or is special)")

    @classmethod
    def build(cls, sequences, *, min_count=1, max_size=None):
        """Make a vocabulary of the tokens in sequences, an iterable of token lists: the most
        frequent first.

        Tokens of equal count stand in the order of their code points, so that the same texts always
        give the same ids. min_count: how often a token must occur. max_size: at most so many
        tokens, the specials included.
        """
        whole("min_count", min_count, least=1)
        if max_size is not None:
            whole("max_size, with the specials,", max_size, least=len(SPECIALS))
        counts = Counter(
            token for sequence in sequences for token in _listed(sequence) if token not in SPECIALS
        )
        tokens = sorted(
            (t for t in counts if counts[t] >= min_count), key=lambda t: (-counts[t], t)
        )
        return cls(tokens if max_size is None else tokens[: max_size - len(SPECIALS)])

    def __len__(self):
        return len(self.tokens)

    def __contains__(self, token):
        return token in self._ids

    def encode(self, tokens, *, bos=False, eos=False):
        """Return the ids of a list of tokens, UNK for an unknown one; with BOS before or EOS after,
        if asked.
        """
        ids = [self._ids.get(token, UNK) for token in _listed(tokens)]
        return [BOS] * bos + ids + [EOS] * eos

    def decode(self, ids, *, skip_specials=True):
        """Return the tokens of ids, without <pad>, <bos> and <eos> unless skip_specials is False.

        Raises ValueError for an id that is not there.
        """
        ids = [int(i) for i in ids]
        if strange := [i for i in ids if not 0 <= i < len(self)]:
            raise ValueError(f"there is no id {strange[0]} in a vocabulary of {len(self)}")
        return [self.tokens[i] for i in ids if not (skip_specials and i in (PAD, BOS, EOS))]

    def save(self, path):
        """Write the vocabulary to a JSON file, whole or not at all.

        Raises ValueError for a token with half a surrogate pair, which no file can hold.
        """
        if strange := [token for token in self.tokens if not _is_whole(token)]:
            raise ValueError(
                f"the token {strange[0]!r} holds half a character, a lone surrogate, which no file "
                'can hold: read texts with errors="replace", or leave it out'
            )
        content = {"specials": SPECIALS, "tokens": self.tokens[len(SPECIALS) :]}
        write(path, json.dumps(content, ensure_ascii=False, indent=0))

    @classmethod
    def load(cls, path):
        """Read what save() wrote; raises ValueError for a file that is something else."""
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        is_vocabulary = isinstance(content, dict) and content.get("specials") == list(SPECIALS)
        tokens = content.get("tokens") if is_vocabulary else None
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            raise ValueError(f"{path} holds no vocabulary with the specials {', '.join(SPECIALS)}")
        return cls(tokens)


def _is_whole(token):
    """Whether a token can be written to a file."""
    return not any("\ud800" <= character <= "\udfff" for character in token)


def _listed(tokens):
    """Refuse a bare string, which would be taken letter by letter."""
    if isinstance(tokens, str | bytes):
        raise TypeError("a list of tokens is needed, not a text: tokenize it first")
    return tokens
