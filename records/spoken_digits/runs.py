"""The contenders: what each learns from, and the settings that are tried."""

from functools import cache

import numpy as np

from nblib.ctc import ctc_loss
from nblib.data import load_recorded_digits, load_spoken_digits
from nblib.speech import as_inputs, pad_frames, spoken_strings
from records.spoken_digits.listener import STEPS, error_rate, errors, labels_of, train

SEEDS = range(5)
TUNING = (100, 101, 102)
RATES = (2e-3, 5e-3, 1e-2)
VALIDATION_STRINGS = 100
TEST_STRINGS = 300
BEAM_STRINGS = 100  # so many of them are also asked with a beam
WIDTH = 10

ALONE = tuple({"rate": rate} for rate in RATES)
NOISY = tuple({"rate": 5e-3, "loudest": dB} for dB in (-25, -15, -5))
MIXED = tuple({"rate": 5e-3, "share": share} for share in (0.25, 0.5, 0.75))

# name: (made voices to learn from, whether people are learned from, settings, chosen on)
CONTENDERS = {
    "3 voices": (3, False, ALONE, "made"),
    "14 voices": (14, False, ALONE, "made"),
    "70 voices": (70, False, ALONE, "made"),
    "made alone": (70, False, ALONE, "recorded"),
    "made, with noise": (70, False, NOISY, "recorded"),
    "made and two people": (70, True, MIXED, "recorded"),
    "two people alone": (0, True, ALONE, "recorded"),
}
WITH_BEAM = ("70 voices", "made and two people")


@cache
def words(kind):
    """All words that are made, or recorded."""
    return load_spoken_digits() if kind == "made" else load_recorded_digits()


@cache
def strings(kind, part):
    """The strings on which a part is judged: (features, digits, voices)."""
    count = TEST_STRINGS if part == "test" else VALIDATION_STRINGS
    features = []
    digits = []
    voices = []
    chosen = words(kind).part(part)
    numbers = np.unique(chosen.voices).tolist()
    for voice in numbers:
        own = words(kind).part(part, [voice])
        found = spoken_strings(own, count // len(numbers), seed=(99, voice))
        features += found[0]
        digits += found[1]
        voices += [voice] * len(found[0])
    return features, digits, np.array(voices)


@cache
def trained(voices, with_people, setting, seed, steps=STEPS):
    """A network; setting: a tuple of items. The seed also draws which voices it learns from."""
    sources = []
    if voices:
        everybody = np.unique(words("made").part("train").voices)
        drawn = np.random.default_rng((7, seed)).permutation(everybody)[:voices]
        sources.append(words("made").part("train", drawn))
    if with_people:
        sources.append(words("recorded").part("train"))
    return train(sources, seed=seed, steps=steps, **dict(setting))


def validation_error(contender, setting, seed, steps=STEPS):
    """The digit error rate on the validation voices by which this contender's settings are
    chosen.
    """
    voices, with_people, _, chosen_on = CONTENDERS[contender]
    net = trained(voices, with_people, tuple(setting.items()), seed, steps)
    features, digits, _ = strings(chosen_on, "validation")
    return error_rate(errors(net, features, digits), digits)


def validation_loss(contender, setting, seed, steps):
    """The mean loss of the first 64 of these strings."""
    voices, with_people, _, chosen_on = CONTENDERS[contender]
    net = trained(voices, with_people, tuple(setting.items()), seed, steps)
    features, digits, _ = strings(chosen_on, "validation")
    x, lengths = pad_frames([as_inputs(string) for string in features[:64]])
    return ctc_loss(net(x, lengths), labels_of(digits[:64]), lengths).item()


def compared(contender):
    """Tune one contender, train it with five seeds, ask the test strings once."""
    voices, with_people, settings, _ = CONTENDERS[contender]
    tried = [
        [validation_error(contender, setting, seed) for seed in TUNING] for setting in settings
    ]
    setting = settings[int(np.mean(tried, axis=1).argmin())]
    found = {"setting": setting, "validation": tried, "made": [], "recorded": [], "by voice": []}
    for seed in SEEDS:
        net = trained(voices, with_people, tuple(setting.items()), seed)
        for kind in ("made", "recorded"):
            features, digits, who = strings(kind, "test")
            edits = errors(net, features, digits)
            found[kind].append(error_rate(edits, digits))
            said = np.array([len(string) for string in digits])
            rates = [edits[who == v].sum() / said[who == v].sum() for v in np.unique(who)]
            if kind == "recorded":
                found.setdefault("by person", []).append(rates)
            else:
                found["by voice"].append(rates)
            if contender in WITH_BEAM:
                _with_beam(found, kind, net, edits)
    print(
        contender, setting, np.round(found["made"], 4), np.round(found["recorded"], 4), flush=True
    )
    return found


def compared_in_turn(names):
    """Compare several contenders, one after the other: name -> what is kept."""
    return {name: compared(name) for name in names}


def _with_beam(found, kind, net, greedy_edits):
    """Ask evenly spread test strings with a beam too, and note both answers' error rates."""
    features, digits, _ = strings(kind, "test")
    rows = np.linspace(0, len(features) - 1, BEAM_STRINGS).astype(int)
    asked = [digits[i] for i in rows]
    edits = errors(net, [features[i] for i in rows], asked, WIDTH)
    here = found.setdefault("beam", {}).setdefault(kind, {"greedy": [], "beam": [], "changed": []})
    here["greedy"].append(error_rate(greedy_edits[rows], asked))
    here["beam"].append(error_rate(edits, asked))
    here["changed"].append(int(np.sum(edits != greedy_edits[rows])))
