"""What stands in page.md: from the textbook engine to this one, a habit at a time."""

from tools.book.site.tables import table

REFERENCE = "PyTorch"


def values(results):
    """Return {name: text} for the template."""
    names = {name: f"**{name}**: {habit}" for name, habit in results["rungs"].items()}
    names["nblib"] = "the library"
    named = {}
    for race, contenders in results["speed"].items():
        named[race] = {names.get(name, name): row for name, row in contenders.items()}
    flight = {name: f"**{name}**: {habit}" for name, habit in results["flight"].items()}
    convolution = {flight.get(name, name): row for name, row in results["convolution"].items()}
    return {"speeds": speeds(named), "convolution": speeds({"batch 64, adam": convolution})}


def speeds(races):
    """Return a table with the contenders of several races and their median speed in each."""
    contenders = list(dict.fromkeys(name for race in races.values() for name in race))
    rows = []
    for name in contenders:
        cells = [f"{race[name]['speed'][1]:.2f}" if name in race else "" for race in races.values()]
        rows.append([name, *cells])
    milliseconds = [f"{race[REFERENCE]['ms']:.2g} ms" for race in races.values()]
    rows.append(["PyTorch's step takes", *milliseconds])
    return table(["relative to PyTorch's eager step", *races], rows)
