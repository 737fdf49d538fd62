"""Spoken digits: a synthesizer's, in many voices, and recordings of a few people."""

from dataclasses import dataclass

import numpy as np

from nblib.data.dataset import DataError, read_embedded

LOWEST = -9.25  # the natural logarithm that a stored 0 stands for
STEP = 0.07  # of the logarithm, from one stored number to the next


@dataclass(frozen=True)
class SpokenDigits:
    """Single words and their log-mel features.

    features: N arrays (T, 32) float32, a frame each 20 ms, what nblib.speech.log_mel gives at 8,000
    samples a second for a word of root mean square 0.1. digits, voices: (N,). parts: (N,) of
    "train", "validation" and "test"; a voice is in one part only. clip: a short wave of a test
    voice, values in [-1, 1], 8,000 samples a second, that says the digits clip_digits. provenance:
    where the data come from, and their license.
    """

    features: list
    digits: np.ndarray
    voices: np.ndarray
    parts: np.ndarray
    clip: np.ndarray
    clip_digits: list
    provenance: dict

    def part(self, name, voices=None):
        """Only the words of this part; voices: only those with these numbers."""
        mask = self.parts == name
        if not mask.any():
            raise DataError(f"there is no part {name!r}: {', '.join(np.unique(self.parts))}")
        if voices is not None:
            mask &= np.isin(self.voices, voices)
        return self._only(mask)

    def _only(self, mask):
        rows = np.flatnonzero(mask)
        return SpokenDigits(
            [self.features[i] for i in rows],
            self.digits[rows],
            self.voices[rows],
            self.parts[rows],
            self.clip,
            self.clip_digits,
            self.provenance,
        )

    def __repr__(self):
        return f"SpokenDigits({len(self.digits):,} words of {len(set(self.voices))} voices)"


def load_spoken_digits():
    """Return digits that the synthesizer eSpeak NG says in 104 voices, as SpokenDigits."""
    return _load("spoken")


def load_recorded_digits():
    """Return digits that six people say, recorded by themselves, as SpokenDigits: a cut of the Free
    Spoken Digit Dataset, CC BY-SA 4.0. Two voices are for training, one for validation.
    """
    return _load("recorded")


def _load(name):
    arrays, provenance = read_embedded(name)
    stored = arrays["frames"]
    decoded = (LOWEST + STEP * stored).astype(np.float32)  # (all frames, 32)
    features = np.split(decoded, np.cumsum(arrays["lengths"])[:-1])
    names = np.array(["train", "validation", "test"])
    return SpokenDigits(
        features,
        arrays["digits"].astype(int),
        arrays["voices"].astype(int),
        names[arrays["parts"]],
        (arrays["clip"] / 32768).astype(np.float32),
        arrays["clip_digits"].tolist(),
        provenance,
    )
