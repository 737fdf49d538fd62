#!/usr/bin/env bash
# num2words: the minus of a number between -1 and 0 is dropped.
#
# Packages: num2words 0.5.14
# Source:   num2words.num2words, run as below
# Guess:    "minus zero point five", as -1.5 is "minus one point five"
# Seen:     "zero point five", in English, French, German and Spanish
# Matters:  who makes pairs of number words with it teaches a network that -0.5 is 0.5
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check num2words==0.5.14
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

from num2words import num2words

dropped = True
for language in ("en", "fr", "de", "es"):
    plus, minus, below = (num2words(n, lang=language) for n in (0.5, -0.5, -1.5))
    print(f"{language}: 0.5 is {plus!r}, -0.5 is {minus!r}, -1.5 is {below!r}")
    dropped = dropped and plus == minus
sys.exit(0 if dropped else 1)
PYTHON
