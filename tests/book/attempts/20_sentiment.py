"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "read": [
        """\
def read(words):
    return sum(VALUE.get(word, 0) for word in words)
""",
        """\
def read(words):
    score = 0
    turn = 1
    for word in words:
        score += turn * VALUE.get(word, 0)
        if word == "not":
            turn = -1
    return score
""",
    ],
    "step_back": [
        """\
def step_back(dh, h, w_h):
    return w_h @ dh
""",
        """\
def step_back(dh, h, w_h):
    return (dh * (1 - h**2)) @ w_h
""",
        """\
def step_back(dh, h, w_h):
    return (w_h @ dh) * (1 - h**2)
""",
    ],
    "last_states": [
        """\
def last_states(states, lengths):
    return states[:, -1]
""",
        """\
def last_states(states, lengths):
    return states[np.arange(len(states)), np.minimum(lengths, states.shape[1] - 1)]
""",
    ],
}
