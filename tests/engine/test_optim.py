"""Each update rule against torch, or against a reference written here from the paper; what
optimizers keep and say.
"""

import copy

import numpy as np
import pytest
import torch

from nblib import optim
from nblib.optim import sgd
from nblib.tensor import Tensor

SHAPES = [(4, 3), (3,), (3, 5), ()]

TWINS = [
    (optim.SGD, torch.optim.SGD, dict(lr=0.1), {}),
    (optim.SGD, torch.optim.SGD, dict(lr=0.1, weight_decay=0.02), {}),
    (optim.SGD, torch.optim.SGD, dict(lr=0.1, momentum=0.9, weight_decay=0.02), {}),
    (optim.SGD, torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True), {}),
    (optim.AdaGrad, torch.optim.Adagrad, dict(lr=0.1, eps=1e-6, weight_decay=0.02), {}),
    (optim.RMSProp, torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, eps=1e-6), {}),
    (optim.RMSProp, torch.optim.RMSprop, dict(lr=0.01, momentum=0.7, weight_decay=0.02), {}),
    (optim.Adam, torch.optim.Adam, dict(lr=0.01), dict(beta1=0.8, beta2=0.95)),
    (optim.Adam, torch.optim.Adam, dict(lr=0.01, eps=1e-3, weight_decay=0.02), {}),
    (optim.AdamW, torch.optim.AdamW, dict(lr=0.01, weight_decay=0.1), dict(beta1=0.8, beta2=0.95)),
]


def parameters(seed=0, shapes=SHAPES):
    rng = np.random.default_rng(seed)
    return [Tensor(rng.normal(size=shape), requires_grad=True) for shape in shapes]


def gradients(step, shapes=SHAPES):
    rng = np.random.default_rng([7, step])
    return [rng.normal(size=shape) for shape in shapes]


@pytest.mark.parametrize(
    "ours, theirs, options, betas", TWINS, ids=lambda v: getattr(v, "__name__", None)
)
def test_two_hundred_steps_equal_torch(ours, theirs, options, betas):
    params = parameters()
    twins = [torch.tensor(p.data.copy(), requires_grad=True) for p in params]
    a = ours(params, **options, **betas)
    b = theirs(twins, **options, **({"betas": tuple(betas.values())} if betas else {}))
    for k in range(200):
        for i, (p, t, g) in enumerate(zip(params, twins, gradients(k), strict=True)):
            # One parameter is now and then without a gradient: it rests, with all its state.
            missing = i == 1 and k % 5 == 3
            p.grad, t.grad = (None, None) if missing else (g, torch.tensor(g))
        kept = [None if p.grad is None else p.grad.copy() for p in params]
        a.step()
        b.step()
        for p, t, g in zip(params, twins, kept, strict=True):
            assert np.abs(p.data - t.detach().numpy()).max() < 1e-10
            assert g is None or np.array_equal(p.grad, g), "a step leaves the gradients alone"


def lion_reference(w, grads, lr, beta1, beta2, weight_decay):
    """Algorithm 2 of Chen et al., Symbolic discovery of optimization algorithms, 2023."""
    m = np.zeros_like(w)
    for g in grads:
        c = beta1 * m + (1 - beta1) * g
        w = w - lr * (np.sign(c) + weight_decay * w)
        m = beta2 * m + (1 - beta2) * g
    return w


def muon_reference(w, grads, lr, mu, weight_decay):
    """Jordan et al., Muon: an optimizer for hidden layers, 2024; w is (out, in) there.

    The article's momentum adds up gradients; its published code averages them, which is the same
    but for what the small number in the norm does. This is the code's form.
    """
    buffer = np.zeros_like(w)
    for g in grads:
        buffer = buffer + (1 - mu) * (g - buffer)
        x = g + mu * (buffer - g)
        x = x / (np.linalg.norm(x) + 1e-7)
        wide = x if x.shape[0] <= x.shape[1] else x.T
        for _ in range(5):
            square = wide @ wide.T
            wide = 3.4445 * wide - 4.7750 * square @ wide + 2.0315 * square @ square @ wide
        x = wide if x.shape[0] <= x.shape[1] else wide.T
        w = (1 - lr * weight_decay) * w - lr * max(1, w.shape[0] / w.shape[1]) ** 0.5 * x
    return w


def test_lion_equals_its_paper():
    params = parameters()
    start = params[0].data.copy()
    grads = [gradients(k)[0] for k in range(200)]
    optimizer = optim.Lion(params[:1], lr=0.01, beta1=0.85, beta2=0.97, weight_decay=0.1)
    for g in grads:
        params[0].grad = g
        optimizer.step()
    assert (
        np.abs(params[0].data - lion_reference(start, grads, 0.01, 0.85, 0.97, 0.1)).max() < 1e-10
    )


@pytest.mark.parametrize("shape", [(4, 3), (3, 4), (5, 5)])
def test_muon_equals_its_paper_in_double_precision(shape):
    (p,) = parameters(shapes=[shape])
    start = p.data.copy()
    grads = [gradients(k, [shape])[0] for k in range(200)]
    optimizer = optim.Muon([p], lr=0.02, momentum=0.9, weight_decay=0.1)
    for g in grads:
        p.grad = g
        optimizer.step()
    expected = muon_reference(start.T, [g.T for g in grads], 0.02, 0.9, 0.1).T
    assert np.abs(p.data - expected).max() < 1e-10


def test_muon_is_torch_s_up_to_its_rounding():
    (p,) = parameters(shapes=[(6, 4)])
    twin = torch.tensor(p.data.T.copy(), dtype=torch.float32, requires_grad=True)
    # torch keeps (out, in) and works in bfloat16
    a = optim.Muon([p], lr=0.01)
    b = torch.optim.Muon([twin], lr=0.01)
    for k in range(5):
        (g,) = gradients(k, [(6, 4)])
        p.grad = g
        twin.grad = torch.tensor(g.T.copy(), dtype=torch.float32)
        a.step()
        b.step()
    assert np.abs(p.data - twin.detach().numpy().T).max() < 0.01


def test_orthogonalize_brings_singular_values_near_one():
    x = np.random.default_rng(0).normal(size=(8, 20))
    values = np.linalg.svd(optim.orthogonalize(x), compute_uv=False)
    assert 0.6 < values.min() and values.max() < 1.25


def test_decoupled_decay_is_not_an_l2_penalty_under_adam_but_is_under_sgd():
    def run(cls, **options):
        (p,) = parameters(shapes=[(3,)])
        optimizer = cls([p], lr=0.05, weight_decay=0.1, **options)
        for k in range(20):
            p.grad = gradients(k, [(3,)])[0]
            optimizer.step()
        return p.data

    assert np.abs(run(optim.Adam) - run(optim.AdamW)).max() > 0.01


def test_groups_have_options_of_their_own():
    a, b = parameters()[:2]
    before = a.data.copy(), b.data.copy()
    optimizer = optim.SGD([{"params": [a], "lr": 1.0}, {"params": [b]}], lr=0.5)
    a.grad = np.ones(a.shape)
    b.grad = np.ones(b.shape)
    optimizer.step()
    assert np.allclose(before[0] - a.data, 1.0) and np.allclose(before[1] - b.data, 0.5)
    optimizer.param_groups[1]["lr"] = 2.0
    optimizer.step()
    assert np.allclose(before[1] - b.data, 2.5)


@pytest.mark.parametrize(
    "cls",
    [optim.SGD, optim.AdaGrad, optim.RMSProp, optim.Adam, optim.AdamW, optim.Lion, optim.Muon],
)
def test_a_run_that_is_saved_and_resumed_goes_on_bit_for_bit(cls):
    shapes = [(4, 3), (3, 2)]

    def steps(params, optimizer, which):
        for k in which:
            for p, g in zip(params, gradients(k, shapes), strict=True):
                p.grad = g
            optimizer.step()

    options = {"momentum": 0.9} if cls is optim.SGD else {}
    whole = parameters(shapes=shapes)
    first = parameters(shapes=shapes)
    steps(whole, cls(whole, **options), range(10))
    optimizer = cls(first, **options)
    steps(first, optimizer, range(6))
    saved = copy.deepcopy(optimizer.state_dict())
    arrays = [p.data.copy() for p in first]
    second = [Tensor(array, requires_grad=True) for array in arrays]
    resumed = cls(second, lr=123.0)
    resumed.load_state_dict(saved)
    steps(second, resumed, range(6, 10))
    assert all(np.array_equal(p.data, q.data) for p, q in zip(whole, second, strict=True))


def test_two_optimizers_may_take_turns_and_data_may_be_replaced():
    (p,) = parameters(shapes=[(3,)])
    start = p.data.copy()
    a = optim.SGD([p], lr=0.1)
    b = optim.SGD([p], lr=0.2)
    for optimizer in (a, b, a):
        p.grad = np.ones(3)
        optimizer.step()
    assert np.allclose(start - p.data, 0.4)
    p.data = np.zeros(3)
    a.step()
    assert np.allclose(p.data, -0.1)


def ONE():
    return parameters(shapes=[(2, 3)])


def TWO():
    return parameters(shapes=[(3, 1), (3,)])


@pytest.mark.parametrize(
    "mistake, kind, message",
    [
        (lambda: optim.SGD([]), ValueError, "at least one parameter"),
        (lambda: optim.SGD([np.ones(3)]), TypeError, "not ndarray"),
        (lambda: optim.SGD([Tensor([1.0])]), TypeError, "requires_grad"),
        (lambda: optim.SGD(parameters()[0]), TypeError, r"write \[w\]"),
        (lambda: optim.SGD([2 * parameters()[0]]), ValueError, "computed from other"),
        (lambda: optim.SGD(parameters(shapes=[(2,)]) * 2), ValueError, "twice"),
        (lambda: optim.SGD(parameters(), lr=-1), ValueError, "lr must be at least 0"),
        (lambda: optim.SGD(parameters(), momentum=1.0), ValueError, "momentum .* below 1"),
        (lambda: optim.SGD(parameters(), nesterov=True), ValueError, "momentum above 0"),
        (lambda: optim.Adam(parameters(), lr=float("nan")), ValueError, "lr"),
        (
            lambda: optim.Adam([{"params": parameters(), "learning_rate": 1}]),
            ValueError,
            "learning_rate",
        ),
        (lambda: optim.Adam(parameters(), betas=(0.9, 0.99)), TypeError, "betas"),
        (lambda: optim.Muon(parameters()), ValueError, r"matrices only.*\(3,\)"),
        (
            lambda: optim.Adam(parameters()).load_state_dict(optim.SGD(parameters()).state_dict()),
            ValueError,
            "another",
        ),
        (
            lambda: optim.RMSProp(ONE()).load_state_dict(optim.Adam(ONE()).state_dict()),
            ValueError,
            "another",
        ),
        (
            lambda: optim.Adam(TWO()).load_state_dict(optim.Adam(ONE()).state_dict()),
            ValueError,
            "another",
        ),
    ],
)
def test_a_mistake_is_explained(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()


def test_one_tensor_is_clipped_as_a_list_of_one():
    for clip in (optim.clip_grad_norm_, optim.clip_grad_value_):
        p = Tensor(np.ones(4), requires_grad=True)
        p.grad = np.full(4, 2.0)
        assert clip(p, 0.5) in (4.0, None) and p.grad.max() <= 0.5


def test_clipping_equals_torch():
    grads = gradients(0)
    params = parameters()
    twins = [torch.tensor(p.data, requires_grad=True) for p in params]
    for clip, theirs, limit in (
        (optim.clip_grad_norm_, torch.nn.utils.clip_grad_norm_, 0.5),
        (optim.clip_grad_norm_, torch.nn.utils.clip_grad_norm_, 1e6),
        (optim.clip_grad_value_, torch.nn.utils.clip_grad_value_, 0.3),
    ):
        for p, t, g in zip(params, twins, grads, strict=True):
            p.grad = g.copy()
            t.grad = torch.tensor(g)
        ours = clip(params, limit)
        expected = theirs(twins, limit)
        assert ours is None or abs(ours - expected.item()) < 1e-12
        for p, t in zip(params, twins, strict=True):
            assert np.abs(p.grad - t.grad.numpy()).max() < 1e-6  # torch adds 1e-6 to the norm


def test_a_rule_writes_into_what_it_is_handed():
    w = np.ones(2)
    velocity = np.ones(2)
    sgd(w, np.ones(2), velocity, lr=0.1, momentum=0.5)
    assert np.allclose(velocity, 1.5) and np.allclose(w, 0.85)
