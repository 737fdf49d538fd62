#!/usr/bin/env bash
# eSpeak NG: a language that its own list of voices names is no voice name, and the old voice stays.
#
# Packages: espeakng-loader 0.2.4 (eSpeak NG as a library)
# Source:   espeak_SetVoiceByName and espeak_ListVoices of speak_lib.h, called by ctypes as below
# Guess:    "en-gb" is found, since espeak_ListVoices gives it as a language, just as "en-us",
#           "en-gb-scotland" and all the others there are found by theirs
# Seen:     "en-us" and "en-gb-scotland" return 0, "en-gb" returns 2, and the voice set before goes
#           on speaking; a variant that does not exist, "en-us+nosuch", returns 0
# Matters:  who does not look at what is returned makes a data set in which one accent is another,
#           or one voice is there many times under different names
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check espeakng-loader==0.2.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import ctypes
import sys

import espeakng_loader

SYNCHRONOUS = 2


class Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
    ]


library = ctypes.CDLL(espeakng_loader.get_library_path())
data = espeakng_loader.get_data_path().encode()
library.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(Voice))
library.espeak_GetCurrentVoice.restype = ctypes.POINTER(Voice)

voices = library.espeak_ListVoices(None)
listed = []
i = 0
while voices[i]:
    listed.append(voices[i][0].languages[1:].decode())  # a byte of priority stands first
    i += 1

found = {}
for name in ("en-gb-scotland", "en-us", "en-gb", "en-us+nosuch"):
    is_listed = name in listed
    found[name] = library.espeak_SetVoiceByName(name.encode())
    now = library.espeak_GetCurrentVoice()[0].name.decode()
    print(f"{name:15} listed as a language: {is_listed!s:5}  returned: {found[name]}  voice now: {now}")

as_seen = {"en-gb-scotland": 0, "en-us": 0, "en-gb": 2, "en-us+nosuch": 0}
sys.exit(0 if found == as_seen and "en-gb" in listed else 1)
PYTHON
