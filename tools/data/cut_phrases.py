"""Cut nblib/data/phrases.npz from the package emojibase-data 17.0.0 of npm:
python -m tools.data.cut_phrases

Downloads the package with npm, takes the names of its emoji in four languages, drops single letters
of flags and parts of emoji, writes every space as a plain one, and stores for each phrase the
concept that it belongs to: the emoji without skin tone, sex and direction.
"""

import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

from nblib.data.texts import pack_texts
from tools.data.embedded import embed

SOURCE = "emojibase-data@17.0.0"
LANGUAGES = ("en", "fr", "de", "zh")
COMPONENTS = 2  # the group of skin tones and hair styles

# In the codes of an emoji: variation selector, signs of sex and of direction; man and woman.
SIGNS = re.compile(r"-FE0F|-200D-(?:2640|2642|27A1)")
MAN_OR_WOMAN = re.compile(r"1F46[89]")


def read_package():
    """Return ({language: list of emoji}, the license as text)."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", SOURCE], cwd=folder, check=True)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            emoji = {
                language: json.load(package.extractfile(f"package/{language}/data.json"))
                for language in LANGUAGES
            }
            license_text = package.extractfile("package/LICENSE").read().decode()
    return emoji, license_text


def names(emoji):
    """Return {code: (name, code without skin tone)} of all emoji that are pictures of something."""
    labels = {}
    for base in emoji:
        if base.get("group") in (None, COMPONENTS):
            continue
        for version in [base, *base.get("skins", [])]:
            labels[version["hexcode"]] = (" ".join(version["label"].split()), base["hexcode"])
    return labels


def concept(code):
    """Return the code without sex and direction.

    >>> concept("1F469-200D-1F692")  # a woman firefighter
    '1F9D1-200D-1F692'
    """
    return MAN_OR_WOMAN.sub("1F9D1", SIGNS.sub("", code))


def main():
    """Write phrases.npz and its provenance, phrases.json."""
    package, license_text = read_package()
    by_language = {language: names(emoji) for language, emoji in package.items()}
    codes = list(by_language["en"])
    concepts = [concept(by_language["en"][code][1]) for code in codes]

    # One array of texts for each language, and one of concepts.
    arrays = {}
    for language, labels in by_language.items():
        texts = [labels[code][0] for code in codes]
        arrays |= {f"{language}_{key}": a for key, a in pack_texts(texts).items()}
    arrays |= {f"concept_{key}": a for key, a in pack_texts(concepts).items()}
    provenance = {
        "what": "Short phrases in English, French, German and Chinese, each in all four: the names "
        "of emoji, and which of them are variants of one concept",
        "source": f"the npm package {SOURCE.replace('@', ' ')} by Miles Johnson; the names are "
        "those of the Unicode Common Locale Data Repository (CLDR)",
        "license": "MIT, by the license file of that package (Copyright (c) 2017-2019 Miles "
        "Johnson); the names derive from CLDR, © Unicode, Inc., under the Unicode License v3, "
        "SPDX Unicode-3.0",
        "unclear": "The package does not say with which release of CLDR its names agree, nor does "
        "it repeat the license of CLDR.",
        "cut": "regional letters and components dropped; every white space made one plain space; "
        "a concept is the emoji without skin tone, sex and direction",
        "rows": len(codes),
        "concepts": len(set(concepts)),
    }
    embed("phrases", arrays, provenance, license_text=license_text)


if __name__ == "__main__":
    main()
