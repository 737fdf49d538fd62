import json
import subprocess
import sys

import numpy as np
import pytest

from nblib.page import claims
from nblib.page.claims import ClaimError, claim


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    monkeypatch.setattr(claims, "_seen", {})


def test_a_claim_that_holds_prints_a_tick_the_statement_its_id_and_what_was_measured(capsys):
    claim("The error is below 1 %", 0.004 < 0.01, id="small-error", error=0.004, runs=12000)
    assert (
        capsys.readouterr().out
        == "✓ The error is below 1 % [small-error] (error = 0.004, runs = 12,000)\n"
    )


@pytest.mark.parametrize("no", [False, np.False_, np.float64(2) < 1])
def test_a_false_claim_fails(no):
    with pytest.raises(ClaimError, match=r"✗ Two is below one \[order\] \(two = 2\)"):
        claim("Two is below one", no, id="order", two=2)


@pytest.mark.parametrize(
    "value", [1, 0, 0.5, "yes", None, [True], np.array(True), np.array([True]), np.float64(1)]
)
def test_what_is_not_one_truth_value_is_refused(value):
    with pytest.raises(TypeError, match="needs one True or False"):
        claim("It holds", value, id="it-holds")


@pytest.mark.parametrize("id", ["", "Two Words", "a_b", "-a", "a--b", 3])
def test_a_malformed_id_is_refused(id):
    with pytest.raises(ValueError, match="lowercase words joined by hyphens"):
        claim("It holds", True, id=id)


def test_one_id_cannot_stand_for_two_statements_but_a_cell_may_run_twice():
    claim("It holds", True, id="twice")
    claim("It holds", True, id="twice")
    with pytest.raises(ValueError, match="two claims are called 'twice'"):
        claim("Something else holds", True, id="twice")


@pytest.mark.parametrize("statement", ["", "  ", 3])
def test_a_claim_needs_a_sentence(statement):
    with pytest.raises(TypeError, match="must be a sentence"):
        claim(statement, True, id="no-words")


def test_a_measured_value_must_be_a_number():
    with pytest.raises(TypeError, match="measured value must be a number"):
        claim("It holds", True, id="matrix", matrix=np.zeros((2, 2)))


def test_in_a_notebook_a_claim_carries_an_anchor_and_data():
    bundle = claims.Claim("a-b", "1 < 2 & so on", True, {"n": 3})._repr_mimebundle_()
    assert 'id="claim-a-b"' in bundle["text/html"] and "1 &lt; 2 &amp; so on" in bundle["text/html"]
    expected = {"id": "a-b", "statement": "1 < 2 & so on", "holds": True, "measured": {"n": "3"}}
    assert json.loads(json.dumps(bundle[claims.MIME])) == expected


def test_a_false_claim_ends_a_script_with_an_error():
    code = "from nblib.page.claims import claim\nclaim('One is two', 1 == 2, id='no')\nprint('went on')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (
        done.returncode == 1
        and "ClaimError: ✗ One is two [no]" in done.stderr
        and "went on" not in done.stdout
    )
