# tries: to send two answers
# comes: the end of its process and its test, with the reason
# reason: nobody had asked
send = type(worker().channel).send
def twice(self, payload, deadline=None):
    send(self, payload); send(self, payload)
def f(x):
    type(worker().channel).send = twice
    return 6.0
