"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "look": [
        """\
def look(q, memory, mask):
    weights = np.exp(memory @ q / np.sqrt(len(q)))
    return weights / weights.sum() @ memory
""",
        """\
def look(q, memory, mask):
    weights = np.exp(memory @ q / np.sqrt(len(q)))
    return weights / weights.sum() * mask @ memory
""",
        """\
def look(q, memory, mask):
    weights = np.exp(memory @ q) * mask
    return weights / weights.sum() @ memory
""",
    ],
    "shifted": [
        """\
def shifted(target):
    return target, target
""",
        """\
def shifted(target):
    return [*target, EOS], [BOS, *target]
""",
        """\
def shifted(target):
    return [BOS, *target[:-1]], target
""",
    ],
    "keep": [
        """\
def keep(totals, k):
    return [(n, int(row.argmax())) for n, row in enumerate(totals)][:k]
""",
        """\
def keep(totals, k):
    return np.argsort(-totals, axis=None)[:k].tolist()
""",
    ],
}
