"""Whose a file is: names in another letter case or normal form are found, doubtful ones refused."""

import unicodedata

import pytest

from nblib.grading.limits import Limits
from nblib.grading.owners import Owners
from nblib.grading.submission import collect

pytestmark = pytest.mark.sandbox


def owner(name, *students, folder, **named):
    return Owners(dict.fromkeys(students, "") | named, folder).of(name)


FOUND = [  # a file's name, the student's id
    ("ANN_02.ipynb", "ann"),
    ("ann.ipynb", "Ann"),
    (unicodedata.normalize("NFD", "zoë_02.ipynb"), unicodedata.normalize("NFC", "zoë")),
    (unicodedata.normalize("NFC", "Zoë.ipynb"), unicodedata.normalize("NFD", "zoë")),
    ("STRASSE.ipynb", "straße"),
    ("ａｎｎ.ipynb", "ann"),
    ("ΣΊΣΥΦΟΣ.ipynb", "σίσυφος"),
    ("ann@x.org.zip", "Ann@X.org"),
    ("ann+ps1+2026", "ann"),
    ("ann(1).ipynb", "ann"),
    ("ÇİĞDEM.ipynb", "Çiğdem"),
    ("ILGIN.ipynb", "Ilgın"),
    ("\u200bann.ipynb", "ann"),
    ("ann\u200e_02.ipynb", "a\u00adnn"),
    ("\ufeffann.zip", "ann"),
]


@pytest.mark.parametrize("name, student", FOUND)
def test_another_letter_case_or_normal_form_is_found(tmp_path, name, student):
    assert owner(name, student, "bob", folder=tmp_path) == ([student], "")


def test_the_longest_and_then_the_exact_id_is_meant(tmp_path):
    students = ("ann", "Ann-Marie", "aB", "Ab")
    for name, student in (("ann-marie.ipynb", "Ann-Marie"), ("aB_1.ipynb", "aB"), ("Ab", "Ab")):
        assert owner(name, *students, folder=tmp_path) == ([student], "")
    assert owner("anna.ipynb", *students, folder=tmp_path) == ([], "")
    assert owner("annmarie.ipynb", *students, folder=tmp_path) == ([], "")


def test_an_id_goes_before_the_name_of_another(tmp_path):
    for name in ("Ann.ipynb", "ann.ipynb"):
        assert owner(name, "ann", folder=tmp_path, z9="Ann") == (["ann"], "")


def test_a_name_that_may_be_of_two_is_refused_and_nobody_gets_a_zero(tmp_path):
    students, sentence = owner("ab.ipynb", "aB", "Ab", folder=tmp_path)
    assert students == ["Ab", "aB"] and "it may be Ab or aB's" in sentence
    twins = {"a1": "Ann Ames", "a2": "ann ames"}
    for name in ("Ann Ames.ipynb", "Ann Ames_5_assignsubmission_file_", "amesann_5_6_x.ipynb"):
        assert owner(name, folder=tmp_path, **twins)[1]
    assert owner("a2_Ann Ames.ipynb", folder=tmp_path, **twins) == (["a2"], "")

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ab.ipynb").write_bytes(b"{}")
    files, strangers = collect(tmp_path / "in", ["aB", "Ab"], Limits())
    assert "ab.ipynb: it may be" in files["aB"].fault and files["Ab"].fault and len(strangers) == 1
