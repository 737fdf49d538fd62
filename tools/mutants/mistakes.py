"""The mistakes that people make in code: TABLE, at the end, a row for each."""

import ast
import copy

# What is written for an operator by mistake.
OPERATORS = (
    "+ -, - +, * /, / *, // / *, % //, ** *, @ *, & |, | &, < <= >, <= < >=, > >= <, >= > <=, "
    "== !=, != ==, is is_not, is_not is, in not_in, not_in in, and or, or and"
)
COMMUTATIVE = "+*&|"  # a * b for b * a is no mistake
# Functions that are taken for each other.
FUNCTIONS = (
    "mean sum, max min, argmax argmin, amax amin, maximum minimum, var std, any all, zeros ones, "
    "zeros_like ones_like, exp log, sin cos, floor ceil, cumsum cumprod, log log2, vstack hstack, "
    "append extend, argsort sort, normal uniform, permutation arange"
)
MODULES = ("np", "math", "torch", "self")  # np.exp(x) is no method call on np
DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Pass)


def mistakes(cursor):
    """Yield (name, node) for each mistake that is made at a programs.Cursor: what is then there."""
    node = cursor.node
    if isinstance(node, DEFINITIONS) or isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        return
    for node_type, name, change in TABLE:
        if isinstance(node, node_type):
            for new in change(node, cursor):
                yield name, new


def changed(node, **fields):
    """Return a copy of a node with other values of some fields."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _variants(node, field, values):
    """Return copies of a node, each with another value of a field."""
    return [changed(node, **{field: value}) for value in values]


def _without_one(items):
    return [items[:i] + items[i + 1 :] for i in range(len(items))]


def _with_two_swapped(items):
    return [[*items[:i], items[i + 1], items[i], *items[i + 2 :]] for i in range(len(items) - 1)]


def _with_one_replaced(items, replacements):
    return [
        [*items[:i], new, *items[i + 1 :]]
        for i, item in enumerate(items)
        for new in replacements(item)
    ]


def _operator_class(symbol):
    """Return the class of the node of an operator."""
    node = ast.parse(f"a {symbol.replace('_', ' ')} b", mode="eval").body
    return type(node.ops[0]) if isinstance(node, ast.Compare) else type(node.op)


OTHER_OPERATORS = {}
for row in OPERATORS.split(", "):
    symbol, *substitutes = row.split()
    OTHER_OPERATORS[_operator_class(symbol)] = [
        _operator_class(substitute) for substitute in substitutes
    ]
COMMUTE = tuple(_operator_class(symbol) for symbol in COMMUTATIVE)
OTHER_FUNCTIONS = {}
for row in FUNCTIONS.split(", "):
    first, second = row.split()
    OTHER_FUNCTIONS.setdefault(first, []).append(second)
    OTHER_FUNCTIONS.setdefault(second, []).append(first)


def _other_operators(operator):
    return [substitute() for substitute in OTHER_OPERATORS.get(type(operator), ())]


def _off_by_one(node):
    return [ast.BinOp(node, operator(), ast.Constant(1)) for operator in (ast.Add, ast.Sub)]


def _not(node):
    return ast.UnaryOp(ast.Not(), node)


def _number(value):
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _is_axis(cursor):
    parent = cursor.above.node
    return isinstance(parent, ast.keyword) and parent.arg == "axis"


def _constant(node, cursor):
    """Another truth value, number or text."""
    value = node.value
    if isinstance(value, bool):
        return [ast.Constant(not value)]
    if isinstance(value, str):
        in_f_string = isinstance(cursor.above.node, ast.JoinedStr | ast.FormattedValue)
        substitute = "" if value else "x"
        return [] if in_f_string else [ast.Constant(substitute)]
    substitutes = []
    if isinstance(value, float):
        substitutes = [2 * value, value + 1, 0.0]
    elif isinstance(value, int) and not _is_axis(cursor):
        substitutes = [value + 1, value - 1]
    return [_number(substitute) for substitute in substitutes if substitute != value]


def _axis(node, cursor):
    """Another axis."""
    if not _is_axis(cursor) or type(node.value) is not int:
        return []
    substitutes = dict.fromkeys([1 - node.value, -1, 0])
    return [_number(substitute) for substitute in substitutes if substitute != node.value]


def _is_plain(call):
    return not any(isinstance(argument, ast.Starred) for argument in call.args)


def _is_range(call):
    return getattr(call.func, "id", getattr(call.func, "attr", "")) == "range"


def _swapped_arguments(node, cursor):
    return _variants(node, "args", _with_two_swapped(node.args)) if _is_plain(node) else []


def _fewer_arguments(node, cursor):
    fewer = _variants(node, "keywords", _without_one(node.keywords))
    if _is_plain(node) and len(node.args) > 1:
        fewer = _variants(node, "args", _without_one(node.args)) + fewer
    return fewer


def _other_range(node, cursor):
    ends = _with_one_replaced(node.args, _off_by_one) if _is_range(node) else []
    return _variants(node, "args", ends)


def _without_call(node, cursor):
    """f(x, …) -> x and x.mean() -> x."""
    if _is_plain(node) and node.args and not _is_range(node):
        yield node.args[0]
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) not in MODULES:
        yield node.func.value


def _other_attribute(node, cursor):
    if ast.unparse(node.value) != "self" or cursor.field == "func":
        return []
    names = [name.removeprefix("self.") for name in cursor.names() if name.startswith("self.")]
    return _variants(node, "attr", [name for name in names if name != node.attr])


def _other_variable(node, cursor):
    names = cursor.names()
    if node.id not in names or cursor.field == "func":
        return []
    return _variants(node, "id", [name for name in names if name != node.id and "." not in name])


def _without_bound(node, cursor):
    return [changed(node, **{side: None}) for side in ("lower", "upper") if getattr(node, side)]


def _other_bound(node, cursor):
    """x[a:] -> x[a + 1:]; x[:n] -> x[1:n] and x[n:] -> x[n:-1] where a bound is missing."""
    for side in ("lower", "upper"):
        bound = getattr(node, side)
        if bound is not None and not isinstance(bound, ast.Constant):
            yield from _variants(node, side, _off_by_one(bound))
    if node.lower is None and node.upper is not None:
        yield changed(node, lower=ast.Constant(1))
    if node.upper is None and node.lower is not None:
        yield changed(node, upper=ast.Constant(-1))


def _in_place(node, cursor):
    """w = w - k -> w -= k."""
    target = node.targets[0]
    value = node.value
    if len(node.targets) == 1 and isinstance(value, ast.BinOp):
        if ast.unparse(value.left) == ast.unparse(target):
            yield ast.AugAssign(target, value.op, value.right)


def _swapped_operands(node, cursor):
    return [] if isinstance(node.op, COMMUTE) else [changed(node, left=node.right, right=node.left)]


# The node, the name of the mistake, and what is then written: a function of the node, n, and of its
# programs.Cursor.
TABLE = (
    # Statements.
    (ast.stmt, "forgotten line", lambda n, cursor: [ast.Pass()]),
    (ast.If | ast.While, "negated", lambda n, cursor: [changed(n, test=_not(n.test))]),
    (ast.If, "always", lambda n, cursor: [changed(n, test=ast.Constant(True))]),
    (ast.If, "never", lambda n, cursor: [changed(n, test=ast.Constant(False))] if n.orelse else []),
    (ast.Break, "continue for break", lambda n, cursor: [ast.Continue()]),
    (ast.Continue, "break for continue", lambda n, cursor: [ast.Break()]),
    (ast.Return, "returns nothing", lambda n, cursor: [ast.Return(None)]),
    (ast.AugAssign, "arithmetic", lambda n, cursor: _variants(n, "op", _other_operators(n.op))),
    (
        ast.AugAssign,
        "= for +=",
        lambda n, cursor: [ast.Assign([n.target], n.value, lineno=n.lineno)],
    ),
    (ast.Assign, "in place", _in_place),
    # Operators.
    (ast.BinOp, "arithmetic", lambda n, cursor: _variants(n, "op", _other_operators(n.op))),
    (ast.BinOp, "dropped operand", lambda n, cursor: [n.left, n.right]),
    (ast.BinOp, "swapped operands", _swapped_operands),
    (ast.UnaryOp, "dropped sign or not", lambda n, cursor: [n.operand]),
    (ast.BoolOp, "and for or", lambda n, cursor: _variants(n, "op", _other_operators(n.op))),
    (ast.BoolOp, "half a condition", lambda n, cursor: n.values),
    (
        ast.Compare,
        "comparison",
        lambda n, cursor: _variants(n, "ops", _with_one_replaced(n.ops, _other_operators)),
    ),
    # Values.
    (ast.Constant, "constant", _constant),
    (ast.Constant, "axis", _axis),
    (ast.IfExp, "always", lambda n, cursor: [n.body]),
    (ast.IfExp, "never", lambda n, cursor: [n.orelse]),
    (
        ast.IfExp,
        "the wrong way round",
        lambda n, cursor: [changed(n, body=n.orelse, orelse=n.body)],
    ),
    (ast.Name, "another variable", _other_variable),
    (
        ast.Attribute,
        "another function",
        lambda n, cursor: _variants(n, "attr", OTHER_FUNCTIONS.get(n.attr, [])),
    ),
    (ast.Attribute, "not transposed", lambda n, cursor: [n.value] if n.attr == "T" else []),
    (ast.Attribute, "another variable", _other_attribute),
    # Calls, slices, lists.
    (ast.Call, "swapped arguments", _swapped_arguments),
    (ast.Call, "dropped argument", _fewer_arguments),
    (ast.Call, "off by one", _other_range),
    (ast.Call, "dropped call", _without_call),
    (ast.Slice, "dropped bound", _without_bound),
    (ast.Slice, "off by one", _other_bound),
    (ast.Slice, "dropped step", lambda n, cursor: [changed(n, step=None)]),
    (
        ast.Tuple | ast.List,
        "swapped",
        lambda n, cursor: _variants(n, "elts", _with_two_swapped(n.elts)),
    ),
    (
        ast.comprehension,
        "dropped condition",
        lambda n, cursor: _variants(n, "ifs", _without_one(n.ifs)),
    ),
    (
        ast.comprehension,
        "negated",
        lambda n, cursor: _variants(n, "ifs", _with_one_replaced(n.ifs, lambda test: [_not(test)])),
    ),
)
