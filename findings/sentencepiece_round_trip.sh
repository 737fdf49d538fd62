#!/usr/bin/env bash
# sentencepiece: texts come back without double spaces, line breaks and full-width letters, although
# every character was in the training text.
#
# Packages: sentencepiece 0.2.3
# Source:   SentencePieceTrainer.train and SentencePieceProcessor with their defaults, and the
#           normalization_rule_name and remove_extra_whitespaces of its training options
# Guess:    white space is a symbol of its own there, so decoding gives back the text; with
#           byte_fallback any text at all
# Seen:     both: the text is normalized before it is cut (nmt_nfkc): runs of spaces become one,
#           those at the ends go, a line break becomes a space, a full-width letter a narrow one
# Matters:  programs, tables and poems lose their lines; "identity" and
#           remove_extra_whitespaces=False keep these texts whole
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check sentencepiece==0.2.3
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
import sys

import sentencepiece

texts = ["two  spaces", " a space in front", "a line\nbreak", "ＡＢＣ and abc", "plain words"]


def back(**options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts * 20), model_writer=model, vocab_size=330,
        model_type="bpe", byte_fallback=True, hard_vocab_limit=False, minloglevel=2, **options,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.decode(processor.encode(text)) for text in texts]


by_default = back()
kept = back(normalization_rule_name="identity", remove_extra_whitespaces=False)
for text, default, identity in zip(texts, by_default, kept):
    print(f"{text!r:20} by default {default!r:20} as it is {identity!r}")
same = [a == b for a, b in zip(texts, by_default)]
same_kept = [a == b for a, b in zip(texts, kept)]
print(same, same_kept)
sys.exit(0 if same == [False] * 4 + [True] and all(same_kept) else 1)
PYTHON
