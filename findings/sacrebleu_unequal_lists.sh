#!/usr/bin/env bash
# sacrebleu: three translations and two references are scored without an error; the third is dropped.
#
# Packages: sacrebleu 2.6.0
# Source:   sacrebleu.corpus_bleu, run as below
# Guess:    an error that the lists are of unequal length
# Seen:     the score of the first two lines, with no warning, whichever list is the longer one
# Matters:  a reference file that lost its last lines gives a score that looks like any other
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check sacrebleu==2.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import sacrebleu

written = [
    "le visage qui pleure de joie",
    "le chat noir dort sur le lit",
    "un homme qui court",
]
wanted = [
    "un visage qui pleure de joie",
    "le chat noir dort sur le grand lit rouge",
    "une femme qui court dans la rue",
]


def score(hypotheses, references):
    return sacrebleu.corpus_bleu(hypotheses, [references], tokenize="none").score


whole = score(written, wanted)
two = score(written[:2], wanted[:2])
fewer_references = score(written, wanted[:2])
fewer_translations = score(written[:2], wanted)
print(f"three lines each: {whole:.1f}; two lines each: {two:.1f}")
print(f"three translations, two references: {fewer_references:.1f}")
print(f"two translations, three references: {fewer_translations:.1f}")
sys.exit(0 if fewer_references == fewer_translations == two != whole else 1)
PYTHON
