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
def looks_into(g):
    # For lists in which a test might count, and numbers that it might compare with.
    answer = g(1.0) + g(1.0)
    found = []
    inner = [g]
    for _ in range(3):
        cells = [cell.cell_contents for function in inner for cell in getattr(function, "__closure__", None) or ()]
        for item in cells:
            if type(item) is list: item.clear()
        found += [item for item in cells if type(item) is float]
        inner = [item for item in cells if callable(item)]
    return answer, found + [c for c in g.__code__.co_consts if type(c) is float]
