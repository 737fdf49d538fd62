"""The formatter and the linter of scripts and style sheets, and the rules that the house adds."""

import re

import pytest

from tools import javascript

SWAP = "export function f(a, b) {\n  [a, b] = [b, a];\n  return a - b;\n}\n"


def refusals(tmp_path, text, command="lint"):
    """The names of the rules that refuse this text."""
    path = tmp_path / "x.mjs"
    path.write_text(text, encoding="utf-8")
    options = ("--config", javascript.CONFIG, "--compact", path)
    done = javascript.deno(command, *options, capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert bool(done.returncode) == ("Found" in said), said
    return set(re.findall(r"\(([\w/-]+)\)$", said, flags=re.M))


def long_function(lines):
    body = "  act();\n" * (lines - 2)
    return f"export function f(act) {{\n{body}}}\n"


@pytest.mark.parametrize(
    "text, rule",
    [
        ("const a = 1;\n", "no-unused-vars"),
        ("export let a = 1;\n", "prefer-const"),
        ("export const f = (a) => a == 1;\n", "eqeqeq"),
        (long_function(61), "house/short-functions"),
        ("act(() => {\n" + "  f();\n" * 70 + "});\n", "house/short-functions"),
        (
            "(() => {\n" + long_function(61).removeprefix("export ") + "f();\n})();\n",
            "house/short-functions",
        ),
        ("export const f = (a, b) => a ? (b ? 1 : 2) : 3;\n", "house/plain-conditions"),
        ("export const a = 1, b = 2;\n", "house/one-assignment"),
        ("export const [a, b] = [1, 2];\n", "house/one-assignment"),
        (
            "export function f(a, b) {\n  [a, b] = [b, 1];\n  return a + b;\n}\n",
            "house/one-assignment",
        ),
        (f"// {'a' * 98}\n", "house/short-lines"),
    ],
)
def test_a_riddle_is_refused(tmp_path, text, rule):
    assert rule in refusals(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        long_function(60),
        "(() => {\n" + "  globalThis.act();\n" * 70 + "})();\n",
        "export const f = (a, b) => (a ? 1 : 2) + (b ? 3 : 4);\n",
        SWAP,
        "export const f = (n) => {\n  for (let i = 0, k = 1; i < n; i++) k *= 2;\n};\n",
        f'// {"a" * 97}\nexport const text = "{"a" * 100}";\n',
    ],
)
def test_what_reads_well_is_not(tmp_path, text):
    assert refusals(tmp_path, text) == set()


def test_values_packed_into_one_declaration_are_unpacked(tmp_path):
    path = tmp_path / "x.mjs"
    path.write_text("export const a = 1, b = 2;\nexport const [c, d] = [a, b];\n")
    javascript.deno("lint", "--fix", "--config", javascript.CONFIG, path, capture_output=True)
    assert path.read_text().split("\n") == [
        "export const a = 1;",
        "export const b = 2;",
        "export const c = a;",
        "export const d = b;",
        "",
    ]


@pytest.mark.parametrize("name, text", [("x.mjs", "const a  = 1\n"), ("x.css", "p{color:red}\n")])
def test_what_is_out_of_form_is_refused(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    options = ("--check", "--config", javascript.CONFIG, path)
    assert javascript.deno("fmt", *options, capture_output=True).returncode
    javascript.deno("fmt", *options[1:], capture_output=True)
    assert not javascript.deno("fmt", *options, capture_output=True).returncode


def test_every_script_and_style_sheet_is_in_order():
    assert javascript.in_order()
