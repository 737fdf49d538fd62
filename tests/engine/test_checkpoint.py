"""A checkpoint that is damaged, or a file of another kind, is refused in words and never loaded in
part.
"""

import numpy as np
import pytest

from nblib import checkpoint
from nblib.checkpoint import CheckpointError, load_checkpoint, save_checkpoint

STATE = {"w": np.arange(3.0), "k": [1, "x"]}


def refusal(path):
    with pytest.raises(
        CheckpointError, match="is damaged or no checkpoint .*; remove it to begin anew"
    ) as refused:
        load_checkpoint(path)
    return str(refused.value)


def test_any_flipped_bit_is_refused_or_changes_nothing(tmp_path):
    """Some bits are a date, a permission and the like, which nobody reads; most are looked at."""
    save_checkpoint(tmp_path / "a.npz", STATE)
    whole = (tmp_path / "a.npz").read_bytes()
    path = tmp_path / "b.npz"
    refused = 0
    for bit in range(8 * len(whole)):
        content = bytearray(whole)
        content[bit // 8] ^= 1 << (bit % 8)
        path.write_bytes(content)
        try:
            state = load_checkpoint(path)
        except CheckpointError:
            refused += 1
        else:
            assert np.array_equal(state["w"], STATE["w"]) and state["k"] == STATE["k"], bit
    assert refused > 4 * len(whole)


def test_a_file_that_ends_early_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    save_checkpoint(path, STATE)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        refusal(path)


def test_an_array_that_would_come_back_in_part_is_refused(tmp_path):
    # Read up to the size that a damaged header says, a member's checksum would never be looked at.
    path = tmp_path / "a.npz"
    save_checkpoint(path, {"w": np.arange(10_000.0)})
    whole = path.read_bytes()
    assert whole.count(b"(10000,)") == 1
    path.write_bytes(whole.replace(b"(10000,)", b"(1000 ,)"))
    assert "CRC" in refusal(path)


def test_an_array_alone_is_no_checkpoint(tmp_path):
    np.save(tmp_path / "a.npy", np.ones(3))
    assert "a.npy" in refusal(tmp_path / "a.npy")


@pytest.mark.parametrize(
    "skeleton",
    [
        np.ones(3),
        5,
        "5 6",
        '{"dict": [1]}',
        '{"array": []}',
        '{"array": "array7"}',
        '{"a": 1}',
        "[" * 100_000,
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_archive_of_another_kind_with_a_skeleton_is_refused(tmp_path, skeleton):
    np.savez(tmp_path / "a.npz", skeleton=skeleton)
    refusal(tmp_path / "a.npz")


EVERY_KIND = {
    "arrays": [np.arange(3, dtype=np.float32), np.array(2.5)],
    "nested": {
        "none": None,
        "flag": True,
        "text": "naïve",
        "big": 2**100,
        "empty": {},
        "list": [1, [2.5, "x"]],
    },
}


def test_a_checkpoint_holds_what_it_was_given(tmp_path):
    save_checkpoint(tmp_path / "deep" / "a.npz", EVERY_KIND)
    back = load_checkpoint(tmp_path / "deep" / "a.npz")
    assert back["nested"] == EVERY_KIND["nested"] and back["arrays"][0].dtype == np.float32
    assert all(
        np.array_equal(a, b) for a, b in zip(back["arrays"], EVERY_KIND["arrays"], strict=True)
    )


def test_a_checkpoint_that_fails_half_way_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    save_checkpoint(path, {"k": 1})

    def fails(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(checkpoint.np, "savez", fails)
    with pytest.raises(OSError, match="disk full"):
        save_checkpoint(path, {"k": 2})
    assert load_checkpoint(path) == {"k": 1}


def test_bad_checkpoints_are_explained(tmp_path):
    with pytest.raises(CheckpointError, match="there is no checkpoint"):
        load_checkpoint(tmp_path / "none.npz")
    assert load_checkpoint(tmp_path / "none.npz", missing=None) is None
    (tmp_path / "bad.npz").write_bytes(b"PK not really")
    with pytest.raises(CheckpointError, match="bad.npz is damaged"):
        load_checkpoint(tmp_path / "bad.npz")
    np.savez(tmp_path / "other.npz", a=np.ones(2))
    with pytest.raises(CheckpointError, match="damaged or no checkpoint"):
        load_checkpoint(tmp_path / "other.npz")
    np.savez(tmp_path / "evil.npz", skeleton=np.array([print], dtype=object))
    with pytest.raises(CheckpointError):
        load_checkpoint(tmp_path / "evil.npz")
    with pytest.raises(TypeError, match="cannot hold a set"):
        save_checkpoint(tmp_path / "a.npz", {"a": {1}})
    with pytest.raises(TypeError, match="keys"):
        save_checkpoint(tmp_path / "a.npz", {1: "a"})
