"""What comes out of grading a class: a table, a page for each student, results for Gradescope, a
receipt.
"""

import csv
import hashlib
import html
import io
import json
import os
import re

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
li {{ margin: 0.3rem 0; }} .why {{ display: block; white-space: pre-wrap; overflow-wrap: anywhere; opacity: 0.8; }}
</style></head><body><main>
<h1>{title}</h1>
<p>{student}: <strong>{points} of {most:g} points</strong></p>
{remarks}{questions}
</main></body></html>
"""


def write_reports(out, assignment, rows):
    """Write grades.csv, feedback/, results/ into the folder out.

    rows: a dict for each student: "student", "name", "points", "late", "file", "remarks",
    "incidents", "verdict" (None if nothing was graded). The incidents, in words that the notebook
    may have chosen, come into the table only. Names that a spreadsheet would run as a formula are
    disarmed; nothing a student wrote is HTML.
    """
    names = [question["name"] for question in assignment["questions"]]
    most = sum(question["points"] for question in assignment["questions"])
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["student", "name", "points", "of", *names, "status", "late", "file", "remarks"])
    for row in rows:
        verdict = row["verdict"] or {"status": row["status"], "questions": []}
        points = {q["name"]: q["points"] for q in verdict["questions"]}
        each = [points.get(name, 0.0 if row["points"] != "" else "") for name in names]
        said = [row["late"], row["file"], "; ".join([*row["remarks"], *row["incidents"]])]
        cells = [row["student"], row["name"], row["points"], most, *each, verdict["status"], *said]
        table.writerow([disarmed(cell) for cell in cells])
    write_whole(out / "grades.csv", text.getvalue())
    for folder in ("feedback", "results"):
        (out / folder).mkdir(exist_ok=True)
    for row in rows:
        name = file_name(row["student"])
        write_whole(out / "feedback" / f"{name}.html", feedback(assignment, row, most))
        (out / "results" / f"{name}.json").unlink(missing_ok=True)
        if row["points"] != "":  # the grader's own fault is no score
            write_whole(
                out / "results" / f"{name}.json", json.dumps(gradescope(row), indent=1) + "\n"
            )


def disarmed(cell):
    """Return a cell that no spreadsheet takes for a formula and that stays on one line."""
    if not isinstance(cell, str):
        return cell
    cell = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return "'" + cell if cell[:1] in ("=", "+", "-", "@") else cell


def file_name(student):
    """Return a file name for a student's id: readable where it can be, and never that of
    another.
    """
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", student)[:60]
    return (
        plain if plain == student else f"{plain}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"
    )


def feedback(assignment, row, most):
    """Return a student's page: each test that they may see with its reason; of a hidden one what it
    looks at.
    """
    verdict, blocks = row["verdict"] or {"questions": [], "status": row["status"], "reason": ""}, []
    for question in verdict["questions"]:
        items = []
        for test in question["tests"]:
            mark = "✗" if test["kind"] else "✓"
            why = said_of(test)
            why = f'<span class="why">{html.escape(why)}</span>' if why else ""
            items.append(f"<li>{mark} {html.escape(test['title'])}{why}</li>")
        heading = f"{question['name']}: {question['points']:g} of {question['max']:g}"
        blocks.append(f"<h2>{html.escape(heading)}</h2><ul>{''.join(items)}</ul>")
    cells = [c for c in verdict.get("cells", []) if c["error"]]
    if cells:
        items = "".join(
            f"<li>cell {c['number']}: {html.escape(c['error'])}</li>" for c in cells[:20]
        )
        blocks.append(f"<h2>Cells that failed</h2><ul>{items}</ul>")
    said = [*row["remarks"], *([verdict["reason"]] if verdict["reason"] else [])]
    if row["late"]:
        said.append(f"handed in late: {row['late']}")
    remarks = "<ul>" + "".join(f"<li>{html.escape(r)}</li>" for r in said) + "</ul>" if said else ""
    return PAGE.format(
        title=html.escape(f"Set {assignment['set']}: {assignment['title']}"),
        student=html.escape(row["name"] or row["student"]),
        points="no verdict yet, out" if row["points"] == "" else f"{row['points']:g}",
        most=most,
        remarks=remarks,
        questions="\n".join(blocks),
    )


def said_of(test):
    """Return what a student may read of a test: of a hidden one nothing that their code could have
    put there.
    """
    if not test["hidden"] or test["kind"] in ("", "undefined"):
        return test["why"]
    if test["kind"] == "limit":
        return "it took too long or too much memory, or its process ended, in one of the tests that are not shown"
    return "one of the tests that are not shown"


def gradescope(row):
    """Return a student's results in Gradescope's format (results.json)."""
    verdict = row["verdict"] or {"questions": [], "reason": ""}
    tests = []
    for question in verdict["questions"]:
        for test in question["tests"]:
            tests.append(
                {
                    "name": f"{question['name']}: {test['title']}",
                    "score": test["points"],
                    "max_score": test["max"],
                    "output": said_of(test),
                    "visibility": "after_published" if test["hidden"] else "visible",
                }
            )
    output = "; ".join([*row["remarks"], *([verdict["reason"]] if verdict["reason"] else [])])
    return {"score": row["points"], "output": output, "tests": tests}


def write_whole(path, text):
    """Write a file so that it is there whole or not at all."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(text, encoding="utf-8", newline="")
    os.replace(partial, path)
