"""listing() shows what the file holds, under the file's line numbers."""

from pathlib import Path

import pytest

from nblib import ops, tensor
from nblib.page.listings import listing


def shown(capsys, *arguments):
    listing(*arguments)
    file, *lines = capsys.readouterr().out.splitlines()
    return file, {int(line.split(maxsplit=1)[0]): line for line in lines}


@pytest.mark.parametrize(
    "thing, first, last",
    [
        (tensor.Tensor.backward, None, None),
        (tensor.Tensor.backward, "grads = {", "node.edges = None"),
        (tensor.Tensor, "def __init__", "self.edges"),
        (ops.mul, None, None),  # behind the decorator
        (tensor, "_age", "_quiet"),
    ],
)
def test_each_line_is_that_of_the_file(capsys, thing, first, last):
    file, lines = shown(capsys, thing, first, last)
    source = (Path(tensor.__file__).parent.parent / file).read_text().splitlines()
    assert list(lines) == list(range(min(lines), max(lines) + 1))
    for number, line in lines.items():
        assert line.lstrip().removeprefix(str(number)).strip() == source[number - 1].strip()
    assert first is None or first in lines[min(lines)]
    assert last is None or last in lines[max(lines)]


def test_a_line_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="holds 'no such line'"):
        listing(tensor.op, "no such line")
