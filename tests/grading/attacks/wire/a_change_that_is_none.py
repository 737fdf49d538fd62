# tries: to send as changes what is none
# comes: the end of its process and its test, with the reason
# reason: list of changed arguments is damaged
from nblib.grading.wire.shared import Draft
def news(value, gone, changes):
    shared = worker().shared
    draft = shared.draft
    def forged(caps, message, handle, **more):
        import nblib.grading.wire.encode as encode
        encoder = encode.Encoder(caps, shared.items, handle)
        encoder.encode((gone, changes))
        return Draft(encoder.encode(message), [], [], [], [])
    shared.draft = forged
    return value
def f(x):
    return news(6.0, (), ((0, 1.0, 2.0),))
