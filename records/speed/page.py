"""What stands in page.md: nblib beside other engines, at one thread and at two."""

from records.ladder.page import speeds


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
        digits = {}
        others = {}
        for name, race in races.items():
            if name.startswith("digits, "):
                digits[name.removeprefix("digits, ")] = race
            else:
                others[name] = race
        texts[f"digits_{threads}"] = speeds(digits)
        texts[f"others_{threads}"] = speeds(others)
    return texts
