# tries: to send a million callbacks
# comes: the end of its process and its test, with the reason
# reason: a function that it was not given
from nblib.grading.limits import Caps
from nblib.grading.wire.encode import Encoder
def f(x):
    callback = Encoder(Caps())
    callback.encode(((), ()))
    data = frame(b"C" + callback.encode((0, "call", (), {}))) * 100
    while True: send_all(data)
