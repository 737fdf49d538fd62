"""What stands in page.md: accuracy, the gain over the plain network, and what each chose."""

import math

import numpy as np

from tools.book.site.tables import table

T_95 = 2.776  # the 97.5 % point of Student's t with 4 degrees of freedom, for five seeds


def values(results):
    """Return {name: text} for the template."""
    tasks = results["tasks"]
    pairs = [paired(found, name) for found in tasks.values() for name in found if name != "plain"]
    told = [mean for mean, half in pairs if abs(mean) > half]
    return {
        "pairs": len(pairs),
        "told": len(told),
        "gains_told": sum(mean > 0 for mean in told) or "none",
        "accuracy": _by_task("test accuracy, %", tasks, _accuracy),
        "gains": _by_task("points gained over plain", tasks, _gain, leave_out="plain"),
        "chosen": _by_task("chosen: learning rate, strength", tasks, _chosen),
    }


def paired(found, name, other="plain"):
    """Return the mean difference of two contenders in points, and half of its 95 % interval."""
    points = 100 * (np.array(found[name]["test"]) - np.array(found[other]["test"]))
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
    mean, half = paired(found, name)
    text = f"{mean:+.1f} ± {half:.1f}".replace("-", "\N{MINUS SIGN}")
    return f"**{text}**" if abs(mean) > half else text


def _chosen(found, name):
    setting = found[name]["chosen"]
    strength = setting["strength"]
    if strength is None:
        return f"{setting['lr']:g}"
    if isinstance(strength, list):
        strength = " and ".join(f"{part:g}" for part in strength)
        return f"{setting['lr']:g}, {strength}"
    return f"{setting['lr']:g}, {strength:g}"
