"""The page of a record: records/NAME/page.md, filled in by values() of the page.py beside it."""

import importlib

from nblib.page import records
from tools.paths import RECORDS


def names():
    """Return the names of the records that have a page."""
    return sorted(path.parent.name for path in RECORDS.glob("*/page.md"))


def page(name):
    """Return the page of a record as Markdown."""
    record = records.load(name)
    template = (RECORDS / name / "page.md").read_text(encoding="utf-8")
    values = importlib.import_module(f"records.{name}.page").values(record["results"])
    return template.format(made=made(record), **values).rstrip()


def made(record):
    """Return when, how, where and with what a record was made."""
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    text = (
        f"Recorded {record['made']} with `{record['command']}` on {record['machine']}; {versions}"
    )
    if "confirmed" in record:
        text += (
            f"; the library was changed since, and on {record['confirmed']['on']} a sample of the "
            "runs gave the same numbers"
        )
    return text
