"""One value to bytes and back, as the wire does it."""

from nblib.grading.limits import Caps
from nblib.grading.wire.decode import Decoder
from nblib.grading.wire.encode import Encoder

CAPS = Caps()


def encode(value, caps=CAPS, **more):
    return Encoder(caps, **more).encode(value)


def decode(data, caps=CAPS, **more):
    return Decoder(data, caps, **more).decode()
