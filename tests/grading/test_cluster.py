"""A class graded by a real Dask scheduler and its workers on this machine, which die, are not fit,
or are not there.
"""

import json
import signal
import threading

import pytest
from classes import TINY, command_of, grade, notebook, table, write_class
from dask_cluster import Cluster, until

from nblib.grading import __main__ as command
from nblib.grading import store
from nblib.grading.dask import cluster
from nblib.grading.errors import SetupError

pytestmark = pytest.mark.sandbox
FACTS = cluster.facts()


def question(n):
    """The question of the tiny assignment, asked about f0, f1, and so on."""
    (one,) = json.loads(json.dumps(TINY["questions"]))
    for test in one["tests"]:
        test["source"] = test["source"].replace("(f)", f"(f{n})").replace("f(", f"f{n}(")
    return one | {"name": f"q{n}"}


ASSIGNMENT = TINY | {"questions": [question(n) for n in range(4)]}


def answers(number, seconds=0.0):
    """A notebook that differs from all others, with some right and some wrong answers, and takes so
    long.
    """
    cells = [f"import time\ntime.sleep({seconds})\nmark_of_student = 'student {number}'"]
    for n in range(4):
        cells.append(f"def f{n}(x): return {3 if (number >> n) & 1 else 2} * x")
    return notebook(*cells)


def school(folder, count, seconds=0.0):
    books = {f"s{number:02}": answers(number, seconds) for number in range(count)}
    return write_class(folder / "class", books, ASSIGNMENT)


@pytest.fixture(autouse=True)
def bounded():
    """However a cluster may hang, a test ends."""

    def ring(signum, frame):
        raise TimeoutError("the test took too long")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(240)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A scheduler for all tests; each says which workers there are to be."""
    one = Cluster(tmp_path_factory.mktemp("dask") / "cluster")
    yield one
    one.end()


@pytest.fixture
def recorded(monkeypatch):
    """The verdicts that are written, in their order."""
    write = store.write_whole
    names = []

    def record(path, text):
        names.append(path.name)
        write(path, text)

    monkeypatch.setattr(store, "write_whole", record)
    return names


def when(condition, action):
    """Do something in a thread of its own as soon as a condition holds; return the thread."""

    def wait():
        until(condition)
        action()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


# ---- workers that do what they should


def test_the_command_grades_on_a_cluster_and_shows_how_far_it_is(dask, tmp_path, capsys):
    dask.exactly("one")
    room = school(tmp_path, 3)
    (room / "in" / "s02.ipynb").write_bytes(b"{}")
    words = command_of(room)
    command.main([*words, "--scheduler", dask.address])
    output = capsys.readouterr()
    assert "3 students, 0 without a notebook" in output.out
    assert "3 of 3 notebooks graded, 0 s left" in output.err
    lines = table(room).values()
    assert [line["status"] for line in lines] == ["graded", "graded", "unreadable"]
    assert table(room)["s00"]["points"] == "8"
    command.main([*words, "--scheduler", "tcp://127.0.0.1:1"])  # nothing is left to do


def test_a_fault_of_the_grader_on_a_worker_is_never_a_zero_and_its_log_says_nothing(dask, tmp_path):
    dask.exactly("one")
    room = school(tmp_path, 1)
    broken = json.loads(json.dumps(ASSIGNMENT))
    broken["questions"][1]["tests"][0]["source"] = "def (:  # of the hidden kind"
    (room / "assignment.json").write_text(json.dumps(broken))
    row = grade(room, scheduler=dask.address)["s00"]
    assert row["status"] == "grader error" and row["points"] == ""
    assert not list((room / "out" / "work").iterdir())
    assert "SyntaxError" in row["remarks"][0] and "(on tcp://127.0.0.1:" in row["remarks"][0]
    assert "of the hidden kind" not in dask.logs() and "mark_of_student" not in dask.logs()


# ---- workers that are not fit


def test_a_worker_with_other_versions_is_named(dask, tmp_path, monkeypatch):
    dask.exactly("one")
    monkeypatch.setattr(cluster, "facts", lambda: FACTS | {"numpy": "9.9.9"})
    with pytest.raises(SetupError, match=f"it has numpy {FACTS['numpy']} instead of 9.9.9"):
        grade(school(tmp_path, 1), scheduler=dask.address)


def test_a_worker_without_a_sandbox_is_named_and_nothing_is_graded(dask, tmp_path):
    dask.worker("bare", PATH=str(tmp_path))
    dask.exactly("one", "bare")
    room = school(tmp_path, 2)
    with pytest.raises(SetupError, match="(?s)1 of 2 workers cannot grade, .*needs bubblewrap"):
        grade(room, scheduler=dask.address)
    assert not list((room / "out" / "work").iterdir())
    assert not (room / "out" / "grades.csv").exists()
    dask.kill("bare")


def test_a_worker_that_comes_later_without_a_sandbox_grades_nothing(dask, tmp_path, recorded):
    dask.exactly("one")
    room = school(tmp_path, 5, seconds=0.3)

    def replace():
        dask.kill("one")
        dask.worker("bare", PATH=str(tmp_path))

    replacing = when(lambda: len(recorded) >= 1, replace)
    with pytest.raises(SetupError, match="came later cannot grade: tcp://.*needs bubblewrap"):
        grade(room, scheduler=dask.address)
    replacing.join()
    assert 1 <= len(recorded) < 5
    dask.kill("bare")


def test_a_worker_without_nblib_is_explained(dask, tmp_path):
    (tmp_path / "other" / "nblib").mkdir(parents=True)
    (tmp_path / "other" / "nblib" / "__init__.py").write_text("")
    dask.worker("other", PYTHONPATH=str(tmp_path / "other"))
    dask.exactly("other")
    with pytest.raises(SetupError, match="(?s)1 of 1 workers cannot grade.*nblib is missing there"):
        grade(school(tmp_path, 1), scheduler=dask.address)
    dask.kill("other")


def test_without_a_worker_it_says_how_to_start_one(dask, tmp_path):
    dask.exactly()
    message = "has had no worker for 1 s.* Start one on each machine: dask"
    with pytest.raises(SetupError, match=message):
        grade(school(tmp_path, 1), scheduler=dask.address, wait_s=1)


# ---- workers that die


def test_a_worker_is_killed_half_way_and_every_notebook_gets_the_local_pool_s_grade_once(
    dask, tmp_path, recorded
):
    room = school(tmp_path, 8, seconds=0.2)
    victim, _ = dask.exactly("one", "two")
    lost = []

    def strike():
        with dask.client() as client:
            info = client.scheduler_info(n_workers=-1)["workers"]
            (address,) = [address for address, w in info.items() if w["name"] == "one"]
            lost.extend(until(lambda: client.processing()[address]))
            victim.send_signal(signal.SIGKILL)

    killer = when(lambda: len(recorded) >= 3, strike)
    rows = grade(room, scheduler=dask.address)
    killer.join()
    assert lost and victim.wait(5) == -signal.SIGKILL, "it had something to do when it was killed"
    assert len(recorded) == len(set(recorded)) == 8, "each verdict is recorded once"
    assert {row["status"] for row in rows.values()} == {""}
    assert len({row["points"] for row in rows.values()}) > 3
    assert rows == grade(room, "local", jobs=2)
    assert (room / "out" / "grades.csv").read_text() == (room / "local" / "grades.csv").read_text()
    left = [path.read_bytes() for path in dask.folder.rglob("*") if path.is_file()]
    secrets = [b"mark_of_student", b"student 3", b"test_second"]
    assert not any(secret in content for secret in secrets for content in left), (
        "a worker left something on its disk"
    )


def test_all_workers_die_and_the_next_run_goes_on(dask, tmp_path, recorded):
    room = school(tmp_path, 5, seconds=0.3)
    dask.exactly("two")
    when(lambda: len(recorded) >= 1, lambda: dask.kill("two"))
    message = "All workers are gone, and none has come back for 1 s"
    with pytest.raises(SetupError, match=message):
        grade(room, scheduler=dask.address, wait_s=1)
    done = list(recorded)
    assert 1 <= len(done) < 5 and not (room / "out" / "grades.csv").exists()
    dask.exactly("three")
    rows = grade(room, scheduler=dask.address)
    assert len(recorded) == len(set(recorded)) == 5
    assert all(row["verdict"] for row in rows.values())
    receipt = json.loads((room / "out" / "receipt.json").read_text())
    assert receipt["sandbox"]["sandbox"] == "bubblewrap"
    assert receipt["graded by"].endswith(dask.address)


@pytest.fixture
def unforgiving(dask):
    """The scheduler gives a notebook up as soon as a worker has died with it."""

    def allow(number, dask_scheduler):
        before = dask_scheduler.allowed_failures
        dask_scheduler.allowed_failures = number
        return before

    with dask.client() as client:
        before = client.run_on_scheduler(allow, 0)
        yield dask
        client.run_on_scheduler(allow, before)


def test_a_notebook_that_every_worker_dies_with_is_the_grader_s_fault_and_no_other_is_touched(
    unforgiving, tmp_path, recorded
):
    room = school(tmp_path, 1, seconds=2)
    unforgiving.exactly("three")

    def strike():
        with unforgiving.client() as client:
            until(lambda: any(client.processing().values()))
        unforgiving.kill("three")

    when(lambda: True, strike)
    row = grade(room, scheduler=unforgiving.address)["s00"]
    assert row["status"] == "grader error" and row["points"] == "" and not recorded
    assert "every worker that had this notebook died" in row["remarks"][0]
    unforgiving.exactly("four")
    assert grade(room, scheduler=unforgiving.address)["s00"]["points"] == 8


def test_the_scheduler_dies_and_what_had_come_is_kept(dask, tmp_path, recorded):
    """The last test of the cluster: it has no scheduler afterwards."""
    dask.exactly("four")
    room = school(tmp_path, 6, seconds=0.3)
    when(lambda: len(recorded) >= 1, dask.scheduler.kill)
    message = "The scheduler at .* is gone. Verdicts that had come are kept"
    with pytest.raises(SetupError, match=message):
        grade(room, scheduler=dask.address)
    assert {path.name for path in (room / "out" / "work").iterdir()} == set(recorded)
    assert len(recorded) < 6
