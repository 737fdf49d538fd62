"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "numbers_in_head": [
        """\
def numbers_in_head(features, classes):
    return features * classes
""",
        """\
def numbers_in_head(features, classes):
    return features + classes
""",
    ],
    "rates": [
        """\
def rates(lr, share, layers):
    return [lr * share**k for k in range(layers)]
""",
        """\
def rates(lr, share, layers):
    return [lr * share ** (layers - k) for k in range(layers)]
""",
    ],
}
