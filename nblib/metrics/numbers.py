"""Metrics of regression and of language models: distances and likelihoods."""

import math

import numpy as np

from nblib.metrics.shared import pair


def mse(predictions, targets):
    """The mean squared error; both of one shape.

    >>> mse([1.0, 2.0], [1.0, 4.0])
    2.0
    """
    return float(np.mean(_errors(predictions, targets) ** 2))


def mae(predictions, targets):
    """The mean absolute error; both of one shape.

    >>> mae([1.0, 2.0], [1.0, 4.0])
    1.0
    """
    return float(np.mean(np.abs(_errors(predictions, targets))))


def r2(predictions, targets):
    """The part of the targets' variance that the predictions explain: 1 - squared error / squares
    around the mean.

    1 is perfect, 0 is no better than the mean of the targets, and below 0 is worse. Both of one
    shape; an array of more dimensions is taken as one long list. Raises ValueError when all targets
    are equal: nothing is to be explained.

    >>> r2([1.0, 2.0, 4.0], [1.0, 2.0, 3.0])  # 1 - 1 / (1 + 0 + 1)
    0.5
    """
    errors, targets = _errors(predictions, targets), np.asarray(targets, np.float64)
    if np.all(targets == targets.flat[0]):
        raise ValueError("r2 needs targets that are not all equal")
    return float(1 - np.sum(errors**2) / np.sum((targets - targets.mean()) ** 2))


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


def _errors(predictions, targets):
    """Predictions minus targets, in float64: bytes and booleans would wrap around."""
    predictions, targets = pair(predictions, targets)
    return predictions.astype(np.float64) - targets.astype(np.float64)
