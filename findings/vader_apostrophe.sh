#!/usr/bin/env bash
# VADER: with the apostrophe that word processors and phones set, "don't" is no negation.
#
# Packages: vaderSentiment 3.3.2
# Source:   SentimentIntensityAnalyzer.polarity_scores, run as below
# Guess:    both kinds of apostrophe give the same score
# Seen:     "I don't hate it" scores +0.46 with a straight apostrophe and -0.57 with a typographic
#           one: the list of negations holds one form only, and the text is not brought to it
# Matters:  the sign of a sentence changes with the program in which it was typed
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check vaderSentiment==3.3.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

score = SentimentIntensityAnalyzer().polarity_scores
straight = score("I don't hate it")["compound"]
curved = score("I don\u2019t hate it")["compound"]
print(f"straight apostrophe: {straight:+.2f}, typographic: {curved:+.2f}")
sys.exit(0 if straight > 0 > curved else 1)
PYTHON
