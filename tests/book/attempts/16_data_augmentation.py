"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "move": [
        """\
def move(row, k):
    return np.roll(row, k)
""",
        """\
def move(row, k):
    moved = np.zeros_like(row)
    moved[: len(row) - k] = row[k:]
    return moved
""",
        """\
def move(row, k):
    moved = row.copy()
    moved[k:] = row[: len(row) - k]
    return moved
""",
    ],
    "mixed_targets": [
        """\
def mixed_targets(y, partners, share, C):
    return share * y + (1 - share) * y[partners]
""",
        """\
def mixed_targets(y, partners, share, C):
    rows = np.eye(C)[y]
    return (1 - share) * rows + share * rows[partners]
""",
        """\
def mixed_targets(y, partners, share, C):
    return share * np.eye(C)[y] + (1 - share) * np.eye(C)[partners]
""",
    ],
}
