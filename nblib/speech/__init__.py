"""Speech: from a wave to frames of features, strings of spoken words, and from what a network says
of each frame to a text.
"""

from nblib.speech.decoding import beam_decode, collapse, greedy_decode
from nblib.speech.features import frames, log_mel, mel_filters, to_hertz, to_mel
from nblib.speech.strings import (
    add_noise,
    as_inputs,
    pad_frames,
    reversed_in_time,
    spoken_strings,
)

__all__ = [
    "add_noise",
    "as_inputs",
    "beam_decode",
    "collapse",
    "frames",
    "greedy_decode",
    "log_mel",
    "mel_filters",
    "pad_frames",
    "reversed_in_time",
    "spoken_strings",
    "to_hertz",
    "to_mel",
]
