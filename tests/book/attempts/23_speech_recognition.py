"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "text_of": [
        """\
def text_of(path):
    labels = []
    for label in path:
        if label != 0 and (not labels or labels[-1] != label):
            labels.append(label)
    return labels
""",
        """\
def text_of(path):
    return [label for label in path if label != 0]
""",
        """\
def text_of(path):
    return [path[i] for i in range(len(path)) if i == 0 or path[i] != path[i - 1]]
""",
    ],
    "ways_in": [
        """\
def ways_in(alpha, states):
    return [alpha[s] + (alpha[s - 1] if s else 0) for s in range(len(states))]
""",
        """\
def ways_in(alpha, states):
    ways = []
    for s in range(len(states)):
        total = alpha[s]
        if s >= 1:
            total += alpha[s - 1]
        if s >= 2 and states[s] != 0:
            total += alpha[s - 2]
        ways.append(total)
    return ways
""",
        """\
def ways_in(alpha, states):
    ways = []
    for s in range(len(states)):
        total = alpha[s] + alpha[s - 1]
        if s >= 2 and states[s] != 0 and states[s] != states[s - 2]:
            total += alpha[s - 2]
        ways.append(total)
    return ways
""",
    ],
}
