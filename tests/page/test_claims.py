import json
import subprocess
import sys

import numpy as np
import pytest

from nblib.page import claims
from nblib.page.claims import ClaimError, claim
from nblib.page.palette import PALETTE


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


# Where a claim is shown: how the page around it says that it is light or dark.
HOSTS = {
    "the site": {theme: f'<html data-theme="{theme}"><body>' for theme in ("light", "dark")},
    "Colab": {theme: f'<html theme="{theme}"><body>' for theme in ("light", "dark")},
    "JupyterLab": {
        "light": '<html><body data-jp-theme-light="true">',
        "dark": '<html><body data-jp-theme-light="false">',
    },
    "VS Code": {theme: f'<html><body class="vscode-{theme}">' for theme in ("light", "dark")},
}
# Rules of JupyterLab's own that a claim must stand against.
JUPYTER = """<style>
.jp-RenderedHTMLCommon { color: red; font: 13px serif; line-height: 3; }
.jp-RenderedHTMLCommon :not(pre) > code { background-color: red; padding: 1px 5px; color: red; }
</style><div class="jp-RenderedHTMLCommon">"""
LOOK = """claim => {
  const look = (node, ...names) => names.map((name) => getComputedStyle(node)[name]);
  return [
    look(claim, "color", "backgroundColor", "borderLeftColor"),
    look(claim, "fontFamily", "fontSize", "lineHeight"),
    look(claim.querySelector("span"), "color"),
    look(claim.querySelector("code"), "color", "backgroundColor", "paddingLeft", "fontSize"),
    look(claim.querySelector(".nb-measured"), "color", "display"),
  ].flat();
}"""


def rgb(color):
    return f"rgb({int(color[1:3], 16)}, {int(color[3:5], 16)}, {int(color[5:7], 16)})"


def look_of_a_claim(browser, opening, system):
    markup = claims.Claim("a-b", "1 < 2", True, {"n": 3})._repr_mimebundle_()["text/html"]
    page = browser.new_page(color_scheme=system)
    page.set_content(f"<!doctype html>{opening}{JUPYTER}{markup}")
    look = page.locator(".nb-claim").evaluate(LOOK)
    page.close()
    return look


def expected_look(theme):
    colors = {name: rgb(PALETTE[theme][name]) for name in ("ink", "panel", "green", "muted")}
    font = PALETTE["font"].replace("'", '"')
    return [
        *(colors["ink"], colors["panel"], colors["green"]),
        *(font, "15.2px", "22.8px"),
        colors["green"],
        *(colors["muted"], "rgba(0, 0, 0, 0)", "0px", "12.8px"),
        *(colors["muted"], "block"),
    ]


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("host", HOSTS)
def test_a_claim_looks_the_same_wherever_it_is_shown(chromium, host, theme):
    other = "dark" if theme == "light" else "light"  # what the page says overrules the system
    look = look_of_a_claim(chromium, HOSTS[host][theme], system=other)
    assert look == expected_look(theme)


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_page_that_says_no_theme_a_claim_follows_the_system(chromium, theme):
    assert look_of_a_claim(chromium, "<html><body>", system=theme) == expected_look(theme)


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return np.dot(linear, (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "green", "purple"])
def test_what_a_claim_says_can_be_read(theme, name):
    pair = [luminance(PALETTE[theme][color]) + 0.05 for color in ("panel", name)]
    assert max(pair) / min(pair) >= 4.5  # WCAG 2.2, 1.4.3


def test_a_claim_brings_no_script_and_asks_nobody():
    markup = claims.Claim("a-b", "1 < 2", True, {})._repr_mimebundle_()["text/html"]
    assert not any(word in markup for word in ("<script", "url(", "@import", "http"))


def test_a_false_claim_ends_a_script_with_an_error():
    code = (
        "from nblib.page.claims import claim\n"
        "claim('One is two', 1 == 2, id='no')\n"
        "print('went on')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (
        done.returncode == 1
        and "ClaimError: ✗ One is two [no]" in done.stderr
        and "went on" not in done.stdout
    )
