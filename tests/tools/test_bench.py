"""The command that measures: its parts, and the table that it prints of the graders."""

import subprocess
import sys

from nblib.page import records
from tools import bench


def test_an_unknown_part_is_refused():
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "weather"], capture_output=True, text=True
    )
    assert done.returncode == 2 and "no part weather: there are chapters" in done.stderr


def test_the_table_of_the_graders_says_how_fast_and_who_gave_points():
    found = records.load("grading")["results"]
    lines = bench.grading_table(found).splitlines()
    assert any(
        line.startswith("otter run") and f"{found['per minute']['otter run'][1]:.1f}" in line
        for line in lines
    )
    checker = next(line for line in lines if "the checker's functions" in line)
    attacks = found["hostile"]["notebooks"]
    (attack,) = [attack for attack in attacks if "the checker's functions" in attack]
    points = attacks[attack]["Otter"]["points"]
    assert "this course: 0.0" in checker and f"Otter: {points}" in checker
