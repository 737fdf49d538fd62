"""What a function of the student's may give, and the verdict that each kind gets everywhere."""

HEAD = """
import array, collections, decimal, enum, fractions, inspect, threading
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from nblib.tensor import Tensor
class Number(float): pass
class Whole(int): pass
class Word(str): pass
class Stack(list): pass
class Vector(np.ndarray): pass
class Color(enum.IntEnum): RED = 1
class Liar:
    __eq__ = lambda self, other: True
    __array__ = lambda self, *a, **k: np.array([1.0, 2.0])
Point = collections.namedtuple("Point", "x y")
"""
PAIR = "close(f(), [1.0, 2.0])"  # what most are asked for
# name: (the body of f, the test of it, whether it passes)
KINDS = {
    "list": ("return [1, 2]", PAIR, True),
    "array": ("return np.array([1, 2])", PAIR, True),
    "wrong": ("return [1, 3]", PAIR, False),
    "masked": ("return np.ma.array([1.0, 2.0])", PAIR, True),
    "masked and invalid": ("return np.ma.masked_invalid([1.0, np.nan])", PAIR, False),
    "masked by hand": ("return np.ma.array([1.0, 2.0], mask=[0, 1])", PAIR, False),
    "longdouble": ("return np.array([1, 2], np.longdouble)", PAIR, True),
    "longdouble scalars": ("return [np.longdouble(1), np.longdouble(2)]", PAIR, True),
    "clongdouble": ("return np.array([1, 2], np.clongdouble)", PAIR, True),
    "half": ("return np.array([1, 2], 'f2')", PAIR, True),
    "big-endian": ("return np.array([1, 2], '>f8')", PAIR, True),
    "matrix": ("return np.matrix([[1, 2]])", "close(f(), [[1.0, 2.0]])", True),
    "subclass of ndarray": ("return np.array([1.0, 2]).view(Vector)", PAIR, True),
    "array of objects": ("return np.array([1, 2], object)", PAIR, False),
    "array of words": ("return np.array(['a'])", "same(list(f()), ['a'])", False),
    "words and numbers": ("return ['a', 1]", PAIR, False),
    "a row for a number": ("return np.ones((2, 4))", "close(f(), 1.0)", False),
    "a number for a row": ("return 1.0", PAIR, False),
    "dates": ("return np.zeros(2, 'M8[s]')", "holds(len(f()) == 2, 'two')", False),
    "deque": ("return collections.deque([1, 2])", PAIR, True),
    "deque for a list": ("return collections.deque([1, 2])", "same(f(), [1, 2])", True),
    "array.array": ("return array.array('d', [1, 2])", PAIR, True),
    "memoryview": ("return memoryview(np.array([1.0, 2]))", PAIR, True),
    "bytearray": ("return bytearray(b'ab')", "same(f(), b'ab')", True),
    "range": ("return range(1, 3)", PAIR, True),
    "range for a list": ("return range(1, 3)", "same(f(), [1, 2])", True),
    "tuple": ("return 1, 2", PAIR, True),
    "tuple for a list": ("return 1, 2", "same(f(), [1, 2])", False),
    "namedtuple": ("return Point(1, 2)", "same(f(), (1, 2))", True),
    "values": ("return {'a': 1, 'b': 2}.values()", PAIR, True),
    "float subclass": ("return Number(2)", "close(f(), 2.0)", True),
    "float subclass, its type": ("return Number(2)", "same(f(), 2.0)", True),
    "float subclasses": ("return [Number(1), Number(2)]", PAIR, True),
    "int subclass": ("return Whole(2)", "same(f(), 2)", True),
    "enum": ("return Color.RED", "same(f(), 1)", True),
    "int for a float": ("return 2", "same(f(), 2.0)", False),
    "str subclass": ("return Word('a')", "same(f(), 'a')", True),
    "np.str_": ("return np.str_('a')", "same(f(), 'a')", True),
    "list subclass": ("return Stack([1, 2])", PAIR, False),
    "fraction": ("return fractions.Fraction(1, 2)", "close(f(), 0.5)", True),
    "decimal": ("return decimal.Decimal('0.5')", "holds(abs(f() - 0.5) < 1e-9, 'half')", True),
    "OrderedDict": ("return collections.OrderedDict(a=1)", "same(f(), {'a': 1})", True),
    "defaultdict": ("return collections.defaultdict(int, a=1)", "same(f(), {'a': 1})", True),
    "Counter": ("return collections.Counter('aab')", "same(f(), {'a': 2, 'b': 1})", True),
    "numbers as keys": ("return {np.int64(1): np.float32(2)}", "same(f(), {1: 2.0})", True),
    "bytes as keys": ("return {b'a': 1}", "same(f(), {b'a': 1})", True),
    "a set of 5,000": ("return set(range(5000))", "same(f(), set(range(5000)))", True),
    "frozenset": ("return frozenset({1})", "same(f(), {1})", True),
    "sets in a set": ("return {frozenset({1})}", "holds(len(f()) == 1, 'one')", False),
    "deep inside": (
        "return {'a': [collections.deque([np.longdouble(1)]), (Number(2),)]}",
        "same(f(), {'a': [[1.0], (2.0,)]})",
        True,
    ),
    "array without axes": ("return np.array(2)", "same(f(), 2)", True),
    "array without axes, of another type": ("return np.array(2.0)", "same(f(), 2)", False),
    "dots": ("return ...", PAIR, False),
    "dots inside": ("return [1, ...]", "same(f(), [1, ...])", False),
    "an object": ("return Liar()", PAIR, False),
    "objects": ("return [Liar(), Liar()]", "same(f(), [1, 2])", False),
    "nblib's Tensor": ("return Tensor(np.array([1.0, 2.0]))", PAIR, True),
    "Tensors of what it was given": (
        "return Tensor(a) * Tensor(np.ones(2))",
        "close(f(np.array([1.0, 2.0])), [1.0, 2.0])",
        True,
    ),
    "None": ("return None", PAIR, False),
    "nblib's Tensor by name": (
        "class Tensor:\n        data = np.array([1.0, 2.0])\n    return Tensor()",
        PAIR,
        True,
    ),
    "a structured scalar": ("return np.zeros(1, 'i4,i4')[0]", "same(f(), (0, 0))", False),
    "a span of time": ("return np.timedelta64(1, 's')", "close(f(), 1.0)", False),
    "its own words": (
        "def g():\n        'Doubles.'\n    return g",
        "same(f().__doc__, 'Doubles.')",
        True,
    ),
    "generator": ("yield from (1, 2)", "close(list(f()), [1.0, 2.0])", True),
    "generator of deques": (
        "yield collections.deque([1]); yield np.ma.array([2])",
        "same([list(part) for part in f()], [[1], [2]])",
        True,
    ),
    "reshaped in place": (
        "a.shape = (-1,)\n    return a * 2",
        "close(f(np.ones((2, 2))), [2.0] * 4)",
        True,
    ),
    "another dtype in place": (
        "a.dtype = 'i8'\n    return a",
        "close(f(np.zeros((2, 2))), np.zeros((2, 2)))",
        True,
    ),
    "called from a thread": (
        "out = []\n    t = threading.Thread(target=lambda: out.append(a(1)))\n"
        "    t.start()\n    t.join()\n    return out",
        "same(f(lambda x: x + 1), [2])",
        True,
    ),
    "called from a pool": (
        "with ThreadPoolExecutor(4) as pool:\n        return list(pool.map(a, range(40)))",
        "same(f(lambda x: x * x), [x * x for x in range(40)])",
        True,
    ),
    "the signature of a callback": (
        "return list(inspect.signature(a).parameters)",
        "same(f(lambda w, lr=1: w), ['w', 'lr'])",
        True,
    ),
    "its own signature": (
        "return a",
        "import inspect\nsame(str(inspect.signature(f)), '(a=None)')",
        True,
    ),
    "25,000 callbacks": (
        "return sum(a(1) for _ in range(25_000))",
        "same(f(lambda x: x), 25_000)",
        True,
    ),
}
# What student code keeps of what it was handed, and goes on using after the call: the same, and
# whether the test looks at what became of its arrays.
TWO_PASSES = (
    "rng = np.random.default_rng(7)\n"
    "first = list(f(rng))\n"
    "second = list(f(rng))\n"
    "close([first, second], np.random.default_rng(7).random((2, 3)))"
)
DRAWS = "for _ in range(3):\n        yield a.random()"
KEEPS = (
    "class C:\n        def __init__(self): self.a = a\n"
    "        def __iter__(self): return self\n"
    "        def draw(self): return self.a.random()\n"
    "        def __next__(self):\n"
    "            self.n = getattr(self, 'n', 0) + 1\n"
    "            if self.n > 3: raise StopIteration\n"
    "            return self.a.random()\n"
    "    return C()"
)
IN_TURN = (
    "rng = np.random.default_rng(7)\n"
    "one, two = {}\n"
    "got = [{}, rng.random(), {}, {}, rng.random()]\n"
    "close(got, np.random.default_rng(7).random(5))"
)
FILLS = "for i in range(3):\n        a[i] = i + 1\n        yield i"
FILLED = "w = np.zeros(3)\nfor i in f(w):\n    close(w[: i + 1], np.arange(i + 1) + 1.0)\n"
KEPT = {
    "two passes of one rng": (DRAWS, TWO_PASSES, False),
    "an iterator of a class": (KEEPS, TWO_PASSES, False),
    "a generator in a tuple": (
        f"def g():\n        {DRAWS.replace('  yield', '      yield')}\n    return g(), 1",
        TWO_PASSES.replace("f(rng)", "f(rng)[0]"),
        False,
    ),
    "a generator in a dict": (
        "return {'all': (a.random() for _ in range(3))}",
        TWO_PASSES.replace("f(rng)", "f(rng)['all']"),
        False,
    ),
    "iterated partly": (
        DRAWS,
        "rng = np.random.default_rng(7)\nnext(f(rng))\n"
        "close(rng.random(), np.random.default_rng(7).random(2)[1])",
        False,
    ),
    "two generators of one rng in turn": (
        DRAWS,
        IN_TURN.format("f(rng), f(rng)", "next(one)", "next(two)", "next(one)"),
        False,
    ),
    "two objects of one rng in turn": (
        KEEPS,
        IN_TURN.format("f(rng), f(rng)", "one.draw()", "two.draw()", "next(one)"),
        False,
    ),
    "an rng that a callback draws from": (
        "return [a[0].random(), a[1](), a[0].random()]",
        "rng = np.random.default_rng(7)\n"
        "close(f((rng, lambda: rng.random())), np.random.default_rng(7).random(3))",
        False,
    ),
    "children spawned in two passes": (
        "for _ in range(3):\n        yield a.spawn(1)[0].random()",
        "rng = np.random.default_rng(7)\nother = np.random.default_rng(7)\n"
        "got = [*f(rng), rng.spawn(1)[0].random(), *f(rng)]\n"
        "close(got, [child.random() for child in other.spawn(7)])",
        False,
    ),
    "children that are kept": (
        "one, two = a.spawn(2)\n    while True:\n        yield one.random(), two.random()",
        "rng = np.random.default_rng(7)\none, two = np.random.default_rng(7).spawn(2)\n"
        "pairs = f(rng)\n"
        "close([next(pairs), next(pairs)], [(one.random(), two.random()) for _ in range(2)])",
        False,
    ),
    "a child that comes back": (
        "child = a.spawn(1)[0]\n    child.random()\n    return child",
        "child = np.random.default_rng([7, 8]).spawn(1)[0]\nchild.random()\n"
        "got = f(np.random.default_rng([7, 8]))\n"
        "close(got.random(), child.random())\n"
        "close(got.spawn(1)[0].random(), child.spawn(1)[0].random())",
        False,
    ),
    "an array that is filled": (FILLS, f"{FILLED}close(w, [1.0, 2.0, 3.0])", True),
    "a view that is filled": (
        FILLS,
        "w = np.zeros((3, 2))\nlist(f(w[:, 1]))\nclose(w, [[0.0, 1], [0, 2], [0, 3]])",
        True,
    ),
    "an array that is left": (FILLS, "w = np.zeros(3)\nlist(f(w))\nclose(w, np.zeros(3))", False),
    "an array that the test changes": (
        "while True:\n        yield a.sum()",
        "w = np.ones(3)\ng = f(w)\nclose(next(g), 3.0)\nw[0] = 5\nclose(next(g), 7.0)",
        True,
    ),
    "a list that grows": (
        "for i in range(3):\n        a.append(np.array([i]))\n        a[0] += 1\n        yield i",
        "w = [np.zeros(1)]\nsame(list(f(w)), [0, 1, 2])\nclose(w, [[3.0], [0], [1], [2]])",
        True,
    ),
    "the same array twice": (
        "for i in range(3):\n        a += 1\n        yield a",
        "w = np.zeros(1)\nclose(list(f(w)), [[1.0], [2], [3]])\nclose(w, [3.0])",
        True,
    ),
}
IN_PLACE = [kind for kind in KEPT if KEPT[kind][2]]
KINDS |= {kind: (body, test, True) for kind, (body, test, _) in KEPT.items()}
