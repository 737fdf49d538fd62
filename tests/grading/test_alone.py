"""A notebook is graded by a process of its own, on this machine and on a worker of a cluster: what
that process dies of, or never ends with, is one notebook's, and it has the same limits.
"""

import resource
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from classes import RIGHT, TINY, notebook

from nblib.grading import alone, pool
from nblib.grading.dask import process
from nblib.grading.limits import Limits

pytestmark = pytest.mark.sandbox
LIMITS = Limits(question_s=2.0)
BRIEF = Limits(total_s=1.0, tests_s=1.0)  # for what is given up
# What the tests do, which the grader trusts, when they are handed a word.
TRAP = """
import os, resource, signal, sys
def test_first(f):
    word = f(1)
    print("noise")
    sys.stderr.write("noise")
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "leave":
        os._exit(3)
    while word == "compute":
        pass
    if word == "memory":
        holds(False, str(resource.getrlimit(resource.RLIMIT_DATA)[0]))
    same(word, 2)
"""
# It asks for nothing: however late the notebook is ready, it hangs.
HANG = """
import signal, time
def test_first():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(60)
"""


def assignment(source):
    (question,) = TINY["questions"]
    test = question["tests"][0] | {"source": source, "points": 2, "hidden": True}
    return TINY | {"questions": [question | {"tests": [test]}]}


MEMORY = resource.getrlimit(resource.RLIMIT_DATA)[1]
MEMORY = LIMITS.tests_b if MEMORY < 0 else min(MEMORY, LIMITS.tests_b)
WORDS = {  # that the notebook gives -> what comes of it
    "die": "ChildProcessError: the process that graded it ended with exit code -9",
    "leave": "ChildProcessError: the process that graded it ended with exit code 3",
    "hang": "TimeoutError: the tests took more than 2 s",
    "compute": "limit: The tests took longer than their question may",
    "memory": f"answer: {MEMORY}",
}


def told(came):
    """What comes of a notebook, as text."""
    if isinstance(came, Exception):
        return f"{type(came).__name__}: {came}"
    (test,) = came["questions"][0]["tests"]
    return f"{test['kind']}: {test['why']}"


def in_the_pool(books, source, limits):
    todo = {word: lambda book=book: book for word, book in books.items()}
    return dict(pool.grade(todo, assignment(source), limits, (), jobs=len(todo)))


def on_a_worker(books, source, limits):
    """Its tasks run in threads."""
    with ThreadPoolExecutor(len(books)) as threads:
        futures = {
            word: threads.submit(process.grade_alone, book, assignment(source), limits, ())
            for word, book in books.items()
        }
    return {word: future.result() for word, future in futures.items()}


@pytest.fixture(scope="module")
def graded():
    """{engine: {word: what came}}."""
    books = {word: notebook(f"def f(x): return {word!r}") for word in WORDS}
    books["right"] = notebook(RIGHT)
    hang = {"hang": books.pop("hang")}
    engines = (in_the_pool, on_a_worker)
    return {engine: engine(books, TRAP, LIMITS) | engine(hang, HANG, BRIEF) for engine in engines}


@pytest.mark.parametrize("engine", [in_the_pool, on_a_worker])
@pytest.mark.parametrize("word", WORDS)
def test_what_brings_its_grader_down_is_one_notebook_s_only(graded, engine, word):
    assert told(graded[engine][word]).startswith(WORDS[word])
    assert told(graded[engine]["right"]) == ": "


def test_a_process_ends_with_the_one_that_started_it(monkeypatch):
    ended = []
    monkeypatch.setattr(alone.os, "_exit", ended.append)
    monkeypatch.setattr(alone.signal, "signal", lambda *arguments: None)
    monkeypatch.setattr(alone.resource, "setrlimit", lambda *arguments: None)
    monkeypatch.setattr(alone.ctypes, "CDLL", lambda _: SimpleNamespace(prctl=print))
    alone.bind(0, LIMITS)  # nobody's id: it has gone
    assert ended == [1]
