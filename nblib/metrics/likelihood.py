"""Metrics of language models: how likely they find a text."""

import math

import numpy as np


def perplexity(nll):
    """The exponential of the mean negative log-likelihood: among how many tokens, so to say, the
    model wavers.

    nll: the negative natural logarithm of each token's probability, any shape (leave padding out),
    or their mean.

    >>> round(perplexity([math.log(4), math.log(4)]), 6)  # each token was one of four to the model
    4.0
    """
    mean = np.mean(_nll(nll))
    return float(np.exp(mean)) if mean < 709 else math.inf


def bits_per_character(nll, characters):
    """The bits that a model needs for each character of a text: comparable between tokenizers,
    which perplexity is not.

    nll: the negative natural logarithm of each token's probability, any shape. characters: the
    length of the text.

    >>> nll = [math.log(16), math.log(4)]  # 4 bits and 2 bits
    >>> bits_per_character(nll, characters=3)
    2.0
    """
    if not characters >= 1:
        raise ValueError(f"a text has at least 1 character, got {characters}")
    return float(np.sum(_nll(nll)) / math.log(2) / characters)


def _nll(nll):
    nll = np.asarray(nll, np.float64)
    if not nll.size or not nll.mean() > -1e-6:  # what rounding leaves of 0 is no mistake
        raise ValueError(
            "nll holds negative log-likelihoods, one or more: minus the logarithms, so at least 0"
        )
    return nll
