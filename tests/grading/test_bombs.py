"""Notebooks that take all that there is: memory, disk, files, processes, processor time."""

import dataclasses

import pytest
from cages import PATIENT, TIGHT, all_at_once

from nblib.grading import errors
from nblib.grading.wire.student import StudentError
from tools import attacks

pytestmark = pytest.mark.sandbox
KINDS = {"StudentError": StudentError, **vars(errors)}


def limits_of(hostile):
    """What has to meet another limit than that on time gets time for it."""
    if hostile.name == "processor_time":
        return dataclasses.replace(PATIENT, cpu_s=1)
    return TIGHT if "TimeLimit" in hostile.head["error"] else PATIENT


@pytest.fixture(scope="module")
def bombs(host):
    return all_at_once(host, "bombs", limits_of, threads=3)


@pytest.mark.parametrize("name", attacks.load("bombs"))
def test_bombs_are_bounded(bombs, name):
    error = bombs[name].result()
    kinds = attacks.load("bombs")[name].head["error"].split()
    assert isinstance(error, tuple(KINDS[kind] for kind in kinds)), error
    assert error.session.peak < 2 * TIGHT.memory_b
    if kinds == ["MemoryLimit"]:
        assert "memory that it may" in str(error) or "files" in str(error)


def test_processor_time_is_named(bombs):
    assert "1 s of processor time" in str(bombs["processor_time"].result())
