"""Small mistakes in the reference solutions: each is noticed by a test of its question, or has its
reason.
"""

import pytest

from tools import exercises
from tools.exercises import model
from tools.mutants.programs import mutants
from tools.mutants.trials import faults, run, run_in_grader

SECRET = b"not a secret, for mutants"
SETS = [(path, variant) for path in exercises.sources() for variant in (0, 1)]


@pytest.mark.parametrize(
    "path, variant", SETS, ids=lambda v: v.parent.name if hasattr(v, "parent") else str(v)
)
def test_every_mutant_that_changes_something_is_noticed(path, variant):
    count = 0
    for question in exercises.read(path, variant, SECRET).questions.values():
        outcomes = run(question)
        assert not faults(question, outcomes), "see `make mutants`"
        count += len(outcomes)
    assert count > 30


def changes(code):
    found = mutants(code)
    assert len({m.code for m in found}) == len(found) == len({m.change for m in found})
    return {m.change for m in found}


@pytest.mark.parametrize(
    "line, mistakes",
    [
        ("return a - b", ["a + b", "b - a", "a", "b", "a - a"]),
        ("return a @ b", ["a * b", "b @ a"]),
        ("return a + b", ["a - b", "a"]),
        ("return a <= b", ["a < b", "a >= b"]),
        ("return 0.5 * a", ["1.0 * a", "0.0 * a", "0.5 / a", "1.5 * a"]),
        ("return a[1]", ["a[2]", "a[0]", "b[1]"]),
        ("return -a", ["a"]),
        ("return not a", ["a"]),
        ("return a and b", ["a or b", "a", "b"]),
        (
            "return a.mean(axis=0)",
            ["a.sum(axis=0)", "a.mean(axis=1)", "a.mean(axis=-1)", "a.mean()", "a"],
        ),
        ("return np.dot(a, b)", ["np.dot(b, a)", "np.dot(a)", "a"]),
        ("return np.maximum(a, b)", ["np.minimum(a, b)"]),
        ("return a.T", ["a"]),
        ("return a[b:]", ["a[:]", "a[b + 1:]", "a[b - 1:]", "a[b:-1]"]),
        ("return a[:b]", ["a[:]", "a[:b + 1]", "a[:b - 1]", "a[1:b]"]),
        ("return a[::2]", ["a[:]", "a[::3]", "a[::1]"]),
        ("return (a, b)", ["(b, a)"]),
        ("return a if b else 0.0", ["a", "0.0", "0.0 if b else a"]),
        ("return [x for x in a if x]", ["[x for x in a]", "[x for x in a if not x]"]),
        ("return 'mean'", ["''"]),
        ("return a", [None]),
    ],
)
def test_the_mistakes_that_are_made_in_an_expression(line, mistakes):
    made = changes(f"def f(a, b):\n    {line}")
    assert {f"{line} -> return {m}" if m else f"{line} -> return" for m in mistakes} <= made
    assert f"{line} -> pass" in made


def test_the_mistakes_that_are_made_in_statements():
    made = changes(
        "def f(w, n):\n"
        "    path = [w]\n"
        "    for k in range(n):\n"
        "        if k > 3:\n"
        "            break\n"
        "        w = w - k\n"
        "        n += 1\n"
        "    path.append(w)\n"
        "    return path"
    )
    assert {
        "for k in range(n): -> for k in range(n + 1):",
        "for k in range(n): -> for k in range(n - 1):",
        "for k in range(n): -> pass",
        "for k in range(n): -> `path.append(w)` inside",
        "for k in range(n): -> `n += 1` after it",
        "if k > 3: -> if not k > 3:",
        "if k > 3: -> if True:",
        "if k > 3: -> if k >= 3:",
        "break -> continue",
        "w = w - k -> w -= k",
        "w = w - k -> w = k - w",
        "n += 1 -> n -= 1",
        "n += 1 -> n = 1",
        "n += 1 -> pass",
        "path.append(w) -> pass",
        "path.append(w) -> path.append(k)",
    } <= made


def test_attributes_of_an_object_are_mistaken_for_each_other():
    made = changes(
        "class A:\n"
        "    def __init__(self, p):\n"
        "        self.p, self.q = p, 1.0\n"
        "    def f(self):\n"
        "        return self.p"
    )
    assert "return self.p -> return self.q" in made and "return self.p -> return self.f" not in made


def question(tests, reference, equivalent=()):
    cell = type("Cell", (), {"cell_type": "code", "source": reference})
    made = model.Question("q", 1, [], "", [(True, cell)], equivalent=dict(equivalent))
    for i, line in enumerate(tests):
        source = f"def test_{i}(f):\n    {line}"
        made.tests.append(model.Test(f"test_{i}", source, "", hidden=True))
    return made


def test_a_weak_test_lets_mutants_survive_and_they_are_named():
    weak = question(["holds(f(2, 2) == 4, '')"], "def f(a, b):\n    return a * b")
    survived = [o.mutant.change for o in run(weak) if o.by is None]
    assert survived == ["return a * b -> return b * b", "return a * b -> return a * a"]
    assert faults(weak, run(weak)) == [f"no test of q notices: {c}" for c in sorted(survived)]
    strong = question(
        ["holds(f(2, 2) == 4, '')", "holds(f(2, 3) == 6, '')"], "def f(a, b):\n    return a * b"
    )
    assert {o.by for o in run(strong)} == {"test_0", "test_1"} and not faults(strong, run(strong))


def test_a_reason_is_needed_for_each_survivor_and_none_for_another():
    reasons = {
        "return abs(a - b) -> return abs(b - a)": "no sign",
        "return abs(a - b) -> return abs(a + b)": "wrong",
    }
    q = question(
        ["holds(f(5, 3) == 2, '')", "holds(f(3, 5) == 2, '')"],
        "def f(a, b):\n    return abs(a - b)",
        reasons,
    )
    assert faults(q, run(q)) == [
        "q: no such mutant survives: return abs(a - b) -> return abs(a + b)"
    ]


def test_a_loop_without_end_is_ended():
    code = "def f(n):\n    k = 0\n    while k < n:\n        k += 1\n    return k"
    q = question(["holds(f(3) == 3, '')"], code)
    late = [o for o in run(q) if "no answer within" in o.message]
    assert any(o.mutant.change == "k += 1 -> pass" for o in late)


@pytest.mark.parametrize("is_equivalent", [True, False])
def test_a_mutant_that_does_the_same_may_take_longer(is_equivalent):
    # One more round does nothing, for half a second of the processor.
    code = (
        "import time\n"
        "def f(n):\n"
        "    begin = time.process_time()\n"
        "    for k in range(n):\n"
        "        while k == 2 and time.process_time() < begin + 0.5:\n"
        "            pass\n"
        "    return n"
    )
    change = "for k in range(n): -> for k in range(n + 1):"
    q = question(["holds(f(2) == 2, '')"], code, {change: "slow"} if is_equivalent else ())
    (outcome,) = (o for o in run(q) if o.mutant.change == change)
    assert outcome.by == (None if is_equivalent else "test_0")


def test_a_reference_that_fails_is_no_ground_for_mutants():
    with pytest.raises(exercises.SourceError, match="the reference fails test_0"):
        run(question(["holds(f(1) == 2, '')"], "def f(a):\n    return a"))


@pytest.mark.sandbox
def test_the_grader_says_the_same_of_each_mutant():
    exercise = exercises.read(exercises.sources(["02"])[0])
    q1 = exercise.questions["q1"]
    here = run(q1)
    there = run_in_grader(exercise, q1)
    assert [(o.mutant, o.by) for o in here] == [(o.mutant, o.by) for o in there] and len(here) > 10
