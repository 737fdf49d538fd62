"""What is random in layers: dropout, seeds, and a network that learns the same each time."""

import numpy as np
import pytest
from twins import rng

from nblib import losses, nn, optim
from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor


def test_dropout_keeps_the_mean_in_training_and_everything_in_evaluation():
    x = np.ones((400, 500))
    for p in (0.1, 0.5, 0.8):
        layer = nn.Dropout(p, rng=0)
        y = layer(x).data
        assert abs(y.mean() - 1) < 0.01 and abs((y == 0).mean() - p) < 0.01
        assert np.allclose(y[y > 0], 1 / (1 - p))
        assert np.array_equal(layer.eval()(x).data, x)
    assert np.array_equal(nn.Dropout(0.0)(x).data, x) and not nn.Dropout(1.0)(x).data.any()


def test_dropout_has_the_gradient_of_its_mask():
    layer = nn.Dropout(0.4, rng=0)
    x = Tensor(np.ones((5, 6)), requires_grad=True)
    y = layer(x)
    y.backward(np.full((5, 6), 2.0))
    assert np.array_equal(x.grad, 2 * y.data)
    state = layer.random_state()

    def again(x):
        layer.set_random_state(state)
        return layer(x)

    assert gradcheck(again, x) <= 1e-7


def test_spatial_dropout_drops_whole_channels():
    y = nn.SpatialDropout(0.5, rng=0)(np.ones((40, 50, 3, 4))).data
    channels = y.reshape(40, 50, 12)
    assert (
        np.array_equal(channels.min(axis=-1), channels.max(axis=-1))
        and abs((channels[..., 0] == 0).mean() - 0.5) < 0.04
    )
    assert nn.Dropout1d is nn.Dropout2d is nn.SpatialDropout
    with pytest.raises(ValueError, match=r"\(B, C, S, \.\.\.\), got \(4, 5\)"):
        nn.SpatialDropout(0.5)(np.ones((4, 5)))


def network(seed):
    generator = np.random.default_rng(seed)
    return nn.Sequential(
        nn.Conv2d(1, 3, 3, rng=generator),
        nn.ReLU(),
        nn.SpatialDropout(0.3, rng=generator),
        nn.Flatten(),
        nn.Linear(48, 8, rng=generator),
        nn.Dropout(0.5, rng=generator),
        nn.Linear(8, 2, rng=generator),
    )


def test_one_seed_gives_one_network_and_one_run():
    x = rng().normal(size=(5, 1, 6, 6))
    a = network(0)
    b = network(0)
    other = network(1)
    for name, array in a.state_dict().items():
        assert np.array_equal(array, b.state_dict()[name])
    outputs = [a(x).data for _ in range(3)]
    assert all(np.array_equal(y, b(x).data) for y in outputs) and not np.array_equal(
        outputs[0], outputs[1]
    )
    assert not np.array_equal(a.eval()(x).data, other.eval()(x).data)
    assert not np.array_equal(nn.Linear(3, 3).weight.data, nn.Linear(3, 3).weight.data)
    assert np.array_equal(nn.Linear(3, 3, rng=4).weight.data, nn.Linear(3, 3, rng=4).weight.data)


def test_dropouts_of_one_generator_differ_and_do_not_hang_on_what_else_draws_from_it():
    generator = np.random.default_rng(0)
    first = nn.Dropout(rng=generator)
    second = nn.Dropout(rng=generator)
    masks = first(np.ones(99)).data, second(np.ones(99)).data
    assert not np.array_equal(*masks)
    generator = np.random.default_rng(0)
    first = nn.Dropout(rng=generator)
    generator.normal(size=5)
    assert np.array_equal(first(np.ones(99)).data, masks[0])


def test_a_network_learns():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(200, 1, 6, 6)).astype(np.float32)
    t = (x[:, 0, :3].sum(axis=(1, 2)) > x[:, 0, 3:].sum(axis=(1, 2))).astype(int)
    net = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1, rng=generator),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.AvgPool2d(3),
        nn.Flatten(),
        nn.Linear(32, 2, init="xavier", rng=generator),
    )
    optimizer = optim.Adam(net.parameters(), lr=0.01)
    for _ in range(200):
        optimizer.zero_grad()
        loss = losses.cross_entropy(net(x), t)
        loss.backward()
        optimizer.step()
    assert (net.eval()(x).data.argmax(axis=-1) == t).mean() > 0.95
