"""What stands in page.md: nblib beside other engines, at one thread and at two."""

from records.ladder.page import speeds
from tools.book.site.tables import table


def values(results):
    """Return {name: text} for the template."""
    epoch = results["an epoch of 60,000 images"]
    epoch_s = epoch["seconds"]
    micrograd_s = results["micrograd, one image, seconds"]
    texts = {
        "epoch_s": f"{min(epoch_s):.2f} to {max(epoch_s):.2f}",
        "resident": epoch["resident MB"],
        "images": epoch["of them images MB"],
        "micrograd_s": f"{min(micrograd_s):.2g} to {max(micrograd_s):.2g}",
    }
    for threads, races in results["threads"].items():
        texts[f"digits_{threads}"], texts[f"others_{threads}"] = tables(races)
    texts["kernels"] = kernels(results)
    texts["alone"] = alone(results["alone"])
    return texts


def tables(races):
    """Return the tables of the digits network and of the others."""
    digits = {}
    others = {}
    for name, race in races.items():
        if name.startswith("digits, "):
            digits[name.removeprefix("digits, ")] = race
        else:
            others[name] = race
    return speeds(digits), networks(others)


def kernels(results):
    """Return which kernels ran, and the races with others where there are any."""
    text = f"On the machine of this record OpenBLAS took the kernels named {results['kernels']}."
    if "AVX-512" not in results:
        return text
    _, others = tables(results["AVX-512"])
    return (
        f"{text} Its processor has AVX-512, so one thread was measured again with "
        f"`OPENBLAS_CORETYPE=SkylakeX`:\n\n{others}"
    )


def networks(races):
    """Return a table of the other networks: PyTorch's time, nblib's speed with its quartiles, the
    limit.
    """
    rows = []
    for name, race in races.items():
        low, middle, high = race["nblib"]["speed"]
        limit = race.get("the bare products")
        rows.append(
            [
                name,
                f"{race['PyTorch']['ms']:.2g} ms",
                f"**{middle:.2f}** ({low:.2f} to {high:.2f})",
                f"{limit['speed'][1]:.1f}" if limit else "",
            ]
        )
    return table(["network", "PyTorch's step", "nblib", "the bare products"], rows)


def alone(found):
    """Return a table of the networks that run alone."""
    rows = []
    for name, contenders in found.items():
        times = [f"{row['ms']:.3g} ms" for row in contenders.values()]
        memory = [f"{contenders[engine]['MB']} MB" for engine in ("nblib", "PyTorch")]
        rows.append([name, *times, *memory])
    contenders = next(iter(found.values()))
    return table(["network", *contenders, "memory, nblib", "memory, PyTorch"], rows)
