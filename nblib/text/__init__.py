"""From text to numbers: tokenizers, vocabularies, byte-pair encoding, TF-IDF, and batches of
sequences of unequal length.
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
    "Merge",
    "TfIdf",
    "Vocabulary",
    "WordTokenizer",
    "bucketed_batches",
    "causal_mask",
    "ngram_counts",
    "ngrams",
    "pad",
    "padding_mask",
]
