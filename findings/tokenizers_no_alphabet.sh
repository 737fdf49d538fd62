#!/usr/bin/env bash
# tokenizers: a byte-level BPE that was trained without its alphabet drops the bytes that it has not
# seen, without an error and without an unknown token.
#
# Packages: tokenizers 0.23.3
# Source:   BpeTrainer(initial_alphabet=[]), its default, with the ByteLevel pre-tokenizer
# Guess:    a byte-level tokenizer has all 256 bytes from the start, so it encodes any text
# Seen:     the vocabulary holds only bytes of the training text; "naïve 你好" comes back as "nave "
# Matters:  characters that are rare in training vanish before the network sees them; give
#           initial_alphabet=ByteLevel.alphabet()
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tokenizers==0.23.3
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

english = ["the quick brown fox jumps over the lazy dog and seven vain knaves"] * 5
text = "naïve 你好"


def back(alphabet):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(english, trainer)
    return tokenizer.decode(tokenizer.encode(text).ids)


without = back([])
whole = back(pre_tokenizers.ByteLevel.alphabet())
print(f"{text!r}: without the alphabet {without!r}, with it {whole!r}")
sys.exit(0 if whole == text and without != text and "?" not in without else 1)
PYTHON
