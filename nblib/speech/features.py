"""From a wave to log-mel features: how much power lies in which band, frame by frame."""

import numpy as np

from nblib.ranges import number, whole

SLANEY_STEP = 200 / 3  # Hz for each mel, below 1000 Hz
SLANEY_BEND = 1000.0  # Hz; from here on the scale is logarithmic
SLANEY_LOG_STEP = np.log(6.4) / 27  # of the logarithm, for each mel above


def frames(signal, size, hop):
    """Cut signal (n,) into frames (T, size), one every `hop` samples; T = 1 + (n - size) // hop.

    What is left at the end and fills no frame is dropped. Raises ValueError for a signal shorter
    than one frame.

    >>> frames(np.arange(7), size=4, hop=2)
    array([[0, 1, 2, 3],
           [2, 3, 4, 5]])
    """
    signal = np.asarray(signal)
    whole("size", size, least=1)
    whole("hop", hop, least=1)
    if signal.ndim != 1 or len(signal) < size:
        raise ValueError(
            f"frames of {size} samples need a signal (n,) of at least as many, got {signal.shape}"
        )
    count = 1 + (len(signal) - size) // hop
    starts = hop * np.arange(count)
    return signal[starts[:, None] + np.arange(size)]  # (T, size)


def to_mel(hertz, scale="htk"):
    """Frequencies in Hz as mels, on which equal steps sound about equally far apart.

    scale: "htk" is 2595 log₁₀(1 + f / 700), torchaudio's default; "slaney" is straight up to
    1000 Hz and logarithmic above, librosa's default (Slaney, 1998).

    >>> float(to_mel(1000.0).round(1))
    1000.0
    >>> float(to_mel(1000.0, scale="slaney").round(6))
    15.0
    """
    hertz = np.asarray(hertz, float)
    if _is_htk(scale):
        return 2595 * np.log10(1 + hertz / 700)
    low = hertz / SLANEY_STEP
    high = np.log(np.maximum(hertz, SLANEY_BEND) / SLANEY_BEND) / SLANEY_LOG_STEP
    return np.where(hertz < SLANEY_BEND, low, SLANEY_BEND / SLANEY_STEP + high)


def to_hertz(mel, scale="htk"):
    """The inverse of to_mel."""
    mel = np.asarray(mel, float)
    if _is_htk(scale):
        return 700 * (10 ** (mel / 2595) - 1)
    bend = SLANEY_BEND / SLANEY_STEP
    high = SLANEY_BEND * np.exp(SLANEY_LOG_STEP * (np.maximum(mel, bend) - bend))
    return np.where(mel < bend, mel * SLANEY_STEP, high)


def mel_filters(rate, n_fft, n_mels, *, scale="htk", area=False):
    """Triangles that gather the bins of a Fourier transform into bands: (n_mels, n_fft // 2 + 1).

    rate: samples per second. The corners lie at equal distances in mels from 0 to rate / 2; each
    triangle begins where the one before has its top, and ends where the next one has its own. area:
    whether each is scaled to area 1 in Hz (librosa's default) rather than to height 1 (torchaudio's
    default).
    """
    number("rate", rate, above=0)
    whole("n_fft", n_fft, least=2)
    whole("n_mels", n_mels, least=1)
    top = to_mel(rate / 2, scale)
    corners = to_hertz(np.linspace(0, top, n_mels + 2), scale)  # (n_mels + 2,)
    bins = np.fft.rfftfreq(n_fft, 1 / rate)  # (n_fft // 2 + 1,)
    left, middle, right = (corners[i : i + n_mels, None] for i in range(3))
    rising = (bins - left) / (middle - left)
    falling = (right - bins) / (right - middle)
    filters = np.maximum(0, np.minimum(rising, falling))  # (n_mels, n_fft // 2 + 1)
    if area:
        filters *= 2 / (right - left)
    return filters


def log_mel(signal, rate, *, size=256, hop=160, n_mels=32, floor=1e-4, scale="htk", area=False):
    """Log-mel features (T, n_mels) of signal (n,): ln(floor + the power in each band).

    Each frame of `size` samples is weighted by a Hann window. floor keeps silence finite. Raises
    ValueError for a signal shorter than one frame.

    >>> tone = np.sin(2 * np.pi * 1000 * np.arange(800) / 8000)
    >>> features = log_mel(tone, 8000)
    >>> features.shape, int(features[0].argmax())
    ((4, 32), 14)
    """
    number("floor", floor, above=0)
    pieces = frames(np.asarray(signal, float), size, hop)  # (T, size)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)  # (size,)
    power = np.abs(np.fft.rfft(pieces * window)) ** 2  # (T, size // 2 + 1)
    bands = power @ mel_filters(rate, size, n_mels, scale=scale, area=area).T  # (T, n_mels)
    return np.log(floor + bands)


def _is_htk(scale):
    if scale not in ("htk", "slaney"):
        raise ValueError(f'scale is "htk" or "slaney", not {scale!r}')
    return scale == "htk"
