"""Tests that share what they have opened run in one process: else each process opens it anew."""

from types import SimpleNamespace

IDS = [
    *(f"tests/grading/test_bombs.py::test_bombs[{n}]" for n in range(4)),
    "tests/grading/test_exports.py::test_refused[ann/report.html]",
    *(f"tests/book/test_site.py::test_{n}[light-chapters/02_a.html-360]" for n in range(2)),
    "tests/book/test_site.py::test_0[chapters/03_b.html]",
    "tests/grading/test_bombs.py::test_more",
    "tests/grading/test_exports.py::test_other",
    "tests/book/test_site_sees.py::test_sees[chapters/02_a.html]",
    "tests/book/test_site.py::test_no_page",
]
GROUPS = ["test_bombs.py", "test_exports.py", "02_a.html", "03_b.html", "test_no_page"]


class Node:
    """Stands for a process that runs tests."""

    def __init__(self, name):
        self.gateway = SimpleNamespace(id=name)
        self.units = []
        self.shutting_down = False

    def send_runtest_some(self, numbers):
        self.units.append([IDS[number] for number in numbers])

    def shutdown(self):
        self.shutting_down = True


def test_a_group_of_tests_runs_in_one_process(request):
    hook = request.config.hook.pytest_xdist_make_scheduler
    options = SimpleNamespace(tx=["popen"] * 2, maxprocesses=None, loadscopereorder=False)
    config = SimpleNamespace(option=options, getvalue=vars(options).get)
    scheduler = hook(config=config, log=None)
    nodes = [Node("a"), Node("b")]
    for node in nodes:
        scheduler.add_node(node)
        scheduler.add_node_collection(node, IDS)
    scheduler.schedule()
    while not all(node.shutting_down for node in nodes):
        for node in nodes:
            for number in [IDS.index(test) for unit in node.units for test in unit]:
                scheduler.mark_test_complete(node, number)
    units = [unit for node in nodes for unit in node.units]
    assert sorted(test for unit in units for test in unit) == sorted(IDS)
    assert len(units) == len(GROUPS)
    for name in GROUPS:
        assert len([unit for unit in units if any(name in test for test in unit)]) == 1
