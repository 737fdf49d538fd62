"""The encoder–decoder beside the same network made of PyTorch's parts; its masks; its searches."""

import numpy as np
import pytest
import torch

from nblib import nn
from nblib.losses import cross_entropy
from nblib.text import greedy_search, pad, padding_mask, teacher_forcing

SOURCE = [[4, 5, 6, 7], [8, 4], [5]]
TARGET = [[4, 6], [5, 4, 7], [6]]


def network(**options):
    return nn.EncoderDecoder(9, 8, 5, 6, rng=0, dtype=np.float64, **options)


def twin_of(layer):
    """PyTorch's GRU or Linear or Embedding with the weights of a layer of nblib."""
    if isinstance(layer, nn.GRU):
        inner = layer.layers[0]
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        twin = torch.nn.GRU(layer.input_size, layer.hidden_size, batch_first=True).double()
        for name in names:
            value = torch.tensor(getattr(inner, name).data.T)
            getattr(twin, f"{name}_l0").data = value.contiguous()
        return twin
    if isinstance(layer, nn.Linear):
        twin = torch.nn.Linear(layer.in_features, layer.out_features).double()
        twin.weight.data = torch.tensor(layer.weight.data.T)
        twin.bias.data = torch.tensor(layer.bias.data)
        return twin
    return torch.nn.Embedding.from_pretrained(
        torch.tensor(layer.weight.data), freeze=False, padding_idx=0
    )


def through_torch(net, source, previous, *, attention):
    """Logits (T, V) of one pair without padding, and the twins of the layers."""
    twins = {name: twin_of(layer) for name, layer in net.children() if name != "dropout"}
    x = twins["source_embedding"](torch.tensor(source)[None])  # (1, S, D)
    ahead, ahead_end = twins["forward_encoder"](x)
    back, back_end = twins["backward_encoder"](x.flip(1))
    ends = torch.cat([ahead_end, back_end], dim=-1)  # (1, 1, H)
    y = twins["target_embedding"](torch.tensor(previous)[None])  # (1, T, D)
    h, _ = twins["decoder"](y, torch.tanh(twins["bridge"](ends)))  # (1, T, H)
    context = ends.expand(1, len(previous), -1)
    if attention:
        memory = torch.cat([ahead, back.flip(1)], dim=-1) + twins["word_memory"](x)
        context = torch.nn.functional.scaled_dot_product_attention(h, memory, memory)
    both = torch.cat([h, context], dim=-1)
    return twins["head"](torch.tanh(twins["mix"](both)))[0], twins


@pytest.mark.parametrize("attention", [True, False])
def test_logits_and_gradients_are_those_of_pytorch(attention):
    net = network(attention=attention)
    source, lengths = pad(SOURCE)
    inputs, outputs = teacher_forcing(pad(TARGET)[0])
    logits, _ = net(source, padding_mask(lengths), inputs)
    loss = cross_entropy(logits, outputs, ignore_index=0, reduction="sum")
    loss.backward()
    total = 0
    gradient = 0
    for row, (ids, target) in enumerate(zip(SOURCE, TARGET, strict=True)):
        theirs, twins = through_torch(net, ids, [2, *target], attention=attention)
        ours = logits.data[row, : len(target) + 1]
        assert ours == pytest.approx(theirs.detach().numpy(), rel=1e-9, abs=1e-11)
        lost = torch.nn.functional.cross_entropy(
            theirs, torch.tensor([*target, 3]), reduction="sum"
        )
        lost.backward()
        total += lost.item()
        gradient = gradient + twins["source_embedding"].weight.grad.numpy()
    assert loss.item() == pytest.approx(total)
    assert net.source_embedding.weight.grad == pytest.approx(gradient, rel=1e-8, abs=1e-11)


@pytest.mark.parametrize("attention", [True, False])
def test_what_stands_in_padding_changes_nothing(attention):
    net = network(attention=attention)
    source, lengths = pad(SOURCE)
    mask = padding_mask(lengths)
    inputs, _ = teacher_forcing(pad(TARGET)[0])
    before, weights = net(source, mask, inputs)
    after, _ = net(np.where(mask, source, 5), mask, inputs)
    assert after.data == pytest.approx(before.data)
    if attention:
        assert not weights.data[~np.broadcast_to(mask[:, None], weights.shape)].any()
        assert weights.data.sum(axis=-1) == pytest.approx(1)


def test_step_by_step_it_is_the_same_as_with_the_true_words_given():
    net = network()
    source, lengths = pad(SOURCE)
    mask = padding_mask(lengths)
    inputs, _ = teacher_forcing(pad(TARGET)[0])
    logits, weights = net(source, mask, inputs)
    state = net.start(source, mask)
    for t in range(inputs.shape[1]):
        log_probs, state = net.step(inputs[:, t], state)
        expected = logits.data[:, t]
        expected = expected - np.logaddexp.reduce(expected, axis=-1, keepdims=True)
        assert log_probs == pytest.approx(expected)
        assert state[3] == pytest.approx(weights.data[:, t])


def test_a_later_word_changes_nothing_earlier():
    net = network()
    source, lengths = pad(SOURCE)
    inputs, _ = teacher_forcing(pad(TARGET)[0])
    before, _ = net(source, padding_mask(lengths), inputs)
    inputs[:, -1] = 7
    after, _ = net(source, padding_mask(lengths), inputs)
    assert after.data[:, :-1] == pytest.approx(before.data[:, :-1])


def test_greedy_search_runs_on_a_batch():
    net = network()
    source, lengths = pad(SOURCE)
    together = greedy_search(net.step, net.start(source, padding_mask(lengths)), max_length=6)
    for ids, found in zip(SOURCE, together, strict=True):
        alone = net.start(np.array([ids]), np.ones((1, len(ids)), bool))
        (one,) = greedy_search(net.step, alone, max_length=6)
        assert one.tokens == found.tokens and one.log_prob == pytest.approx(found.log_prob)


def test_mistakes_get_a_sentence():
    with pytest.raises(ValueError, match="hidden_size must be even"):
        nn.EncoderDecoder(9, 8, 5, 7)
    with pytest.raises(ValueError, match="hidden_size"):
        nn.EncoderDecoder(9, 8, 5, 0)
    with pytest.raises(ValueError, match="a mask expects bools of shape"):
        network()(np.array([[4, 5]]), np.ones((1, 3), bool), np.array([[2]]))
