"""A class graded by a real Dask scheduler and its workers on this machine, which die, are not fit,
or are not there.
"""

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import threading
import time

import nbformat
import pytest

from nblib.grading import __main__ as command
from nblib.grading import classroom, store
from nblib.grading.dask import cluster
from nblib.grading.errors import SetupError
from nblib.grading.limits import Limits
from nblib.grading.submission import read_notebook
from tools import exercises
from tools.paths import EXERCISES

pytestmark = pytest.mark.sandbox
EXERCISE = exercises.read(exercises.sources(["02"])[0])
ASSIGNMENT = EXERCISES / "02_gradient_descent" / "key" / "assignment.json"
PATIENCE_S = 40
FACTS = cluster.facts()


def notebook(number, seconds=0.0):
    """A notebook that differs from all others, with some right and some wrong answers, and takes so
    long.
    """
    cells = [
        f"import time\n\nimport numpy as np\n\ntime.sleep({seconds})\nmark_of_student = 'student {number}'"
    ]
    for i, question in enumerate(EXERCISE.questions.values()):
        wrong = (number >> i) & 1
        cells.append(
            question.wrong[number % len(question.wrong)][1]
            if wrong
            else exercises.reference(question)
        )
    return nbformat.writes(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    ).encode()


def school(folder, count, seconds=0.0):
    (folder / "in").mkdir(parents=True)
    for i in range(count):
        (folder / "in" / f"s{i:02}.ipynb").write_bytes(notebook(i, seconds))
    (folder / "roster.csv").write_text("id\n" + "".join(f"s{i:02}\n" for i in range(count)))
    return folder


def run(folder, out="out", **options):
    options = {"progress": False, **options}
    return classroom.grade_class(
        folder / "in", ASSIGNMENT, folder / "roster.csv", folder / out, **options
    )


def until(condition, seconds=PATIENCE_S):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)
    return found


class Cluster:
    """Processes of `dask scheduler` and `dask worker`; .address is the scheduler's."""

    def __init__(self, folder, **environ):
        self.folder, self.processes = folder, []
        arguments = ("--port", "0", "--no-dashboard", "--scheduler-file", "s.json")
        self.scheduler = self.start("scheduler", *arguments, **environ)
        self.address = json.loads(until(lambda: self._read("s.json")))["address"]

    def _read(self, name):
        path = self.folder / name
        text = path.read_text() if path.exists() else ""
        return text if text.rstrip().endswith("}") else None

    def start(self, *arguments, **environ):
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments[:1], "--host", "127.0.0.1", *arguments[1:]],
            cwd=self.folder,
            env={**os.environ, "OMP_NUM_THREADS": "1", **environ},
            stdout=open(self.folder / f"log{len(self.processes)}", "w"),
            stderr=subprocess.STDOUT,
        )
        self.processes.append(process)
        return process

    def worker(self, name, **environ):
        arguments = (
            "--name",
            name,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--memory-limit",
            "0",
        )
        scratch = ("--local-directory", str(self.folder / name))
        return self.start("worker", self.address, *arguments, *scratch, **environ)

    def client(self):
        from distributed import Client

        return Client(self.address, set_as_default=False)

    def wait_for(self, workers):
        with self.client() as client:
            client.wait_for_workers(workers, timeout=PATIENCE_S)

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()

    def logs(self):
        return "\n".join(path.read_text() for path in self.folder.glob("log*"))


@pytest.fixture(autouse=True)
def bounded():
    """However a cluster may hang, a test ends."""

    def ring(signum, frame):
        raise TimeoutError("the test took too long")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def started(folder, **environ):
    folder.mkdir()
    cluster = Cluster(folder, **environ)
    try:
        yield cluster
    finally:
        cluster.end()


@pytest.fixture
def dask(tmp_path):
    with started(tmp_path / "dask") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def healthy(tmp_path_factory):
    """A cluster that tests leave as it is."""
    with started(tmp_path_factory.mktemp("healthy") / "dask") as cluster:
        cluster.worker("one")
        yield cluster


@pytest.fixture
def recorded(monkeypatch):
    """The verdicts that are written, in their order."""
    record, paths = store.write_whole, []

    def write(path, text):
        if path.parent.name == "work":
            paths.append(path.name)
        record(path, text)

    monkeypatch.setattr(store, "write_whole", write)
    return paths


def when(condition, action):
    """Do something in a thread of its own as soon as a condition holds; return the thread."""

    def wait():
        until(condition)
        action()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_a_worker_is_killed_half_way_and_every_notebook_gets_the_local_pool_s_grade_once(
    dask, tmp_path, recorded
):
    room = school(tmp_path / "class", 10, seconds=0.2)
    victim, _ = dask.worker("one"), dask.worker("two")
    lost = []

    def strike():
        with dask.client() as client:
            names = {
                w["name"]: address
                for address, w in client.scheduler_info(n_workers=-1)["workers"].items()
            }
            lost.extend(until(lambda: client.processing()[names["one"]]))
            victim.send_signal(signal.SIGKILL)

    dask.wait_for(2)
    killer = when(lambda: len(recorded) >= 3, strike)
    rows = run(room, scheduler=dask.address)
    killer.join()
    assert lost and victim.wait(5) == -signal.SIGKILL, "it had something to do when it was killed"
    assert len(recorded) == len(set(recorded)) == 10, "each verdict is recorded once"
    assert {row["status"] for row in rows} == {""} and len({row["points"] for row in rows}) > 3
    assert rows == run(room, "local", jobs=2)
    assert (room / "out" / "grades.csv").read_text() == (room / "local" / "grades.csv").read_text()
    kept = [path.read_bytes() for path in dask.folder.rglob("*") if path.is_file()]
    secrets = [b"mark_of_student", b"student 3", b"test_q1_random"]
    assert not any(secret in content for secret in secrets for content in kept), (
        "a worker left something on its disk"
    )


def test_all_workers_die_and_the_next_run_goes_on(dask, tmp_path, recorded):
    room = school(tmp_path / "class", 5, seconds=0.3)
    victim = dask.worker("one")
    dask.wait_for(1)
    when(lambda: len(recorded) >= 1, victim.kill)
    with pytest.raises(SetupError, match="All workers are gone, and none has come back for 2 s"):
        run(room, scheduler=dask.address, wait_s=2)
    done = list(recorded)
    assert 1 <= len(done) < 5 and not (room / "out" / "grades.csv").exists()
    dask.worker("two")
    rows = run(room, scheduler=dask.address)
    assert len(recorded) == len(set(recorded)) == 5 and all(row["verdict"] for row in rows)
    receipt = json.loads((room / "out" / "receipt.json").read_text())
    assert receipt["sandbox"]["sandbox"] == "bubblewrap" and receipt["graded by"].endswith(
        dask.address
    )


def test_a_notebook_that_every_worker_dies_with_is_the_grader_s_fault_and_no_other_is_touched(
    tmp_path, recorded
):
    room = school(tmp_path / "class", 1, seconds=2)
    with started(tmp_path / "dask", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as dask:
        victim = dask.worker("one")
        dask.wait_for(1)

        def strike():
            with dask.client() as client:
                until(lambda: any(client.processing().values()))
            victim.kill()

        when(lambda: True, strike)
        (row,) = run(room, scheduler=dask.address)
        assert row["status"] == "grader error" and row["points"] == "" and not recorded
        assert "every worker that had this notebook died" in row["remarks"][0]
        dask.worker("two")
        assert run(room, scheduler=dask.address)[0]["points"] == 13.0


def test_the_scheduler_dies_and_what_had_come_is_kept(dask, tmp_path, recorded):
    room = school(tmp_path / "class", 6, seconds=0.3)
    dask.worker("one")
    when(lambda: len(recorded) >= 1, dask.scheduler.kill)
    with pytest.raises(
        SetupError, match="The scheduler at .* is gone. Verdicts that had come are kept"
    ):
        run(room, scheduler=dask.address)
    assert {p.name for p in (room / "out" / "work").iterdir()} == set(recorded) and len(
        recorded
    ) < 6


def test_a_worker_without_a_sandbox_is_named_and_nothing_is_graded(dask, tmp_path):
    room = school(tmp_path / "class", 2)
    dask.worker("one")
    dask.worker("bare", PATH=str(tmp_path))
    dask.wait_for(2)
    with pytest.raises(SetupError, match="(?s)1 of 2 workers cannot grade, .*needs bubblewrap"):
        run(room, scheduler=dask.address)
    assert (
        not list((room / "out" / "work").iterdir()) and not (room / "out" / "grades.csv").exists()
    )


def test_a_worker_that_comes_later_without_a_sandbox_grades_nothing(dask, tmp_path, recorded):
    room = school(tmp_path / "class", 5, seconds=0.3)
    good = dask.worker("one")

    def replace():
        good.kill()
        dask.worker("bare", PATH=str(tmp_path))

    when(lambda: len(recorded) >= 1, replace)
    with pytest.raises(SetupError, match="came later cannot grade: tcp://.*needs bubblewrap"):
        run(room, scheduler=dask.address)
    assert 1 <= len(recorded) < 5


def test_a_worker_without_nblib_is_explained(dask, tmp_path):
    (tmp_path / "other" / "nblib").mkdir(parents=True)
    (tmp_path / "other" / "nblib" / "__init__.py").write_text("")
    dask.worker("other", PYTHONPATH=str(tmp_path / "other"))
    with pytest.raises(SetupError, match="(?s)1 of 1 workers cannot grade.*nblib is missing there"):
        run(school(tmp_path / "class", 1), scheduler=dask.address)


def test_a_worker_with_other_versions_is_named(healthy, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "facts", lambda: FACTS | {"numpy": "9.9.9"})
    with pytest.raises(SetupError, match=f"it has numpy {FACTS['numpy']} instead of 9.9.9"):
        run(school(tmp_path / "class", 1), scheduler=healthy.address)


def test_the_command_grades_on_a_cluster_and_shows_how_far_it_is(healthy, tmp_path, capsys):
    room = school(tmp_path / "class", 3)
    (room / "in" / "s02.ipynb").write_bytes(b"{}")
    arguments = ["grade", str(room / "in"), "--set", "02", "--roster", str(room / "roster.csv")]
    command.main([*arguments, "--out", str(room / "out"), "--scheduler", healthy.address])
    said = capsys.readouterr()
    assert (
        "3 students, 0 without a notebook" in said.out
        and "3 of 3 notebooks graded, 0 s left" in said.err
    )
    rows = list(csv.DictReader(open(room / "out" / "grades.csv", newline="")))
    assert [row["status"] for row in rows] == ["graded", "graded", "unreadable"] and rows[0][
        "points"
    ] == "13.0"
    command.main(
        [*arguments, "--out", str(room / "out"), "--scheduler", "tcp://127.0.0.1:1"]
    )  # nothing is left to do


def test_a_fault_of_the_grader_on_a_worker_is_never_a_zero_and_its_log_says_nothing(
    healthy, tmp_path
):
    room = school(tmp_path / "class", 1)
    broken = json.loads(ASSIGNMENT.read_text())
    broken["questions"][1]["tests"][0]["source"] = "def (:  # of the hidden kind"
    (room / "assignment.json").write_text(json.dumps(broken))
    arguments = (room / "in", room / "assignment.json", room / "roster.csv", room / "out")
    (row,) = classroom.grade_class(*arguments, scheduler=healthy.address, progress=False)
    assert (
        row["status"] == "grader error"
        and row["points"] == ""
        and not list((room / "out" / "work").iterdir())
    )
    assert "SyntaxError" in row["remarks"][0] and "(on tcp://127.0.0.1:" in row["remarks"][0]
    assert "of the hidden kind" not in healthy.logs() and "mark_of_student" not in healthy.logs()


def test_without_a_worker_it_says_how_to_start_one(dask, tmp_path):
    with pytest.raises(
        SetupError, match="has had no worker for 1 s.* Start one on each machine: dask"
    ):
        run(school(tmp_path / "class", 1), scheduler=dask.address, wait_s=1)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "ftp://127.0.0.1:8786"])
def test_where_no_scheduler_is_it_says_so(address, tmp_path):
    with pytest.raises(
        SetupError, match=f"No Dask scheduler answers at {address} .*dask scheduler"
    ):
        run(school(tmp_path / "class", 1), scheduler=address, limits=Limits(connect_s=1))


def test_without_the_package_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SetupError, match=r"nblib\[grading-dask\]"):
        run(school(tmp_path / "class", 1), scheduler="tcp://127.0.0.1:1")


def test_a_large_notebook_travels_without_its_outputs_and_means_the_same():
    book = json.loads(notebook(1)) | {
        "metadata": {"nblib": {"set": "02", "variant": 0}, "more": "x" * 10**6}
    }
    book["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 10**6}]
    large = json.dumps(book).encode()
    small = cluster.slim(large, Limits())
    assert (
        len(small) < 10_000
        and read_notebook(small, Limits())[0] == read_notebook(large, Limits())[0]
    )
    assert read_notebook(small, Limits())[1]["nblib"] == read_notebook(large, Limits())[1]["nblib"]
    for same in (notebook(1), b"{" * 10**6, b""):
        assert cluster.slim(same, Limits()) == same


def test_what_travels_does_not_show_itself():
    parcel = cluster.Parcel(b"my answer", {"tests": "hidden"}, Limits(), (), {})
    assert repr(parcel) == str(parcel) == "Parcel()"
