"""The examples in nblib's docstrings do what they show."""

import doctest
import importlib

import pytest
from test_walls import NBLIB, modules

WITH_EXAMPLES = [path for path in modules() if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.relative_to(NBLIB).as_posix())
def test_examples(path):
    name = ".".join(path.relative_to(NBLIB.parent).with_suffix("").parts).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted and not result.failed
