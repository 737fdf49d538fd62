"""Strings of spoken words: features of single words put one after the other, with pauses."""

import numpy as np


def spoken_strings(words, count, *, seed, shortest=2, longest=5, longest_pause=12):
    """Make strings of words, each of one voice: return (features, labels), two lists of length
    `count`.

    words: what load_spoken_digits gives, or part of it. features: arrays (T, bands); labels: lists
    of digits. A string has `shortest` to `longest` words of a voice; before, between and after them
    are pauses of 2 to `longest_pause` frames. A pause holds, in each band, the fifth percentile of
    the string's words, with a little noise.
    """
    rng = np.random.default_rng(seed)
    voices = np.unique(words.voices)
    of_voice = {voice: np.flatnonzero(words.voices == voice) for voice in voices}
    features = []
    labels = []
    for _ in range(count):
        voice = voices[rng.integers(len(voices))]
        chosen = rng.choice(of_voice[voice], rng.integers(shortest, longest + 1))
        spoken = [words.features[i] for i in chosen]
        quiet = np.percentile(np.concatenate(spoken), 5, axis=0)  # (bands,)
        pieces = [_pause(quiet, longest_pause, rng)]
        for word in spoken:
            pieces += [word, _pause(quiet, longest_pause, rng)]
        features.append(np.concatenate(pieces).astype(np.float32))  # (T, bands)
        labels.append(words.digits[chosen].tolist())
    return features, labels


def add_noise(features, level, rng):
    """Log-mel features (T, bands) with noise of about this level, in decibels, in all bands.

    The powers add. The noise's own power varies by band, by frame, and from call to call by up to
    6 dB either way, so that a network cannot learn it by heart.
    """
    level = level + rng.uniform(-6, 6)
    tilt = rng.uniform(-0.15, 0.15) * np.arange(features.shape[1])  # dB, from band to band
    mean = 10 ** ((level + tilt) / 10)
    power = mean * rng.gamma(4, 1 / 4, features.shape)  # (T, bands)
    return np.log(np.exp(features) + power).astype(np.float32)


def as_inputs(features):
    """Log-mel features (T, bands) as a network gets them, (T, 3 · bands): each band's mean over
    time is subtracted, all is divided by 3, and each frame stands between its two neighbors.

    The mean carries how loud a voice is and how the microphone sounds; it does not tell digits
    apart.
    """
    level = (features - features.mean(axis=0)) / 3  # (T, bands)
    before = np.pad(level, ((1, 0), (0, 0)))[:-1]
    after = np.pad(level, ((0, 1), (0, 0)))[1:]
    return np.concatenate([before, level, after], axis=1).astype(np.float32)


def reversed_in_time(lengths, steps):
    """Where each frame goes when each sequence is turned round and its padding stays: (B, T).

    >>> reversed_in_time([3, 2], steps=4)
    array([[2, 1, 0, 3],
           [1, 0, 2, 3]])
    """
    lengths = np.asarray(lengths)[:, None]
    step = np.arange(steps)
    return np.where(step < lengths, lengths - 1 - step, step)


def pad_frames(features, value=0.0):
    """Lay sequences of frames side by side: (B, T, bands) float32 and lengths (B,), `value` after
    each one's end.
    """
    lengths = np.array([len(sequence) for sequence in features])
    shape = (len(features), lengths.max(), features[0].shape[1])
    padded = np.full(shape, value, np.float32)
    for row, sequence in zip(padded, features, strict=True):
        row[: len(sequence)] = sequence
    return padded, lengths


def _pause(quiet, longest, rng):
    frames = rng.integers(2, longest + 1)
    return quiet + np.log(rng.gamma(4, 1 / 4, (frames, len(quiet))))
