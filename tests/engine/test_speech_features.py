"""From a wave to features: frames, mels, filters and log-mel beside librosa 0.11.0 (fixed values
from a run).
"""

import numpy as np
import pytest

from nblib.speech import frames, log_mel, mel_filters, to_hertz, to_mel

T = np.arange(640) / 8000
WAVE = 0.5 * np.sin(2 * np.pi * 440 * T) + 0.1 * np.cos(2 * np.pi * (1000 + 900 * T) * T)

# librosa.filters.mel(sr=8000, n_fft=256, n_mels=6, htk=…, norm=…): sums, largest columns
FILTERS = {
    "htk": (
        [8.10579376, 10.62228936, 13.94745684, 18.31757335, 24.04035993, 31.55228972],
        [7, 16, 28, 44, 65, 92],
    ),
    "slaney": (
        [0.03197762, 0.03197812, 0.0320256, 0.03198549, 0.03200707, 0.03199485],
        [11, 21, 32, 46, 64, 91],
    ),
}
# log(1e-4 + librosa.feature.melspectrogram(…, hop_length=160, center=False, n_mels=6)): frame 0
LOG_MEL = {
    "htk": [5.86774303, 7.07542692, 3.7696136, 2.8947104, -9.20951107, -9.21032184],
    "slaney": [1.1464943, 0.36462524, -1.87468457, -4.88073786, -9.21033954, -9.21034035],
}


def options(scale):
    """The defaults of torchaudio and of librosa."""
    return {"scale": scale, "area": scale == "slaney"}


@pytest.mark.parametrize("n, size, hop, count", [(10, 4, 2, 4), (11, 4, 2, 4), (4, 4, 9, 1)])
def test_frames_overlap_and_the_rest_is_dropped(n, size, hop, count):
    cut = frames(np.arange(n), size, hop)
    assert cut.shape == (count, size)
    assert cut[-1, 0] == hop * (count - 1)
    assert (np.diff(cut, axis=1) == 1).all()


def test_mels_as_in_librosa():
    hertz = [100, 440, 1000, 3999]
    assert to_mel(hertz) == pytest.approx([150.48910241, 549.63867538, 999.98553714, 2145.824716])
    assert to_mel(hertz, "slaney") == pytest.approx([1.5, 6.6, 15.0, 35.16012359])


@pytest.mark.parametrize("scale", ["htk", "slaney"])
def test_hertz_come_back(scale):
    hertz = np.linspace(0, 8000, 50)
    assert to_hertz(to_mel(hertz, scale), scale) == pytest.approx(hertz)


@pytest.mark.parametrize("scale", FILTERS)
def test_filters_as_in_librosa(scale):
    filters = mel_filters(8000, 256, 6, **options(scale))
    sums, tops = FILTERS[scale]
    assert filters.shape == (6, 129)
    assert filters.sum(axis=1) == pytest.approx(sums, rel=1e-6)
    assert filters.argmax(axis=1).tolist() == tops


@pytest.mark.parametrize("scale", LOG_MEL)
def test_log_mel_as_in_librosa(scale):
    features = log_mel(WAVE, 8000, n_mels=6, **options(scale))
    assert features.shape == (3, 6)
    assert features[0] == pytest.approx(LOG_MEL[scale], abs=1e-4)  # librosa works in float32


def test_silence_is_finite_and_a_tone_ten_times_as_loud_is_100_times_the_power():
    assert log_mel(np.zeros(300), 8000) == pytest.approx(np.full((1, 32), np.log(1e-4)))
    tone = np.sin(2 * np.pi * 500 * T)
    louder = log_mel(10 * tone, 8000, floor=1e-12) - log_mel(tone, 8000, floor=1e-12)
    assert louder.max() == pytest.approx(np.log(100), rel=1e-6)


def test_mistakes_get_a_sentence():
    with pytest.raises(ValueError, match="frames of 256 samples need a signal"):
        log_mel(np.zeros(100), 8000)
    with pytest.raises(ValueError, match="not 'mel'"):
        to_mel(440, "mel")
    with pytest.raises(ValueError, match="hop must be a whole number from 1 up, got 0"):
        frames(np.zeros(10), 4, 0)
    with pytest.raises(ValueError, match="floor must be above 0"):
        log_mel(np.zeros(300), 8000, floor=0)
