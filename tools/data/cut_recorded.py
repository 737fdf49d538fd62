"""Cut nblib/data/recorded.npz from the Free Spoken Digit Dataset: python -m
tools.data.cut_recorded [REPOSITORY]

REPOSITORY: a clone of it, or its address; without it, it is cloned from its home.
"""

import io
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np

from tools.data.speech import RATE, joined, store, trimmed

HOME = "https://github.com/Jakobovski/free-spoken-digit-dataset"
COMMIT = "26eb9aaf76e81b692f806f9140c2d2777410d7a1"
SPEAKERS = ("george", "jackson", "lucas", "nicolas", "theo", "yweweler")
PARTS = ("train", "train", "validation", "test", "test", "test")
TIMES = 10  # the first so many recordings of each digit
CLIP = (4, 0, 7, 7)


def read_wave(content):
    """The samples of a wave file, in [-1, 1]."""
    with wave.open(io.BytesIO(content)) as file:
        assert file.getframerate() == RATE
        assert file.getsampwidth() == 2
        assert file.getnchannels() == 1
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def main(repository=HOME):
    """Write recorded.npz and its provenance, recorded.json."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", repository, folder], check=True)
        subprocess.run(["git", "-C", folder, "checkout", "-q", COMMIT], check=True)
        names = [
            (digit, voice, time)
            for voice in range(len(SPEAKERS))
            for time in range(TIMES)
            for digit in range(10)
        ]
        files = {
            (digit, voice, time): Path(
                folder, "recordings", f"{digit}_{SPEAKERS[voice]}_{time}.wav"
            )
            for digit, voice, time in names
        }
        waves = {name: trimmed(read_wave(path.read_bytes())) for name, path in files.items()}
    words = [(waves[name], name[0], name[1], PARTS[name[1]]) for name in names]
    test_voice = SPEAKERS.index("theo")
    clip = joined([waves[digit, test_voice, 0] for digit in CLIP])
    provenance = {
        "what": "The ten digits in English, recorded by six people, ten times each: log-mel "
        "features of each word, 32 bands, a frame each 20 ms; and one short wave",
        "source": f"the Free Spoken Digit Dataset, by Zohar Jackson and others, {HOME[8:]}, commit "
        f"{COMMIT}",
        "license": "CC BY-SA 4.0, by the README of that repository "
        "(https://creativecommons.org/licenses/by-sa/4.0/). This file is adapted from it, as told "
        "under cut, and stands under the same license",
        "unclear": "The repository has no license file; the license is named in its README.",
        "cut": "recordings 0 to 9 of each digit and speaker; speakers by number in the order of "
        "their names: two for training, one for validation, three for testing; silence at the ends "
        "cut off, root mean square 0.1; features stored in steps of 0.07 of the logarithm; the "
        "wave joins four words of one test speaker",
    }
    store("recorded", words, clip, CLIP, provenance)


if __name__ == "__main__":
    main(*sys.argv[1:])
