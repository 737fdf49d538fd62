"""Answers that are wrong and would pass where assertions run in the student's process."""

import re

import numpy as np
import pytest
from cages import TIGHT, all_at_once, doubles, isolated

from nblib.grading.wire.proxy import NotData
from nblib.grading.wire.student import StudentError
from tools import attacks

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def own_process(host):
    return all_at_once(host, "own_process")


@pytest.mark.parametrize("name", attacks.load("own_process"))
def test_what_is_done_to_its_own_process_changes_no_verdict(own_process, name):
    error = own_process[name].result()
    assert type(error) is AssertionError
    assert np.testing.assert_allclose.__module__.startswith("numpy") and not error.session.incidents


@pytest.fixture(scope="module")
def objects(host):
    with host.start(*isolated("objects")) as session:
        assert not [cell.error for cell in session.cells if cell.error]
        yield session


def equals(f):
    assert f(3.0) == 6.0


def all_close(f):
    np.testing.assert_allclose(f(3.0), 6.0)


def in_a_list(f):
    assert [f(3.0), 1] == [6.0, 1]


def not_unequal(f):
    assert not f(3.0) != 6.0


def as_an_array(f):
    assert np.all(np.asarray(f(3.0)) == 6.0)


@pytest.mark.parametrize("name", attacks.load("objects"))
@pytest.mark.parametrize("test", [equals, all_close, in_a_list, not_unequal, as_an_array])
def test_objects_that_answer_as_they_like_are_no_answers(objects, name, test):
    f = objects.get(name)
    with pytest.raises((NotData, AssertionError, TypeError)) as caught:
        test(f)
    if caught.type is NotData:
        assert "gave an object of type" in str(caught.value)
    assert objects.names() and not objects.incidents


@pytest.fixture(scope="module")
def unsendable(host):
    with host.start(*isolated("unsendable"), limits=TIGHT) as session:
        assert not [cell.error for cell in session.cells if cell.error]
        yield session


@pytest.mark.parametrize("name", attacks.load("unsendable"))
def test_answers_that_cannot_be_sent_are_errors_of_the_student(unsendable, name):
    with pytest.raises(StudentError) as caught:
        doubles(unsendable.get(name))
    assert re.search(attacks.load("unsendable")[name].head["reason"], str(caught.value))
    assert not unsendable.incidents and unsendable.names()
