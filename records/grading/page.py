"""What stands in page.md: this course's grader beside others, and what hostile notebooks get."""

from tools.book.site.tables import table

NAMES = {"one job": "**this course**, one job", "two jobs": "**this course**, two jobs"}


def values(results):
    """Return {name: text} for the template."""
    hostile = results["hostile"]
    return {
        "rates": _rates(results),
        "hostile": _hostile(hostile),
        "others": ", ".join(results["others"]),
        "honest": results["honest"],
        "sample": results["of them by the others"],
        "same_otter": results["the same points"]["Otter"],
        "same_nbgrader": results["the same points"]["nbgrader"],
        "attacks": len(hostile["notebooks"]),
        "ours_s": hostile["seconds with this course, two jobs"],
        "limit_s": hostile["seconds for one with the others, at most"],
    }


def _rates(results):
    rows = []
    for name, (low, median, high) in results["per minute"].items():
        ratio = results["times as fast, one job"].get(name)
        ahead = f"{ratio[1]:.1f} ({ratio[0]:.1f} to {ratio[2]:.1f})" if ratio else ""
        rate = f"{median:.0f} ({low:.0f} to {high:.0f})"
        rows.append([NAMES.get(name, f"`{name}`"), rate, ahead])
    heads = ["grader", "notebooks a minute", "this course, one job, is so many times as fast"]
    return table(heads, rows)


def _hostile(hostile):
    rows = []
    for what, graders in hostile["notebooks"].items():
        outcomes = [_outcome(outcome, hostile["of"]) for outcome in graders.values()]
        rows.append([f"a notebook that {what}", *outcomes])
    first = next(iter(hostile["notebooks"].values()))
    return table(["handed in", *first], rows)


def _outcome(outcome, full):
    """Return how a hostile notebook ended, or what it got."""
    points = outcome["points"]
    if outcome["fate"]:
        return outcome["fate"] + (f", {points:g} points" if points else "")
    if points is None:
        return "no grade"
    return f"**{points:.3g}** of {full} points" if points else "0"
