"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "continuations": [
        """\
def continuations(words, word):
    return words.count(word)
""",
        """\
def continuations(words, word):
    pairs = zip(words[:-1], words[1:])
    return len({second for first, second in pairs if first == word})
""",
    ],
    "causal_weights": [
        """\
def causal_weights(scores):
    seen = np.tri(len(scores), k=1, dtype=bool)
    weights = np.where(seen, np.exp(scores), 0)
    return weights / weights.sum(axis=1, keepdims=True)
""",
        """\
def causal_weights(scores):
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=1, keepdims=True)
    return np.tril(weights)
""",
        """\
def causal_weights(scores):
    hidden = np.where(np.tri(len(scores), dtype=bool), scores, 0)
    weights = np.exp(hidden)
    return weights / weights.sum(axis=1, keepdims=True)
""",
    ],
    "top_p": [
        """\
def top_p(p, mass):
    order = np.argsort(-p)
    stay = order[np.cumsum(p[order]) <= mass]
    result = np.zeros_like(p)
    result[stay] = p[stay]
    return result / result.sum()
""",
        """\
def top_p(p, mass):
    order = np.argsort(-p)
    before = np.cumsum(p[order]) - p[order]
    result = np.zeros_like(p)
    stay = order[before < mass]
    result[stay] = p[stay]
    return result
""",
        """\
def top_p(p, mass):
    down = -np.sort(-p)
    before = np.cumsum(down) - down
    result = np.where(before < mass, down, 0)
    return result / result.sum()
""",
    ],
}
