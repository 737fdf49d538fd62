"""Options of losses out of range get a sentence; a mean says over how much it went."""

import threading

import numpy as np
import pytest

from nblib.losses import bce_with_logits, counting, cross_entropy, huber, kl_div, mse
from nblib.tensor import Tensor

LABELS = np.array([0, 1, 2, 0])


def ones(*shape):
    return Tensor(np.ones(shape))


def entropy(**options):
    return lambda: cross_entropy(ones(4, 3), LABELS, **options)


def binary(pos_weight):
    return lambda: bce_with_logits(ones(4, 3), np.ones((4, 3)), pos_weight=pos_weight)


BAD = [
    (entropy(label_smoothing=1.5), r"label_smoothing must lie in \[0, 1\], got 1.5"),
    (entropy(label_smoothing=-0.1), "label_smoothing must lie"),
    (entropy(label_smoothing=np.nan), "label_smoothing must lie"),
    (entropy(label_smoothing="0.1"), "label_smoothing must lie .* which is no number"),
    (entropy(label_smoothing=None), "label_smoothing must lie"),
    (entropy(weight=[2.0]), r"each of the 3 classes, not shape \(1,\)"),
    (entropy(weight=2.0), r"each of the 3 classes, not shape \(\)"),
    (entropy(weight=[1, 2, 3, 4]), r"each of the 3 classes, not shape \(4,\)"),
    (entropy(weight=np.ones((4, 3))), r"each of the 3 classes, not shape \(4, 3\)"),
    (entropy(weight=[1, -1, 1]), "weight must be finite and at least 0"),
    (entropy(weight=[1, np.nan, 1]), "weight must be finite"),
    (entropy(ignore_index=None), "ignore_index must be a whole number, got None"),
    (entropy(ignore_index=1.5), "ignore_index must be a whole number, got 1.5"),
    (entropy(reduction="avg"), "reduction must be"),
    (lambda: cross_entropy(ones(1, 2), [[-0.5, 1.5]]), "probabilities are at least 0, got -0.5"),
    (lambda: cross_entropy(ones(1, 2), [[np.nan, 1.0]]), "probabilities are at least 0, got nan"),
    (lambda: cross_entropy(Tensor(1.0), 0), r"logits have shape \(\.\.\., C\)"),
    (lambda: kl_div(ones(1, 2), [[-0.5, 1.5]]), "kl_div: probabilities are at least 0"),
    (binary(-1.0), "pos_weight must be finite and at least 0, got -1.0"),
    (binary([1.0, np.inf, 1.0]), "pos_weight must be finite"),
    (binary(np.ones((2, 4, 3))), r"pos_weight of shape \(2, 4, 3\) does not broadcast"),
    (binary(np.ones(4)), r"pos_weight of shape \(4,\) does not broadcast"),
    (lambda: huber(ones(2), np.ones(2), delta=-1.0), "delta must be above 0, got -1.0"),
    (lambda: huber(ones(2), np.ones(2), delta=np.nan), "delta must be above 0, got nan"),
    (lambda: huber(ones(2), np.ones(2), delta=None), "delta must be above 0"),
]


@pytest.mark.parametrize("mistake, message", BAD)
def test_an_option_out_of_range_is_explained(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()


def test_the_ends_of_a_range_belong_to_it():
    z = Tensor(np.random.default_rng(0).normal(size=(4, 3)))
    uniform = cross_entropy(z, np.full((4, 3), 1 / 3)).item()
    assert cross_entropy(z, LABELS, label_smoothing=1).item() == pytest.approx(uniform)
    assert np.isnan(cross_entropy(z, LABELS, weight=[0, 0, 0]).item()), "nothing counts"
    far = huber(z, np.zeros((4, 3)), delta=np.inf).item()
    assert far == pytest.approx(0.5 * mse(z, np.zeros((4, 3))).item())


COUNTS = [
    (lambda: cross_entropy(ones(4, 3), LABELS), (4, 4)),
    (lambda: cross_entropy(ones(2, 2, 3), LABELS.reshape(2, 2), ignore_index=0), (2, 2)),
    (lambda: cross_entropy(ones(4, 3), LABELS, weight=[0.5, 1, 2]), (4.0, 4)),
    (lambda: cross_entropy(ones(4, 3), np.full((4, 3), 1 / 3)), (4, 4)),
    (lambda: cross_entropy(ones(2, 3), np.array([-100, -100])), (0, 0)),
    (lambda: mse(ones(4, 3), np.ones((4, 3))), (12, 12)),
    (lambda: kl_div(ones(4, 3), np.full((4, 3), 1 / 3)), (4, 4)),
]


@pytest.mark.parametrize("loss, expected", COUNTS)
def test_a_mean_says_over_how_much_it_went(loss, expected):
    with counting() as counts:
        loss()
        with counting() as inner:
            pass
    loss()
    assert counts == [expected] and inner == []


def test_sums_are_no_means_and_threads_do_not_hear_each_other():
    with counting() as counts:
        other = threading.Thread(target=lambda: mse(ones(2), np.ones(2)))
        other.start()
        other.join()
        for reduction in ("sum", "none"):
            mse(ones(2), np.ones(2), reduction=reduction)
            cross_entropy(ones(4, 3), LABELS, reduction=reduction)
    assert counts == []
