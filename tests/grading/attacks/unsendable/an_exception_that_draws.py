# tries: to answer with an exception that draws
# comes: an error of the student's; its process lives on
# reason: ^ValueError: �
def f(x): raise ValueError('\x1b[2J\u202e\ud800 boo')
