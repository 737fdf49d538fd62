"""Cut nblib/data/quatrains.npz from the npm package chinese-poetry 2.0.1:
python -m tools.data.cut_quatrains FILE.tgz, where FILE.tgz comes from `npm pack
chinese-poetry@2.0.1` (85 MB).

Takes the poems of the Tang that have four lines of five characters each, every line once.
"""

import json
import re
import sys
import tarfile

import numpy as np

from nblib.text.words import CHINESE
from tools.data.texts import save_texts

SOURCE = "chinese-poetry 2.0.1"
FILES = re.compile(r"package/dist/quantangshi/poet\.tang\.\d+\.json")
QUATRAIN = re.compile(rf"([{CHINESE}]{{5}}，[{CHINESE}]{{5}}。\n){{2}}")


def read_poems(path):
    """Yield (title, text) of every Tang poem in the tarball, in the order of its file names."""
    with tarfile.open(path) as package:
        names = sorted(name for name in package.getnames() if FILES.fullmatch(name))
        for name in names:
            for poem in json.load(package.extractfile(name)):
                yield poem["title"], "".join(line + "\n" for line in poem["paragraphs"])


def read_license(path):
    """Return the text of the license in the tarball."""
    with tarfile.open(path) as package:
        return package.extractfile("package/LICENSE").read().decode("utf-8")


def quatrains(poems):
    """Return the quatrains of five characters a line, and how many were dropped because one of
    their lines stood in an earlier one: versions of the same poem.
    """
    selected = []
    repeated = 0
    earlier_lines = set()
    for title, text in poems:
        if not QUATRAIN.fullmatch(text):
            continue
        lines = set(re.findall(rf"[{CHINESE}]+", text))
        if lines & earlier_lines:
            repeated += 1
        else:
            selected.append((title, text))
        earlier_lines |= lines
    return selected, repeated


def main():
    """Write quatrains.npz and its provenance, quatrains.json."""
    poems, repeated = quatrains(read_poems(sys.argv[1]))
    order = np.random.default_rng(0).permutation(len(poems))
    titles, texts = zip(*(poems[i] for i in order), strict=True)
    provenance = {
        "what": "Quatrains of the Tang dynasty with five characters a line, in traditional "
        "characters, each one text of two lines",
        "source": f"dist/quantangshi/poet.tang.*.json of the npm package {SOURCE}",
        "license": "MIT, by the license file of that package (Copyright (c) 2016 JackeyGao); the "
        "poems, of 618 to 907, are in the public domain",
        "unclear": "Which printed edition was typed in is not stated for single poems; some "
        "characters differ between versions.",
        "cut": f"poems of exactly four lines of five characters; {repeated} that share a line with "
        "an earlier one dropped; shuffled once",
        "license text": read_license(sys.argv[1]),
    }
    save_texts("quatrains", texts, titles, provenance)


if __name__ == "__main__":
    main()
