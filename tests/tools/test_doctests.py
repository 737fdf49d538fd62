"""The examples in nblib's docstrings do what they show."""

import doctest
import importlib

import pytest
from source_tree import files

from tools.paths import ROOT

WITH_EXAMPLES = [
    name
    for name in files(".py")
    if name.startswith("nblib/") and ">>> " in (ROOT / name).read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name):
    module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted and not result.failed
