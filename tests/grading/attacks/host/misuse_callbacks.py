# tries: to call a test's function later, twice, from a thread, as an iterator, or one that was not given
# comes: what was given may be called from any thread, all else is refused
def stale(g): globals()["kept"] = g; return g(1)
def later(): return kept(2)
def other(g):
    worker().callbacks.ask(99, "call", (), {})
def misuse(g): return worker().callbacks.ask(0, "next", (), {})
def thread(g):
    out = []
    def go():
        try: out.append(g(1))
        except RuntimeError as error: out.append(str(error))
    t = threading.Thread(target=go); t.start(); t.join()
    return out[0]
def nest(g): return g(g)
