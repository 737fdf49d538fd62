"""What comes out of grading a class: a table, a page for each student, results for Gradescope."""

import csv
import html
import io
import json

from nblib.grading.files import file_name, write_whole

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; }}
body {{
  font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
}}
li {{ margin: 0.3rem 0; }}
.why {{ display: block; white-space: pre-wrap; overflow-wrap: anywhere; opacity: 0.8; }}
</style></head><body><main>
<h1>{title}</h1>
<p>{student}: <strong>{points} of {maximum:g} points</strong></p>
{remarks}{questions}
</main></body></html>
"""
NOTHING = {"questions": [], "reason": "", "cells": []}  # where there is no verdict


def write_reports(out, assignment, rows):
    """Write grades.csv, feedback/, results/ into the folder out.

    rows: a dict for each student: "student", "name", "points", "status", "late", "file", "remarks",
    "incidents", "verdict" (None if nothing was graded). The incidents, in words that the notebook
    may have chosen, come into the table only. Names that a spreadsheet would run as a formula are
    disarmed; nothing a student wrote is HTML.
    """
    write_whole(out / "grades.csv", _table(assignment, rows))
    for folder in ("feedback", "results"):
        (out / folder).mkdir(exist_ok=True)
    for row in rows:
        name = file_name(row["student"])
        write_whole(out / "feedback" / f"{name}.html", feedback(assignment, row))
        results = out / "results" / f"{name}.json"
        results.unlink(missing_ok=True)
        if row["points"] != "":  # the grader's own fault is no score
            write_whole(results, json.dumps(gradescope(row), indent=1) + "\n")


def _table(assignment, rows):
    """Return grades.csv as text: a line for each student."""
    names = [question["name"] for question in assignment["questions"]]
    maximum = _maximum(assignment)
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["student", "name", "points", "of", *names, "status", "late", "file", "remarks"])
    for row in rows:
        verdict = row["verdict"] or NOTHING | {"status": row["status"]}
        points = {question["name"]: question["points"] for question in verdict["questions"]}
        none = "" if row["points"] == "" else 0.0
        cells = [
            *(row["student"], row["name"], row["points"], maximum),
            *(points.get(name, none) for name in names),
            *(verdict["status"], row["late"], row["file"]),
            "; ".join([*row["remarks"], *row["incidents"]]),
        ]
        table.writerow([disarmed(cell) for cell in cells])
    return text.getvalue()


def disarmed(cell):
    """Return a cell that no spreadsheet takes for a formula and that stays on one line."""
    if not isinstance(cell, str):
        return cell
    cell = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return "'" + cell if cell[:1] in ("=", "+", "-", "@") else cell


def feedback(assignment, row):
    """Return a student's page: each test that they may see with its reason; of a hidden one what it
    looks at.
    """
    verdict = row["verdict"] or NOTHING
    blocks = []
    for question in verdict["questions"]:
        heading = f"{question['name']}: {question['points']:g} of {question['max']:g}"
        items = "".join(_item(test) for test in question["tests"])
        blocks.append(f"<h2>{html.escape(heading)}</h2><ul>{items}</ul>")
    failed = [cell for cell in verdict["cells"] if cell["error"]]
    if failed:
        lines = [f"cell {cell['number']}: {cell['error']}" for cell in failed[:20]]
        blocks.append(f"<h2>Cells that failed</h2>{_list(lines)}")
    notes = [
        f"cell {cell['number']}: {note}" for cell in verdict["cells"] for note in cell["notes"]
    ]
    if notes:
        blocks.append(f"<h2>What was left out of cells</h2>{_list(notes[:20])}")

    late = f"handed in late: {row['late']}" if row["late"] else ""
    graded = f"what was graded: {disarmed(row['file'])}" if row["file"] else ""
    return PAGE.format(
        title=html.escape(f"Set {assignment['set']}: {assignment['title']}"),
        student=html.escape(row["name"] or row["student"]),
        points="no verdict yet, out" if row["points"] == "" else f"{row['points']:g}",
        maximum=_maximum(assignment),
        remarks=_list(line for line in [graded, *row["remarks"], verdict["reason"], late] if line),
        questions="\n".join(blocks),
    )


def _item(test):
    """Return a test as HTML: its mark, its title, and why it failed."""
    mark = "✗" if test["kind"] else "✓"
    explanation = shown_reason(test)
    reason = f'<span class="why">{html.escape(explanation)}</span>' if explanation else ""
    return f"<li>{mark} {html.escape(test['title'])}{reason}</li>"


def _list(lines):
    """Return lines as an HTML list, or nothing if there are none."""
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _maximum(assignment):
    return sum(question["points"] for question in assignment["questions"])


def shown_reason(test):
    """Return what a student may read of a test: of a hidden one nothing that their code could have
    put there.
    """
    if not test["hidden"] or test["kind"] in ("", "undefined"):
        return test["why"]
    if test["kind"] == "limit":
        return (
            "it took too long or too much memory, or its process ended, in one of the tests that "
            "are not shown"
        )
    return "one of the tests that are not shown"


def gradescope(row):
    """Return a student's results in Gradescope's format (results.json)."""
    verdict = row["verdict"] or NOTHING
    tests = [
        {
            "name": f"{question['name']}: {test['title']}",
            "score": test["points"],
            "max_score": test["max"],
            "output": shown_reason(test),
            "visibility": "after_published" if test["hidden"] else "visible",
        }
        for question in verdict["questions"]
        for test in question["tests"]
    ]
    remarks = [line for line in [*row["remarks"], verdict["reason"]] if line]
    return {"score": row["points"], "output": "; ".join(remarks), "tests": tests}
