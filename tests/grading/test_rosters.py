"""Rosters as spreadsheets and course systems write them: read, or it is said what is wrong."""

import pytest

from nblib.grading.errors import SetupError
from nblib.grading.inputs import read_roster

pytestmark = pytest.mark.sandbox
CLASS = {"ann": "Ann Ames", "bob": "Bob Bell"}
READ = {
    "commas": "id,name\nann,Ann Ames\nbob,Bob Bell\n",
    "semicolons": "id;name\nann;Ann Ames\nbob;Bob Bell\n",
    "tabs": "id\tname\nann\tAnn Ames\nbob\tBob Bell\n",
    "bars": "id|name\nann|Ann Ames\nbob|Bob Bell\n",
    "spaces": "id, name\nann, Ann Ames\nbob , Bob Bell\n",
    "another case": "ID,Name\nann,Ann Ames\nbob,Bob Bell\n",
    "sep": "sep=;\r\nid;name\r\nann;Ann Ames\r\nbob;Bob Bell\r\n",
    "sep, quoted": '"sep=,"\nid,name\nann,Ann Ames\nbob,Bob Bell\n',
    "sep, a tab": "sep=\t\nid\tname\nann\tAnn Ames\nbob\tBob Bell\n",
    "quotes": '"id","name"\n"ann","Ann Ames"\n"bob", "Bob Bell"\n',
    "another order": "name;id\nAnn Ames;ann\nBob Bell;bob\n",
    "empty lines": "\nid,name\n\nann,Ann Ames\n,\n  \nbob,Bob Bell\n\n",
    "an old Mac": "id,name\rann,Ann Ames\rbob,Bob Bell\r",
    "canvas": "Student,ID,SIS User ID\nAnn Ames,ann,1\nBob Bell,bob,2\n",
    "nbgrader": "id,first_name,last_name,email\nann,Ann,Ames,\nbob,Bob,Bell,b@x.org\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_roster_is_read_however_it_was_written(tmp_path, text, encoding):
    (tmp_path / "r.csv").write_bytes(text.encode(encoding))
    assert read_roster(tmp_path / "r.csv") == CLASS


def test_a_separator_in_a_name_is_kept_where_it_stands_in_quotes(tmp_path):
    (tmp_path / "r.csv").write_text('id, name\nann, "Ames, Ann"\nbob,"O""Bell; Bob"\ncy\n')
    assert read_roster(tmp_path / "r.csv") == {"ann": "Ames, Ann", "bob": 'O"Bell; Bob', "cy": ""}


REFUSED = {
    "cp1252": ("id;name\nann;Zoë\n".encode("cp1252"), "no text in UTF-8.*CSV UTF-8"),
    "utf-16 without a mark": ("id,name\nann,Ann\n".encode("utf-16-le"), "no text in UTF-8"),
    "a spreadsheet": (b"PK\x03\x04\x14\0\6\0", "no text in UTF-8"),
    "a name cut in two": (b"id,name\nann,Ann\nbob,Bell, Bob\n", "Line 3 .* more fields"),
    "an id lost": (b"id,name\nann,Ann\n,Bob\n", "Line 3 .* has no id"),
    "no id": (b"student number;name\n1;Ann\n", "column id.*'student number', 'name'"),
    "two ids": (b"id,ID\n1,2\n", "two columns id"),
    "nobody": (b"id,name\n", "names nobody"),
    "nothing": (b"", "it has nothing"),
    "one id in two normal forms": ("id\nzoë\nzoe\u0308\n".encode(), "more than once"),
    "an open quote": (b'id,name\nann,"Ann\nbob,Bob\n', "cannot be read"),
}


@pytest.mark.parametrize("content, message", REFUSED.values(), ids=REFUSED)
def test_a_roster_that_would_lose_a_name_is_refused_with_what_to_do(tmp_path, content, message):
    (tmp_path / "r.csv").write_bytes(content)
    with pytest.raises(SetupError, match=message) as refused:
        read_roster(tmp_path / "r.csv")
    assert "\n" not in str(refused.value)
