"""CTC beside PyTorch and beside brute force over all paths."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nblib.ctc import ctc_loss, frames_needed
from nblib.speech import collapse
from nblib.tensor import Tensor


def log_softmax(z):
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


def brute_force(log_p, target, blank=0):
    """-ln of the summed probability of all paths that collapse to the target."""
    steps, labels = log_p.shape
    scores = [
        sum(log_p[t, label] for t, label in enumerate(path))
        for path in itertools.product(range(labels), repeat=steps)
        if collapse(path, blank) == list(target)
    ]
    return -np.logaddexp.reduce(scores)


@settings(max_examples=25)  # each lists 243 paths
@given(st.lists(st.integers(1, 2), max_size=3), st.integers(0, 1000))
def test_the_value_is_the_sum_over_all_paths(target, seed):
    z = np.random.default_rng(seed).normal(size=(1, 5, 3)) * 2
    expected = brute_force(log_softmax(z[0]), target)
    found = ctc_loss(Tensor(z), [target], reduction="sum").item()
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("blank", [0, 4])
def test_value_and_gradient_as_in_torch(reduction, blank):
    rng = np.random.default_rng(1)
    z = rng.normal(size=(4, 12, 5)) * 3
    labels = [k for k in range(5) if k != blank]
    a, b, c, d = labels
    targets = [[a, b, b, c], [d], [a, a, a, a], [c, d, c]]
    lengths = np.array([12, 5, 7, 9])
    ours = Tensor(z, requires_grad=True)
    theirs = torch.tensor(z, requires_grad=True)
    loss = ctc_loss(ours, targets, lengths, blank=blank, reduction=reduction)
    twin = torch.nn.functional.ctc_loss(
        theirs.log_softmax(-1).transpose(0, 1),
        torch.tensor(sum(targets, [])),
        torch.tensor(lengths),
        torch.tensor([len(target) for target in targets]),
        blank=blank,
        reduction=reduction,
    )
    np.testing.assert_allclose(loss.data, twin.detach().numpy(), rtol=1e-12)
    upstream = rng.normal(size=loss.shape)
    loss.backward(upstream)
    twin.backward(torch.tensor(upstream))
    np.testing.assert_allclose(ours.grad, theirs.grad.numpy(), atol=1e-12)


def test_padding_has_no_gradient_and_float32_stays():
    z = np.random.default_rng(2).normal(size=(1, 6, 3)).astype(np.float32)
    logits = Tensor(z, requires_grad=True)
    loss = ctc_loss(logits, [[1]], [4])
    loss.backward()
    assert loss.dtype == logits.grad.dtype == np.float32
    assert (logits.grad[0, 4:] == 0).all()
    assert np.abs(logits.grad[0, :4].sum(axis=1)).max() < 1e-6


def test_torch_s_gradient_is_not_that_of_its_input():
    """Behind log_softmax both agree; alone, torch's is the true one plus the probabilities."""
    log_p = log_softmax(np.random.default_rng(3).normal(size=(6, 1, 3)))
    x = torch.tensor(log_p, requires_grad=True)
    lengths = (torch.tensor([6]), torch.tensor([2]))
    torch.nn.functional.ctc_loss(x, torch.tensor([[1, 2]]), *lengths, reduction="sum").backward()
    h = 1e-5
    true = np.empty_like(log_p)
    for at in np.ndindex(log_p.shape):
        up = log_p.copy()
        down = log_p.copy()
        up[at] += h
        down[at] -= h
        true[at] = (brute_force(up[:, 0], [1, 2]) - brute_force(down[:, 0], [1, 2])) / (2 * h)
    np.testing.assert_allclose(x.grad.numpy(), true + np.exp(log_p), atol=1e-8)


@pytest.mark.parametrize(
    ("constant", "temperature", "is_right"), [(0, 1, True), (0.7, 1, True), (0, 2, False)]
)
def test_torch_s_gradient_is_right_where_the_probabilities_of_a_frame_keep_their_sum(
    constant, temperature, is_right
):
    z = np.random.default_rng(4).normal(size=(6, 3))

    def between(logits):
        return constant + logits / temperature

    x = torch.tensor(z[:, None], requires_grad=True)
    lengths = (torch.tensor([6]), torch.tensor([2]))
    inputs = between(x.log_softmax(-1))
    torch.nn.functional.ctc_loss(
        inputs, torch.tensor([[1, 2]]), *lengths, reduction="sum"
    ).backward()
    h = 1e-5
    true = np.empty_like(z)
    for at in np.ndindex(z.shape):
        ends = []
        for step in (h, -h):
            moved = z.copy()
            moved[at] += step
            ends.append(brute_force(between(log_softmax(moved)), [1, 2]))
        true[at] = (ends[0] - ends[1]) / (2 * h)
    off = np.abs(x.grad.numpy()[:, 0] - true).max()
    assert off < 1e-8 if is_right else off > 0.01


def test_how_many_frames_a_target_needs():
    assert frames_needed([]) == 0
    assert frames_needed([1, 2, 1]) == 3
    assert frames_needed([1, 1, 1]) == 5


@pytest.mark.parametrize(
    "targets, lengths, words",
    [
        ([[1, 1, 1]], None, "needs at least 5 frames, a repeat one more; its input has 4"),
        ([[1, 2]], [1], "needs at least 2 frames"),
        ([[0]], None, "without the blank, 0; got 0"),
        ([[3]], None, "labels from 0 to 2"),
        ([[1], [2]], None, "a target for each of 1 inputs, got 2 targets"),
        ([[1]], [4000], "are these lengths in samples"),
        ([[1]], [2.0], "whole numbers of frames from 1 to 4"),
    ],
)
def test_mistakes_get_a_sentence(targets, lengths, words):
    with pytest.raises(ValueError, match=words):
        ctc_loss(Tensor(np.zeros((1, 4, 3))), targets, lengths)


def test_logits_of_two_axes_and_unknown_reductions_are_refused():
    with pytest.raises(ValueError, match=r"logits \(B, T, C\), got shape \(4, 3\)"):
        ctc_loss(Tensor(np.zeros((4, 3))), [[1]])
    with pytest.raises(ValueError, match='"mean", "sum" or "none"'):
        ctc_loss(Tensor(np.zeros((1, 4, 3))), [[1]], reduction="average")


def test_an_impossible_text_is_infinite_with_a_gradient_of_zero():
    z = np.zeros((1, 2, 2))
    z[..., 1] = -np.inf
    logits = Tensor(z, requires_grad=True)
    loss = ctc_loss(logits, [[1]])
    loss.backward()
    assert loss.item() == np.inf
    assert np.isfinite(logits.grad).all()
