"""What stands in page.md: accuracy, the gain over the plain network, and what each chose."""

import math

import numpy as np

from tools.book.site.tables import table

T_95 = 2.776  # the 97.5 % point of Student's t with 4 degrees of freedom, for five seeds


def values(results):
    """Return {name: text} for the template."""
    tasks = results["tasks"]
    pairs = [paired(found, name) for found in tasks.values() for name in found if name != "plain"]
    above = [mean for mean, half in pairs if mean > half]
    below = [mean for mean, half in pairs if mean < -half]
    rows = [row for found in tasks.values() for row in found.values()]
    return {
        "pairs": len(pairs),
        "told": len(above) + len(below),
        "above": len(above),
        "below": len(below),
        "accuracy": _by_task("test accuracy, %", tasks, _accuracy),
        "gains": _by_task("points gained over plain", tasks, _gain, leave_out="plain"),
        "choices": len(rows),
        "ends": sum(at_an_end(row) for row in rows),
        "chosen": _by_task("chosen: learning rate, strength", tasks, _chosen),
        "by_rate": _by_rate(results["plain by rate"]),
    }


def at_an_end(row):
    """Return whether a contender chose the weakest or the strongest of its strengths, or, where it
    has none, the smallest or the largest of its learning rates.
    """
    part = "lr" if row["chosen"]["strength"] is None else "strength"
    tried = [setting[part] for setting in row["tried"]]
    return row["chosen"][part] in (min(tried), max(tried))


def paired(found, name, other="plain"):
    """Return the mean difference of two contenders in points, and half of its 95 % interval."""
    return _interval(np.subtract(found[name]["test"], found[other]["test"]))


def _interval(differences):
    points = 100 * differences
    error = points.std(ddof=1) / math.sqrt(len(points))
    return points.mean(), T_95 * error


def _by_task(head, tasks, cell, leave_out=None):
    names = next(iter(tasks.values()))
    rows = []
    for name in names:
        if name != leave_out:
            rows.append([name, *(cell(found, name) for found in tasks.values())])
    return table([head, *tasks], rows)


def _accuracy(found, name):
    percent = 100 * np.array(found[name]["test"])
    return f"{percent.mean():.1f} ({percent.min():.1f} to {percent.max():.1f})"


def _gain(found, name):
    return _with_interval(*paired(found, name))


def _with_interval(mean, half):
    text = f"{mean:+.1f} ± {half:.1f}".replace("-", "\N{MINUS SIGN}")
    return f"**{text}**" if abs(mean) > half else text


def _chosen(found, name):
    setting = found[name]["chosen"]
    mark = " (end)" if at_an_end(found[name]) else ""
    return f"{setting['lr']:g}{_strength(setting['strength'])}{mark}"


def _strength(strength):
    if strength is None:
        return ""
    parts = strength if isinstance(strength, list) else [strength]
    return ", " + " and ".join(f"{part:g}" for part in parts)


def _by_rate(tasks):
    small, large = next(iter(tasks.values()))
    cells = []
    for low, high in tasks.values():
        cells.append(_with_interval(*_interval(np.subtract(low["test"], high["test"]))))
    name = f"{small['lr']:g} over {large['lr']:g}"
    return table(["plain, points gained", *tasks], [[name, *cells]])
