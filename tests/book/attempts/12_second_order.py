"""Wrong answers to the attempts of a chapter that are likely, and must be told why."""

WRONG = {
    "newton": [
        """\
def newton(w, slope, curvature):
    return w + slope / curvature
""",
        """\
def newton(w, slope, curvature):
    return w - slope * curvature
""",
        """\
def newton(w, slope, curvature):
    return -slope / curvature
""",
    ],
    "damping": [
        """\
def damping(curvatures, least):
    return max(0.0, -curvatures.min())
""",
        """\
def damping(curvatures, least):
    return least + curvatures.min()
""",
    ],
}
