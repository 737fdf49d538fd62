"""From text to numbers and back: tokenizers, vocabularies, byte-pair encoding, TF-IDF, batches of
sequences of unequal length; n-gram models, drawing the next symbol, searching for the best text.
"""

from nblib.text.batches import (
    bucketed_batches,
    causal_mask,
    ngram_counts,
    ngrams,
    pad,
    padding_mask,
)
from nblib.text.bpe import BPETokenizer, BPETrainer, Merge
from nblib.text.kneser_ney import KneserNey
from nblib.text.numbers import number_words
from nblib.text.sampling import draw, generate, next_probabilities
from nblib.text.search import (
    Hypothesis,
    beam_search,
    beam_steps,
    greedy_search,
    teacher_forcing,
)
from nblib.text.tf_idf import TfIdf
from nblib.text.words import BOS, EOS, PAD, SPECIALS, UNK, CharTokenizer, Vocabulary, WordTokenizer

__all__ = [
    "BOS",
    "EOS",
    "PAD",
    "SPECIALS",
    "UNK",
    "BPETokenizer",
    "BPETrainer",
    "CharTokenizer",
    "Hypothesis",
    "KneserNey",
    "Merge",
    "TfIdf",
    "Vocabulary",
    "WordTokenizer",
    "beam_search",
    "beam_steps",
    "bucketed_batches",
    "causal_mask",
    "draw",
    "generate",
    "greedy_search",
    "next_probabilities",
    "ngram_counts",
    "ngrams",
    "number_words",
    "pad",
    "padding_mask",
    "teacher_forcing",
]
