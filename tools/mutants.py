"""Change the reference solutions a little and see which changes no test notices: python -m
tools.mutants [NN …]

    --variant K   look at variant K too (besides 0; default 1)
    --all         print every mutant, not only those that survive
    --grader      let the grader judge, each mutant in its sandbox, and not the checks in this process (minutes)

A mutant is a reference solution with one small mistake in it, as one makes them: a minus for a
plus, an axis, a bound that is off by one, a line forgotten, two arguments swapped. Each must fail a
test, public or hidden, of its question. One that cannot fail, because it does the same, stands
among the question's answers with the reason:

    # EQUIVALENT: the argument k of eigvalsh is only a speed-up
    return f(x, 1) -> return f(x, 2)
"""

import argparse
import ast
import re
import sys
import time
import warnings
from collections import Counter
from dataclasses import dataclass

import nbformat
import numpy as np

from nblib import check
from tools import exercises

LIMIT_S = 1.0  # for one test of a mutant; more where the reference itself needs long
SECRET = b"not a secret, for mutants"
ARITHMETIC = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.FloorDiv: [ast.Div, ast.Mult],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
COMMUTE = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr)  # a * b for b * a is no mistake
TWINS = (
    "mean sum",
    "max min",
    "argmax argmin",
    "amax amin",
    "maximum minimum",
    "var std",
    "any all",
    "zeros ones",
    "zeros_like ones_like",
    "exp log",
    "sin cos",
    "floor ceil",
    "cumsum cumprod",
    "log log2",
    "vstack hstack",
    "append extend",
    "argsort sort",
    "normal uniform",
    "permutation arange",
)
OTHER = {}
for pair in map(str.split, TWINS):
    for one, other in (pair, pair[::-1]):
        OTHER.setdefault(one, []).append(other)


@dataclass(frozen=True)
class Mutant:
    """A solution with one change: .change says it in one line, .kind names the sort of mistake."""

    kind: str
    change: str
    code: str


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: .by is the test that noticed it, None if it survived; .why is what
    the test said.
    """

    mutant: Mutant
    by: str | None
    why: str
    equivalent: str | None = None  # the reason why it may survive


@dataclass(frozen=True)
class Lines:
    """Statements that take the place of so many; .words says what changed, where a single line
    cannot.
    """

    nodes: list
    takes: int
    words: str


@dataclass(frozen=True)
class Place:
    """A node of a syntax tree and where it hangs."""

    node: ast.AST
    parent: ast.AST
    name: str
    index: int | None
    statement: ast.stmt | None
    names: (
        tuple  # of variables and parameters of the function, and attributes of the class, around it
    )

    def put(self, new):
        """Hang another node, or Lines, in this one's place; return how to undo it."""
        if self.index is None:
            setattr(self.parent, self.name, new)
            return lambda: setattr(self.parent, self.name, self.node)
        items = getattr(self.parent, self.name)
        before = list(items)
        lines = new if isinstance(new, Lines) else Lines([new], 1, "")
        items[self.index : self.index + lines.takes] = lines.nodes
        return lambda: items.__setitem__(slice(None), before)


def mutants(code):
    """Return the Mutants of a solution, each another program."""
    tree = ast.parse(code)
    seen, count, found = {ast.unparse(tree)}, Counter(), []
    for place in list(_places(tree)):
        before = _head(place.statement)
        for kind, new in list(_changes(place)):
            undo = place.put(new)
            text = ast.unparse(ast.fix_missing_locations(tree))
            if isinstance(new, Lines):
                after = new.words
            else:
                after = _head(new if isinstance(new, ast.stmt) else place.statement)
            undo()
            if text in seen or not _compiles(text):
                continue
            seen.add(text)
            change = f"{before} -> {after}"
            count[change] += 1
            found.append(
                Mutant(kind, change + (f" #{count[change]}" if count[change] > 1 else ""), text)
            )
    return found


def _compiles(text):
    try:
        compile(text, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def _head(statement):
    """The first line of a statement, decorators left out."""
    return next(line for line in ast.unparse(statement).splitlines() if not line.startswith("@"))


def _places(node, statement=None, names=()):
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        arguments = [
            a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg) and a.arg != "self"
        ]
        stored = [
            n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ]
        names = tuple(dict.fromkeys([*names, *arguments, *stored]))
    elif isinstance(node, ast.ClassDef):
        stored = [
            n
            for n in ast.walk(node)
            if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
        ]
        names = tuple(dict.fromkeys([*names, *(ast.unparse(n) for n in stored)]))
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "ctx", "op", "ops"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST):
                continue
            inside = child if isinstance(child, ast.stmt) else statement
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue  # a docstring
            if inside is not None:
                yield Place(child, node, field, index, inside, names)
            yield from _places(child, inside, names)


def _changes(place):
    """Yield (kind, what to put there) for a place."""
    node = place.node
    if isinstance(node, ast.stmt):
        yield from _of_statement(place)
    elif isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        return
    elif isinstance(node, ast.BinOp):
        yield from _of_arithmetic(node)
    elif isinstance(node, ast.UnaryOp):
        yield "dropped sign or not", node.operand
    elif isinstance(node, ast.BoolOp):
        yield (
            "and for or",
            ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values),
        )
        for value in node.values:
            yield "half a condition", value
    elif isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            for new in COMPARISONS[type(op)]:
                ops = [*node.ops[:i], new(), *node.ops[i + 1 :]]
                yield "comparison", ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(place)
    elif isinstance(node, ast.IfExp):
        yield "always", node.body
        yield "never", node.orelse
        yield "the wrong way round", ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.Attribute):
        for other in OTHER.get(node.attr, ()):
            yield "another function", ast.Attribute(node.value, other, node.ctx)
        if node.attr == "T":
            yield "not transposed", node.value
        for other in (
            place.names if ast.unparse(node.value) == "self" and place.name != "func" else ()
        ):
            if other.startswith("self.") and other != f"self.{node.attr}":
                yield (
                    "another variable",
                    ast.Attribute(node.value, other.removeprefix("self."), node.ctx),
                )
    elif isinstance(node, ast.Slice):
        yield from _of_slice(node)
    elif isinstance(node, ast.Tuple | ast.List) and len(node.elts) > 1:
        for i in range(len(node.elts) - 1):
            yield "swapped", type(node)(_swapped(node.elts, i), node.ctx)
    elif isinstance(node, ast.comprehension):
        for i, condition in enumerate(node.ifs):
            left = [c for k, c in enumerate(node.ifs) if k != i]
            yield (
                "dropped condition",
                ast.comprehension(node.target, node.iter, left, node.is_async),
            )
            no = ast.UnaryOp(ast.Not(), condition)
            ifs = [no if k == i else c for k, c in enumerate(node.ifs)]
            yield "negated", ast.comprehension(node.target, node.iter, ifs, node.is_async)
    elif isinstance(node, ast.Name) and node.id in place.names and place.name != "func":
        for other in place.names:
            if other != node.id and "." not in other:
                yield "another variable", ast.Name(other, node.ctx)


def _of_arithmetic(node):
    for other in ARITHMETIC.get(type(node.op), ()):
        yield "arithmetic", ast.BinOp(node.left, other(), node.right)
    yield "dropped operand", node.left
    yield "dropped operand", node.right
    if not isinstance(node.op, COMMUTE):
        yield "swapped operands", ast.BinOp(node.right, node.op, node.left)


def _of_constant(place):
    value = place.node.value
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif isinstance(value, int):
        axis = isinstance(place.parent, ast.keyword) and place.parent.arg == "axis"
        for new in dict.fromkeys([1 - value, -1, 0] if axis else [value + 1, value - 1]):
            if new != value:
                yield "axis" if axis else "constant", _number(new)
    elif isinstance(value, float):
        for new in (2 * value, value + 1, 0.0):
            if new != value:
                yield "constant", _number(new)
    elif isinstance(value, str) and not isinstance(
        place.parent, ast.JoinedStr | ast.FormattedValue
    ):
        yield "constant", ast.Constant("" if value else "x")


def _number(value):
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _plus(node, step):
    """The node plus or minus one."""
    return ast.BinOp(node, ast.Add() if step > 0 else ast.Sub(), ast.Constant(abs(step)))


def _swapped(items, i):
    return [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def _of_call(node):
    plain = not any(isinstance(a, ast.Starred) for a in node.args)
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    for i in range(len(node.args) - 1):
        if plain:
            yield "swapped arguments", ast.Call(node.func, _swapped(node.args, i), node.keywords)
    for i in range(len(node.args)):
        if plain and len(node.args) > 1:
            yield (
                "dropped argument",
                ast.Call(node.func, node.args[:i] + node.args[i + 1 :], node.keywords),
            )
    for i in range(len(node.keywords)):
        yield (
            "dropped argument",
            ast.Call(node.func, node.args, node.keywords[:i] + node.keywords[i + 1 :]),
        )
    if called == "range":
        for i, argument in enumerate(node.args):
            for step in (1, -1):
                arguments = [*node.args[:i], _plus(argument, step), *node.args[i + 1 :]]
                yield "off by one", ast.Call(node.func, arguments, node.keywords)
    if plain and node.args and called != "range":
        yield "dropped call", node.args[0]  # f(x, …) -> x
    if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
        yield "dropped call", node.func.value  # (…).mean() -> (…)
    elif isinstance(node.func, ast.Attribute) and node.func.value.id not in (
        "np",
        "math",
        "torch",
        "self",
    ):
        yield "dropped call", node.func.value  # x.copy() -> x


def _of_slice(node):
    for name in ("lower", "upper"):
        bound = getattr(node, name)
        others = {"lower": node.lower, "upper": node.upper, "step": node.step}
        if bound is not None:
            yield "dropped bound", ast.Slice(**{**others, name: None})
            if not isinstance(bound, ast.Constant):
                for step in (1, -1):
                    yield "off by one", ast.Slice(**{**others, name: _plus(bound, step)})
    if node.lower is None and node.upper is not None:
        yield "off by one", ast.Slice(ast.Constant(1), node.upper, node.step)
    if node.upper is None and node.lower is not None:
        yield "off by one", ast.Slice(node.lower, ast.Constant(-1), node.step)
    if node.step is not None:
        yield "dropped step", ast.Slice(node.lower, node.upper, None)


def _of_statement(place):
    node = place.node
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Pass):
        return
    yield "forgotten line", ast.Pass()
    if isinstance(node, ast.If | ast.While):
        no = ast.UnaryOp(ast.Not(), node.test)
        yield "negated", type(node)(no, node.body, node.orelse)
        if isinstance(node, ast.If):
            yield "always", ast.If(ast.Constant(True), node.body, node.orelse)
            if node.orelse:
                yield "never", ast.If(ast.Constant(False), node.body, node.orelse)
    elif isinstance(node, ast.Break):
        yield "continue for break", ast.Continue()
    elif isinstance(node, ast.Continue):
        yield "break for continue", ast.Break()
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "returns nothing", ast.Return(None)
    elif isinstance(node, ast.AugAssign):
        for other in ARITHMETIC.get(type(node.op), ()):
            yield "arithmetic", ast.AugAssign(node.target, other(), node.value)
        yield "= for +=", ast.Assign([node.target], node.value)
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
        if isinstance(value, ast.BinOp) and ast.unparse(value.left) == ast.unparse(target):
            yield "in place", ast.AugAssign(target, value.op, value.right)
    yield from _moves(place)


def _moves(place):
    """A line after a loop that slips into it, and the last line of a loop that slips out."""
    node, siblings = place.node, getattr(place.parent, place.name)
    if not isinstance(node, ast.For | ast.While):
        return
    if after := siblings[place.index + 1 : place.index + 2]:
        yield (
            "indented too far",
            Lines([_loop(node, node.body + after)], 2, f"`{_head(after[0])}` inside"),
        )
    if len(node.body) > 1 and not isinstance(node.body[-1], ast.Break | ast.Continue):
        lines = [_loop(node, node.body[:-1]), node.body[-1]]
        yield "not indented", Lines(lines, 1, f"`{_head(node.body[-1])}` after it")


def _loop(node, body):
    if isinstance(node, ast.While):
        return ast.While(node.test, body, node.orelse)
    return ast.For(node.target, node.iter, body, node.orelse)


def outcome(mutant, question, limits):
    """Return the Outcome of a mutant: the first test that it fails. limits: seconds for each test,
    by name.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with check.time_limit(LIMIT_S), np.errstate(all="ignore"):
                names = exercises.names_of(mutant.code)
        except (Exception, check.OutOfTime) as error:
            return Outcome(mutant, "the cell", f"{type(error).__name__}: {error}")
        for test in question.tests:
            function = exercises.function_of(test.source, test.name)
            ((passed, _, why),) = check.run(
                question.name, [function], names, limits[test.name]
            ).lines
            if not passed:
                return Outcome(mutant, test.name, why)
    return Outcome(mutant, None, "", question.equivalent.get(mutant.change))


def limits(question):
    """Return {test: seconds}: a mutant may take twenty times as long as the reference. Raises
    SourceError.
    """
    names, found = exercises.names_of(exercises.reference(question)), {}
    for test in question.tests:
        begin = time.perf_counter()
        result = check.run(
            question.name, [exercises.function_of(test.source, test.name)], names, 30
        )
        if not result.passed:
            raise exercises.SourceError(
                f"{question.name}: the reference fails {test.name}: {result}"
            )
        found[test.name] = max(LIMIT_S, 20 * (time.perf_counter() - begin))
    return found


def run(question):
    """Return the Outcomes of all mutants of a question's reference solution."""
    seconds = limits(question)
    return [outcome(mutant, question, seconds) for mutant in mutants(exercises.reference(question))]


def run_in_grader(exercise, question):
    """Return the same by the verdicts of the grader, which asks a notebook in a sandbox."""
    from nblib.grading.grade import grade_notebook
    from nblib.grading.limits import Limits

    assignment, found = exercises.assignment(exercise), []
    assignment["questions"] = [q for q in assignment["questions"] if q["name"] == question.name]
    for mutant in mutants(exercises.reference(question)):
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("import numpy as np\n\n" + mutant.code)]
        )
        verdict = grade_notebook(
            nbformat.writes(book).encode(), assignment, Limits(call_s=LIMIT_S, cell_s=LIMIT_S)
        )
        failed = [
            (t["name"], t["why"]) for t in verdict["questions"][0]["tests"] if not t["passed"]
        ]
        by, why = failed[0] if failed else (None, "")
        found.append(Outcome(mutant, by, why, question.equivalent.get(mutant.change)))
    return found


def faults(question, outcomes):
    """Return what has to be mended, in sentences: mutants that survive without a reason, reasons
    without a mutant.
    """
    survived = {o.mutant.change for o in outcomes if o.by is None}
    out = [
        f"no test of {question.name} notices: {c}" for c in survived if c not in question.equivalent
    ]
    out += [
        f"{question.name}: no such mutant survives: {c}"
        for c in question.equivalent
        if c not in survived
    ]
    return sorted(out)


def main():
    """Try the mutants of the sets; print a table, and exit with a sentence if one survives."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", metavar="NN")
    parser.add_argument("--variant", type=int, default=1)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--grader", action="store_true")
    options = parser.parse_args()
    bad = []
    for path in exercises.sources(options.sets):
        print(
            f"{path.parent.name:34} mutants  noticed by public  by hidden  out of time  equivalent  survive   s"
        )
        for variant in dict.fromkeys([0, options.variant]):
            try:
                exercise = exercises.read(path, variant, SECRET)
            except exercises.SourceError as error:
                sys.exit(str(error))
            for question in exercise.questions.values():
                begin = time.perf_counter()
                try:
                    outcomes = (
                        run_in_grader(exercise, question) if options.grader else run(question)
                    )
                except exercises.SourceError as error:
                    sys.exit(f"{path}: {error}")
                _row(question, variant, outcomes, time.perf_counter() - begin)
                for o in outcomes if options.all else ():
                    print(
                        f"      {o.by or o.equivalent or 'SURVIVES':24.60} {o.mutant.kind}: {o.mutant.change}"
                    )
                wrong = faults(question, outcomes)
                print("".join(f"      {line}\n" for line in wrong), end="")
                bad += wrong
    if bad:
        sys.exit(
            "Strengthen the hidden tests; or, where the change cannot matter, write it down among the question's "
            "answers, in a cell `# EQUIVALENT: the reason`, a line each."
        )


def _row(question, variant, outcomes, seconds):
    public = {t.name for t in question.tests if not t.hidden} | {"the cell"}
    late = [
        o for o in outcomes if re.search("no answer within|did not (finish|answer)", o.why or "")
    ]
    numbers = (
        len(outcomes),
        sum(o.by in public for o in outcomes),
        sum(o.by is not None and o.by not in public for o in outcomes),
        len(late),
        sum(o.by is None and o.equivalent is not None for o in outcomes),
        sum(o.by is None and o.equivalent is None for o in outcomes),
    )
    form = "  {:32} {:7}  {:17}  {:9}  {:11}  {:10}  {:7} {:3.0f}"
    print(form.format(f"{question.name}, variant {variant}", *numbers, seconds), flush=True)


if __name__ == "__main__":
    main()
