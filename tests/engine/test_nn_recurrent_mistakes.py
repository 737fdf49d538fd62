"""A mistake with a sequence or a state gets a sentence."""

import numpy as np
import pytest
from torch import nn as tnn
from twins import F64

from nblib import nn
from nblib.tensor import Tensor

KINDS = {"RNN": (nn.RNN, tnn.RNN), "GRU": (nn.GRU, tnn.GRU), "LSTM": (nn.LSTM, tnn.LSTM)}


kinds = pytest.mark.parametrize("kind", KINDS)


RECURRENT_MISTAKES = [
    (lambda n: n(np.ones((2, 5, 4))), r"expects an input of shape \(B, T, 3\), got \(2, 5, 4\)"),
    (lambda n: n(np.ones((5, 3))), r"\(B, T, 3\), got \(5, 3\)"),
    (lambda n: n(np.ones((2, 0, 3))), r"at least one step, got shape \(2, 0, 3\)"),
    (
        lambda n: n(np.ones((2, 5, 3)), lengths=[5]),
        r"lengths must be 2 whole numbers from 0 to 5, got \[5\]",
    ),
    (lambda n: n(np.ones((2, 5, 3)), lengths=[5, 6]), "from 0 to 5"),
    (lambda n: n(np.ones((2, 5, 3)), lengths=[5, 1.5]), "whole numbers"),
    (
        lambda n: n(np.ones((2, 5, 3)), mask=np.ones((2, 4), bool)),
        r"bools of shape \(2, 5\).* got bool \(2, 4\)",
    ),
    (
        lambda n: n(np.ones((2, 5, 3)), mask=np.ones((2, 5))),
        "True where a step counts; got float64",
    ),
    (lambda n: n(np.ones((1, 1, 3)), mask=np.ones((1, 1), bool), lengths=[1]), "not both"),
]


@kinds
@pytest.mark.parametrize("mistake, message", RECURRENT_MISTAKES)
def test_a_mistake_with_sequences_is_explained(kind, mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake(KINDS[kind][0](3, 4, **F64))


def test_a_mistake_with_states_is_explained():
    x = np.ones((2, 5, 3))
    with pytest.raises(
        ValueError, match=r"GRU\(3, 4, 2\) expects a state of shape \(2, 2, 4\), got \(1, 2, 4\)"
    ):
        nn.GRU(3, 4, 2)(x, np.zeros((1, 2, 4)))
    with pytest.raises(ValueError, match=r"expects a pair \(h, c\) as its state, got ndarray"):
        nn.LSTM(3, 4)(x, np.zeros((1, 2, 4)))
    with pytest.raises(ValueError, match=r"a state of shape \(1, 2, 4\), got \(1, 2, 5\)"):
        nn.LSTM(3, 4)(x, (np.zeros((1, 2, 4)), np.zeros((1, 2, 5))))
    with pytest.raises(ValueError, match="num_layers must be a whole number from 1 up, got 0"):
        nn.RNN(3, 4, 0)
    with pytest.raises(TypeError, match="one precision"):
        nn.RNN(3, 4)(Tensor(x))
