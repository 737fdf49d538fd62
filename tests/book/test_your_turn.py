"""Every place where a learner writes: the stub is not yet right, the solution is, and a likely
mistake is told what it is. What is written there disturbs nothing below.
"""

import ast

import pytest
from attempts_of import attempts, cells_of, set_up, wrong_answers

from nblib.page import attempts as page_attempts
from tools import sync
from tools.anatomy import names_bound
from tools.book.sections import tree_of

CASES = [(source, attempt) for source in sync.sources() for attempt in attempts(source)]
each = pytest.mark.parametrize(
    ("source", "attempt"), CASES, ids=[f"{source.stem}-{a.name}" for source, a in CASES]
)


@pytest.fixture
def shown(monkeypatch):
    """What attempt() shows."""
    results = []
    monkeypatch.setattr(page_attempts, "show", results.append)
    return results


def judge(source, definition, attempt, shown):
    """Run a chapter's set-up, a definition and the rest of the cell; return what is shown."""
    scope = {}
    for code in (set_up(source), definition, attempt.rest):
        exec(compile(code, source.name, "exec"), scope)
    (result,) = shown
    shown.clear()
    return result


@each
def test_the_stub_is_not_yet_right(source, attempt, shown):
    assert "..." in attempt.stub
    result = judge(source, attempt.stub, attempt, shown)
    assert not result.right and result.came == "gave nothing"


@each
def test_the_folded_solution_is_right(source, attempt, shown):
    assert judge(source, attempt.solution, attempt, shown).right


@each
def test_a_likely_mistake_is_told_what_it_is(source, attempt, shown, monkeypatch):
    definitions = wrong_answers(source)[attempt.name]
    assert definitions
    # What is said of any wrong answer is not enough.
    monkeypatch.setattr(page_attempts, "_difference", lambda answer, expected: "")
    for definition in definitions:
        result = judge(source, definition, attempt, shown)
        assert not result.right
        assert result.why and not result.came.startswith("raised"), definition


@each
def test_nothing_below_uses_what_the_learner_wrote(source, attempt):
    for cell in cells_of(source)[attempt.place + 1 :]:
        if cell.cell_type != "code":
            continue
        tree = tree_of(cell.source)
        if attempt.name in names_bound(tree):
            return  # from here on the name is the page's own
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert attempt.name not in used


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_no_wrong_answer_is_left_over(source):
    assert set(wrong_answers(source)) == {attempt.name for attempt in attempts(source)}
