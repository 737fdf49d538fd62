"""What both cuts of spoken digits share: a word's wave, its features, how they are stored."""

import numpy as np

from nblib.data.speech import LOWEST, STEP
from nblib.speech import log_mel
from tools.data.embedded import embed

RATE = 8000  # samples per second
PARTS = {"train": 0, "validation": 1, "test": 2}


def resampled(wave, rate):
    """A wave (n,) at 8,000 samples a second: what lies above 4,000 Hz is cut off its spectrum."""
    count = round(len(wave) * RATE / rate)
    spectrum = np.fft.rfft(wave)[: count // 2 + 1]
    return np.fft.irfft(spectrum, count) * count / len(wave)


def trimmed(wave, margin=240):
    """A wave without silence at its ends but for a margin, and with a root mean square of 0.1."""
    wave = np.asarray(wave, float)
    wave = wave - wave.mean()
    loud = np.flatnonzero(np.abs(wave) > 0.03 * np.abs(wave).max())
    wave = wave[max(0, loud[0] - margin) : loud[-1] + margin]
    return 0.1 * wave / np.sqrt(np.mean(wave**2))


def joined(waves, pause=1200):
    """Words one after the other, with pauses of digital silence: values in [-1, 1]."""
    silence = np.zeros(pause)
    pieces = [silence]
    for wave in waves:
        pieces += [wave, silence]
    whole = np.concatenate(pieces)
    return 0.9 * whole / np.abs(whole).max()


def store(name, words, clip, clip_digits, provenance):
    """Write a cut. words: a list of (wave, digit, number of the voice, part)."""
    features = [log_mel(wave, RATE) for wave, *_ in words]
    lowest = min(feature.min() for feature in features)
    highest = max(feature.max() for feature in features)
    print(f"{name}: features from {lowest:.1f} to {highest:.1f}")
    stored = np.rint((np.concatenate(features) - LOWEST) / STEP)  # (all frames, 32)
    arrays = {
        "frames": np.clip(stored, 0, 255).astype(np.uint8),
        "lengths": np.array([len(feature) for feature in features], np.uint8),
        "digits": np.array([digit for _, digit, *_ in words], np.uint8),
        "voices": np.array([voice for *_, voice, _ in words], np.uint8),
        "parts": np.array([PARTS[part] for *_, part in words], np.uint8),
        "clip": np.rint(32767 * clip).astype(np.int16),
        "clip_digits": np.array(clip_digits, np.uint8),
    }
    embed(name, arrays, provenance | {"rows": len(words)})
