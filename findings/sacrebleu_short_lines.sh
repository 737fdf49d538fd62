#!/usr/bin/env bash
# sacrebleu: a corpus of three-word lines, translated word for word as the reference, scores 0.
#
# Packages: sacrebleu 2.6.0
# Source:   sacrebleu.corpus_bleu with its defaults, run as below
# Guess:    100, as for any text that is equal to its reference
# Seen:     0: no line has four words in a row, so the share of matching 4-grams is 0 of 0, which
#           counts as 0; effective_order, which leaves such orders out, is off for a corpus. Chinese
#           lines are one word each to the default tokenizer, so they score 0 too
# Matters:  a translation model tried on short sentences looks as if it had learned nothing
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check sacrebleu==2.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import sacrebleu

lines = ["I am tired", "she reads books", "we saw him"]
short = sacrebleu.corpus_bleu(lines, [lines]).score
long = sacrebleu.corpus_bleu([" ".join(lines)], [[" ".join(lines)]]).score
effective = sacrebleu.metrics.BLEU(effective_order=True).corpus_score(lines, [lines]).score
print(f"three equal lines of three words: {short:.1f}")
print(f"the same words as one line: {long:.1f}")
print(f"three lines with effective_order=True: {effective:.1f}")
chinese = ["挥手的人在跑步", "黑猫在床上睡觉"]
default = sacrebleu.corpus_bleu(chinese, [chinese]).score
by_character = sacrebleu.corpus_bleu(chinese, [chinese], tokenize="zh").score
print(f'two equal Chinese lines: {default:.1f}, with tokenize="zh" {by_character:.1f}')
if default != 0 or round(by_character) != 100:
    sys.exit(1)
sys.exit(0 if short == 0 and round(long) == 100 and round(effective) == 100 else 1)
PYTHON
