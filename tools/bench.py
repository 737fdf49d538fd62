"""Measure what readers, learners and teachers wait for: python -m tools.bench [PART …] [--runs N].

Writes _build/bench.json; parts that are not measured anew stay there as they were.

Chapters: time, processor time and peak memory of N fresh runs, one at a time. Pages: requests,
bytes (gzipped one by one, as a web server sends them) and first paint. Widgets: script time of one
pointer move on the drag handle. Library: start-up of its rooms in fresh processes, and the races of
records/speed. Grading: a class beside other graders, by records/grading. Shown with median
and range; these are figures of this machine, for comparison with others of the same machine.
"""

import argparse
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys

from playwright.sync_api import sync_playwright

from nblib.files import write
from tools import browser, record, serve, sync
from tools.execute.kept import record_of
from tools.paths import BUILD, ROOT, SITE

OUT = BUILD / "bench.json"

# Moves the handle along a circle by real pointer events, and times the handlers together with the
# layout they cause.
MOVES = """
async (count) => {
  const handle = document.querySelector("[data-drag-handle]");
  if (!handle) return null;
  handle.scrollIntoView({ block: "center" });
  await new Promise((done) => setTimeout(done, 100));
  const box = handle.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const send = (type, x, y) => handle.dispatchEvent(new PointerEvent(type, {
    bubbles: true, cancelable: true, pointerId: 1, isPrimary: true, buttons: 1,
    clientX: x, clientY: y }));
  send("pointerdown", x, y);
  const times = [];
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const start = performance.now();
    send("pointermove", x + 40 * Math.sin(angle), y - 40 + 40 * Math.cos(angle));
    document.documentElement.getBoundingClientRect();
    times.push(performance.now() - start);
    await new Promise((done) => requestAnimationFrame(done));
  }
  send("pointerup", x, y);
  return times;
}
"""


def spread(values, digits=1):
    """Return median and range of numbers."""
    return {
        "median": round(statistics.median(values), digits),
        "low": round(min(values), digits),
        "high": round(max(values), digits),
        "n": len(values),
    }


def chapters(runs):
    """Run each chapter afresh, alone, and return its cost."""
    costs = {}
    for source in sync.sources():
        records = []
        for _ in range(runs):
            command = [sys.executable, "-m", "tools.execute", "--fresh", source.name[:2]]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            records.append(record_of(source))
        names = {"seconds": 1, "cpu_seconds": 1, "peak_mb": 0}
        costs[source.stem] = {
            name: spread([r[name] for r in records], digits) for name, digits in names.items()
        }
    return costs


def pages(chromium, address, runs):
    """Return weight and first paint of the front page and of each chapter, and the widgets' script
    time.
    """
    weights = {}
    for name in ["index.html", *(f"chapters/{source.stem}.html" for source in sync.sources())]:
        paints = []
        for _ in range(runs):
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            responses = []
            page.on("response", lambda response, all=responses: all.append(response))
            page.goto(f"{address}/{name}")
            page.wait_for_load_state("networkidle")
            paints.append(
                page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            )
            bodies = [response.body() for response in responses]
            moves = page.evaluate(MOVES, 200)
            context.close()
        weights[name] = {
            "requests": len(bodies),
            "kilobytes": round(sum(map(len, bodies)) / 1000),
            "kilobytes gzipped": round(sum(len(gzip.compress(body)) for body in bodies) / 1000),
            "page alone, gzipped": round(len(gzip.compress(bodies[0])) / 1000),
            "first paint, ms": spread(paints, 0),
        }
        if moves:
            weights[name]["widget, ms of script a move"] = spread(
                sorted(moves)[: int(0.95 * len(moves))], 2
            )
    return weights


def start_up(runs):
    """Return the milliseconds that importing a room of the library takes, above those of an empty
    Python.
    """
    code = (
        "import time; t = time.perf_counter(); import {}; print(1000 * (time.perf_counter() - t))"
    )
    costs = {}
    for room in (
        "numpy",
        "nblib",
        "nblib.tensor",
        "nblib.nn",
        "nblib.data",
        "nblib.train",
        "nblib.page.plots",
    ):
        command = [sys.executable, "-c", code.format(room)]
        times = [
            float(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            for _ in range(runs)
        ]
        costs[f"import {room}, ms"] = spread(times, 0)
    return costs


def site(runs):
    """Return what pages() finds on the built site."""
    address, _ = serve.in_background(SITE)
    with sync_playwright() as playwright:
        chromium = browser.launch(playwright, browser.find())
        figures = pages(chromium, address, runs)
        chromium.close()
    return figures


def measured(name):
    """Return what the script of a record measures, run now: the races of records/speed, for
    instance.
    """
    (script,) = record.scripts([name])
    return record.load(script).measure()


PARTS = {
    "chapters": chapters,
    "pages": site,
    "start-up": lambda runs: start_up(max(runs, 5)),
    "engine": lambda runs: measured("speed"),
    "grading": lambda runs: measured("grading"),
}


def _machine():
    """Return what these figures are of."""
    system = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"{record.processor()}, {system}"


def _earlier():
    """Return what was measured before on this machine."""
    result = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    return result if result.get("machine") == _machine() else {"machine": _machine()}


def grading_table(results):
    """Return the part on grading as lines for reading."""
    lines = [f"{'':26} notebooks a minute         this course, one job, is so many times as fast"]
    for name, (low, median, high) in results["per minute"].items():
        line = f"{name:26} {f'{median:6.1f} ({low:.1f} to {high:.1f})':26}"
        if name in results["times as fast, one job"]:
            low, median, high = results["times as fast, one job"][name]
            line += f" {median:5.1f} ({low:.1f} to {high:.1f})"
        lines.append(line)
    lines += ["", f"hostile notebooks, points of {results['hostile']['of']}:"]
    for attack, graders in results["hostile"]["notebooks"].items():
        outcomes = [f"{name}: {o['fate'] or o['points']}" for name, o in graders.items()]
        lines.append(f"  {attack:46} {', '.join(outcomes)}")
    return "\n".join(lines)


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; without, all of them"
    )
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    chosen = options.parts or list(PARTS)
    result = _earlier() if options.parts else {"machine": _machine()}
    for name in chosen:
        result[name] = PARTS[name](options.runs)
        write(OUT, json.dumps(result, indent=1) + "\n")
    print(json.dumps({name: result[name] for name in chosen}, indent=1))
    if "grading" in chosen:
        print("\n" + grading_table(result["grading"]))
    print(f"Written to {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
