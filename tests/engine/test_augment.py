"""Changes to images: each beside PyTorch or a plain loop, and what they refuse."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from nblib.data import Minibatches, augment
from nblib.losses import cross_entropy
from nblib.tensor import Tensor


@pytest.fixture
def rng():
    return np.random.default_rng(16)


def moved_by_hand(image, down, right):
    """One image, moved pixel by pixel."""
    height, width = image.shape
    result = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            to_row = row + down
            to_column = column + right
            if 0 <= to_row < height and 0 <= to_column < width:
                result[to_row, to_column] = image[row, column]
    return result


def test_a_shift_is_that_of_a_loop_and_wraps_nothing(rng):
    images = rng.normal(size=(30, 5, 7))
    down, right = rng.integers(-9, 10, size=(2, 30))
    expected = [moved_by_hand(*one) for one in zip(images, down, right, strict=True)]
    assert np.array_equal(augment.shift(images, down, right), expected)
    assert np.array_equal(augment.shift(images, 0, 0), images)
    assert not augment.shift(images, 5, 0).any() and not augment.shift(images, 0, -7).any()
    alike = [moved_by_hand(image, -2, 1) for image in images]
    assert np.array_equal(augment.shift(images, -2, 1), alike)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_affine_change_is_that_of_torch(rng, dtype):
    images = rng.random((20, 9, 12)).astype(dtype)
    degrees = rng.uniform(-180, 180, 20)
    scale = rng.uniform(0.4, 2.5, 20)
    down, right = rng.uniform(-4, 4, (2, 20))
    ours = augment.affine(images, degrees, scale, down, right)
    # PyTorch counts places from -1 to 1 on either axis, whatever its number of pixels.
    cosine = np.cos(np.deg2rad(degrees)) / scale
    sine = np.sin(np.deg2rad(degrees)) / scale
    across = 12 / 2
    along = 9 / 2
    x_row = [cosine, -sine * along / across, (sine * down - cosine * right) / across]
    y_row = [sine * across / along, cosine, (-cosine * down - sine * right) / along]
    theta = torch.tensor(np.array([x_row, y_row]).transpose(2, 0, 1).astype(dtype))  # (B, 2, 3)
    grid = F.affine_grid(theta, (20, 1, 9, 12), align_corners=False)
    theirs = F.grid_sample(torch.tensor(images)[:, None], grid, align_corners=False)[:, 0]
    assert ours.dtype == dtype
    assert ours == pytest.approx(theirs.numpy(), abs=1e-12 if dtype == np.float64 else 2e-5)


def test_whole_moves_and_quarter_turns_are_exact(rng):
    images = rng.random((3, 6, 6))
    assert augment.affine(images) == pytest.approx(images, abs=1e-15)
    whole = augment.affine(images, down=2, right=-1)
    assert whole == pytest.approx(augment.shift(images, 2, -1), abs=1e-12)
    for turns in range(1, 4):
        turned = augment.affine(images, degrees=90 * turns)
        assert turned == pytest.approx(np.rot90(images, turns, axes=(1, 2)), abs=1e-12)


def test_a_mirror_and_a_hole(rng):
    images = rng.random((4, 5, 6)) + 1
    assert np.array_equal(augment.mirror(augment.mirror(images)), images)
    assert np.array_equal(augment.mirror(images)[2, 3], images[2, 3][::-1])
    cut = augment.cutout(images, [-1, 0, 3, 9], [-2, 0, 4, 0], 3)
    assert [int((image == 0).sum()) for image in cut] == [2 * 1, 9, 2 * 2, 0]
    assert not cut[1, :3, :3].any() and np.array_equal(cut[1, 3:], images[1, 3:])
    assert np.array_equal(augment.cutout(images, 0, 0, 0), images)


RANDOM = (
    (augment.random_shift, 2),
    (augment.random_rotation, 30),
    (augment.random_scale, 1.3),
    (augment.random_noise, 0.2),
    (augment.random_cutout, 4),
    (augment.random_mirror, 0.5),
)


@pytest.mark.parametrize(("change", "strength"), RANDOM, ids=[c.__name__ for c, _ in RANDOM])
def test_each_image_has_a_draw_of_its_own(change, strength, rng):
    images = np.repeat(rng.random((1, 8, 8), dtype=np.float32), 40, axis=0)
    before = images.copy()
    changed = change(images, strength, np.random.default_rng(1))
    assert changed.shape == images.shape and changed.dtype == np.float32
    assert len(np.unique(changed, axis=0)) > 1, "all were changed alike"
    assert np.array_equal(images, before), "changed in place"
    assert np.array_equal(changed, change(images, strength, np.random.default_rng(1)))
    again = change(images, strength, np.random.default_rng(2))
    assert not np.array_equal(changed, again)


def test_draws_stay_within_their_strength(rng):
    dot = np.zeros((2000, 9, 9))
    dot[:, 4, 4] = 1
    places = np.argwhere(augment.random_shift(dot, 2, rng))[:, 1:] - 4  # (2000, 2)
    assert set(np.unique(places)) == {-2, -1, 0, 1, 2}
    assert np.abs(places.mean(axis=0)).max() < 0.15
    noise = augment.random_noise(np.zeros((50, 9, 9)), 0.3, rng)
    assert noise.std() == pytest.approx(0.3, rel=0.05) and abs(noise.mean()) < 0.02
    ramp = np.tile(np.arange(9.0), (2000, 9, 1))
    mirrored = (augment.random_mirror(ramp, 0.25, rng)[:, 0, 0] == 8).mean()
    assert mirrored == pytest.approx(0.25, abs=0.05)
    full = np.ones((500, 9, 9))
    holes = (augment.random_cutout(full, 3, rng) == 0).sum(axis=(1, 2))
    assert holes.max() == 9 and holes.min() == 4, "a hole at a corner keeps 4 pixels of 9"


def test_mixup_mixes_targets_as_it_mixes_inputs(rng):
    x = rng.normal(size=(6, 4))
    y = rng.integers(3, size=6)
    mixed, targets, share = augment.mixup(x, np.eye(3)[y], 0.4, np.random.default_rng(5))
    draws = np.random.default_rng(5)
    assert share == draws.beta(0.4, 0.4)
    partners = draws.permutation(6)
    assert mixed == pytest.approx(share * x + (1 - share) * x[partners])
    assert targets.sum(axis=1) == pytest.approx(np.ones(6))

    # The loss of mixed targets is the mixture of two losses, by PyTorch too.
    logits = rng.normal(size=(6, 3))
    ours = cross_entropy(Tensor(logits), targets).item()
    theirs = torch.tensor(logits)
    first = F.cross_entropy(theirs, torch.tensor(y)).item()
    second = F.cross_entropy(theirs, torch.tensor(y[partners])).item()
    assert ours == pytest.approx(share * first + (1 - share) * second)


def test_mixup_keeps_single_precision(rng):
    x = rng.random((6, 4), dtype=np.float32)
    rows = np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1, 2]]
    mixed, targets, _ = augment.mixup(x, rows, 1.0, rng)
    assert mixed.dtype == targets.dtype == np.float32


def test_mixed_batches_are_drawn_anew(rng):
    x = rng.random((10, 4), dtype=np.float32)
    y = rng.integers(3, size=10)
    batches = Minibatches(x, y, batch_size=4, shuffle=False)
    mixing = augment.MixupBatches(batches, alpha=0.5, classes=3, seed=1)
    first = list(mixing)
    second = list(mixing)
    assert len(mixing) == len(first) == 3
    draws = np.random.default_rng(1)
    for (mixed, targets), (x_batch, y_batch) in zip(first, batches, strict=True):
        expected = augment.mixup(x_batch, np.eye(3, dtype=np.float32)[y_batch], 0.5, draws)
        assert np.array_equal(mixed, expected[0]) and np.array_equal(targets, expected[1])
    assert not np.array_equal(first[0][1], second[0][1])
    assert targets.dtype == mixed.dtype == np.float32


IMAGES = np.zeros((3, 4, 4))
ROWS = np.eye(3)


@pytest.mark.parametrize(
    ("mistake", "kind", "words"),
    [
        (lambda rng: augment.shift(np.zeros((4, 4)), 1, 1), ValueError, "a single one is image"),
        (lambda rng: augment.mirror(np.zeros((3, 784, 1, 1))), ValueError, "shape .B, H, W."),
        (lambda rng: augment.shift(IMAGES.astype(np.uint8), 1, 1), ValueError, "/ 255"),
        (lambda rng: augment.shift(IMAGES, 0.5, 0), TypeError, "down counts whole pixels"),
        (lambda rng: augment.shift(IMAGES, 0, [1, 2]), ValueError, "each of the 3 images"),
        (lambda rng: augment.affine(IMAGES, scale=0), ValueError, "scale must be above 0"),
        (lambda rng: augment.cutout(IMAGES, 0, 0, -1), ValueError, "size must be a whole"),
        (lambda rng: augment.random_shift(IMAGES, 1.5, rng), ValueError, "most must be a whole"),
        (lambda rng: augment.random_rotation(IMAGES, 200, rng), ValueError, "most must lie"),
        (lambda rng: augment.random_scale(IMAGES, 0.5, rng), ValueError, "factor must be"),
        (lambda rng: augment.random_noise(IMAGES, -1, rng), ValueError, "std must be"),
        (lambda rng: augment.random_mirror(IMAGES, 2, rng), ValueError, "p must lie"),
        (lambda rng: augment.mixup(IMAGES, np.array([0, 1, 2]), 1, rng), ValueError, "np.eye"),
        (lambda rng: augment.mixup(IMAGES, ROWS, 0, rng), ValueError, "alpha must be above 0"),
    ],
)
def test_a_mistake_gets_a_sentence(mistake, kind, words, rng):
    with pytest.raises(kind, match=words):
        mistake(rng)
