# tries: to send an answer with another number
# comes: the end of its process and its test, with the reason
# reason: answer to another question
from nblib.grading.limits import Caps
from nblib.grading.wire.encode import Encoder
def f(x):
    answer = Encoder(Caps())
    answer.encode(((), ()))
    send_all(frame(b"A" + answer.encode((10**6, "0", "value", 6.0))))
