"""What course systems and computers make of a hand-in: each layout is read, or it is said why."""

import os
import subprocess
import zipfile

import pytest
from classes import ASSIGNMENT, BLANK, KEY, RIGHT, notebook

from nblib.grading import submission
from nblib.grading.limits import Limits
from nblib.grading.submission import collect

pytestmark = pytest.mark.sandbox
LIMITS = Limits()
ROSTER = {"ann": "Ann Ames", "bob": "Bob van der Bell", "7003": "Çiğdem Öz"}
EMPTY = notebook("")


@pytest.fixture
def room(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def write(room, name, content=KEY):
    path = room / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def packed(path, members, **options):
    """Write an archive: {name, or (name, year): content}."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, content in members.items():
            name, year = name if isinstance(name, tuple) else (name, 2026)
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), content)
    return path


def found(room, students=ROSTER, assignment=ASSIGNMENT):
    """Return ({student: name of the file that counts}, what belongs to nobody)."""
    files, strangers = collect(room, students, LIMITS, assignment)
    return {s: files[s].path and files[s].path.name for s in students}, strangers


def remarks(room, student="ann", assignment=ASSIGNMENT):
    return "\n".join(collect(room, ROSTER, LIMITS, assignment)[0][student].remarks)


LAYOUTS = {  # of a class of three: names as the system writes them, and what it is exported into
    "canvas": [
        "amesann_340934_2084902_work.ipynb",
        "vanderbellbob_LATE_340935_2084903_work-1.ipynb",
        "özçiğdem_7003_2084904_work.ipynb",
    ],
    "moodle, in folders": [
        "Ann Ames_657717_assignsubmission_file_/work.ipynb",
        "Bob van der Bell_657718_assignsubmission_file/work.ipynb",
        "Çiğdem Öz_7003_assignsubmission_file_/work.ipynb",
    ],
    "moodle, flat": [
        "Ann Ames_657717_assignsubmission_file_work.ipynb",
        "Bob van der Bell_657718_assignsubmission_file_work.ipynb",
        "Çiğdem Öz_657719_assignsubmission_file_work.ipynb",
    ],
    "nbgrader, submitted": [
        "submitted/ann/ps1/work.ipynb",
        "submitted/bob/ps1/work.ipynb",
        "submitted/7003/ps1/work.ipynb",
    ],
    "nbgrader, inbound": [
        "ann+ps1+2026-11-29 15:58:23.948203 UTC/work.ipynb",
        "bob+ps1+2026-11-29 15:58:24.948203 UTC/work.ipynb",
        "7003+ps1+2026-11-29 15:58:25.948203 UTC/work.ipynb",
    ],
    "by hand": ["ann (1).ipynb", "Bob van der Bell.ipynb", "7003/a/b/work.ipynb"],
}


@pytest.mark.parametrize("names", LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_of_a_course_system_is_read(room, names):
    for name in names:
        write(room, name)
    files, strangers = found(room)
    assert all(files.values()) and not strangers


def test_anonymous_folders_of_moodle_belong_to_numbers(room):
    write(room, "Participant_657717_assignsubmission_file_/work.ipynb")
    for student in ("657717", "Participant 657717"):
        assert found(room, {student: ""})[0][student]


def test_an_export_of_gradescope_says_whose_each_folder_is(room):
    export = room / "assignment_1_export"
    for number in (11, 12, 13):
        write(export, f"submission_{number}/work.ipynb")
    (export / "submission_metadata.yml").write_text(
        "submission_11:\n  :created_at: 2026-11-29\n  :submitters:\n"
        "  - :name: Somebody Else\n    :sid: 'ANN'\n    :email: x@y.org\n"
        "  :history:\n  - :sid: '7003'\n    :name: not this one\n"
        "submission_12:\n  :submitters:\n"
        "  - :name: Bob van der Bell\n    :sid: ''\n    :email: bob@y.org\n"
        "  - :name: Çiğdem Öz\n    :sid: 7003\n"
        "submission_13:\n  :submitters:\n  - :name: Zoe\n    :sid: '9'\n"
    )
    files, strangers = found(room)
    assert set(files.values()) == {"work.ipynb"}
    assert [line.split(":")[0] for line in strangers] == ["submission_13"]


def test_a_number_of_the_system_is_never_that_of_another_student(room):
    """7003 is Çiğdem's id at the school, and Bob's number on Canvas."""
    write(room, "vanderbellbob_7003_1_work.ipynb")
    write(room, "Zoe Zed_7003_assignsubmission_file_/work.ipynb")
    files, strangers = found(room)
    assert files == {"ann": None, "bob": "vanderbellbob_7003_1_work.ipynb", "7003": None}
    assert len(strangers) == 1


def test_a_first_name_alone_is_no_id(room):
    write(room, "Ann Zed_657717_assignsubmission_file_/work.ipynb")
    assert found(room)[0]["ann"] is None


# ---- archives and folders


def test_the_newest_in_an_archive_is_the_newest_and_not_the_last_by_name(room):
    packed(room / "ann.zip", {("a.ipynb", 2026): KEY, ("z.ipynb", 2025): BLANK})
    assert found(room)[0]["ann"] == "a.ipynb"
    assert "the newest counts, a.ipynb" in remarks(room)


def test_of_equal_age_the_copy_with_the_highest_number_counts_and_it_is_said(room):
    names = ["work.ipynb", "work-2.ipynb", "work-10.ipynb"]
    members = {name: notebook(f"x = {i}") for i, name in enumerate(names)}
    packed(room / "ann.zip", members)
    assert found(room)[0]["ann"] == "work-10.ipynb"
    assert "of equal age, the last by name counts, work-10.ipynb" in remarks(room)


LITTER = [
    "__MACOSX/hw/._work.ipynb",
    "hw/._work.ipynb",
    "hw/.ipynb_checkpoints/work-checkpoint.ipynb",
    "hw\\.ipynb_checkpoints\\work-checkpoint.ipynb",
    ".Trash/work.ipynb",
]


@pytest.mark.parametrize("name", LITTER)
def test_what_systems_leave_beside_the_files_is_no_notebook(room, name):
    packed(room / "ann.zip", {("work.ipynb", 2020): KEY, (name, 2026): BLANK})
    if "\\" not in name:
        old = write(room, "bob/work.ipynb")
        os.utime(old, (1, 1))
        write(room, f"bob/{name}", BLANK)
    write(room, "._ann.ipynb", b"\0\5\x16\7")
    write(room, "__MACOSX/x.ipynb")
    files, strangers = collect(room, ROSTER, LIMITS, ASSIGNMENT)
    assert files["ann"].content == KEY and not files["ann"].remarks and not strangers
    assert "\\" in name or (files["bob"].content == KEY and not files["bob"].remarks)


def other_set():
    return notebook("x = 1", nblib={"set": "77", "variant": 0})


def test_a_notebook_of_another_set_or_none_does_not_take_the_place_of_this_one(room):
    packed(
        room / "ann.zip",
        {
            ("right.ipynb", 2020): KEY,
            ("other set.ipynb", 2026): other_set(),
            ("chapter.ipynb", 2026): notebook("x"),
            ("broken.ipynb", 2027): KEY[:500],
        },
    )
    assert found(room)[0]["ann"] == "right.ipynb"
    assert "the newest of this set and variant counts, right.ipynb" in remarks(room)
    packed(room / "ann.zip", {("a.ipynb", 2020): RIGHT.encode(), ("b.ipynb", 2019): notebook("x")})
    assert "the newest that is not of another set or variant counts, b.ipynb" in remarks(room)
    packed(room / "ann.zip", {("a.ipynb", 2020): b"{", ("b.ipynb", 2019): other_set()})
    assert "the newest that can be read counts, b.ipynb" in remarks(room)


def test_no_notebook_of_a_clone_of_the_course_is_overlooked(room):
    members = {(f"{i:03}.ipynb", 2026): notebook(f"x = {i}") for i in range(60)}
    packed(room / "ann.zip", members | {("zz/mine.ipynb", 2020): KEY})
    assert found(room)[0]["ann"] == "mine.ipynb"


def test_more_than_are_looked_at_is_said(room):
    packed(room / "ann.zip", {(f"{i}.ipynb", 2000 + i): notebook(f"x = {i}") for i in range(9)})
    files, _ = collect(room, ["ann"], Limits(archived=4))
    assert files["ann"].path.name == "8.ipynb"
    assert "9 notebooks were handed in: only the 4 newest were looked at" in files["ann"].remarks


def test_an_archive_in_a_folder_is_read(room):
    packed(room / "ann" / "x" / "work.ZIP", {"hw/work.IPYNB": KEY})
    write(room, "bob.IPYNB")
    write(room, "7003.ipynb.txt")
    assert found(room)[0] == {"ann": "work.IPYNB", "bob": "bob.IPYNB", "7003": "7003.ipynb.txt"}


REFUSED = {
    "ann.rar": "a .rar archive is not unpacked: hand in the notebook itself",
    "ann.tar.gz": "a .gz archive is not unpacked",
    "ann/work.7z": "a .7z archive is not unpacked",
    "ann.pdf": "a .pdf file, not a notebook",
    "ann/report.html": "a .html file, not a notebook",
    "ann": "a nameless file",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_graded_is_refused_with_what_to_do(room, name):
    write(room, name)
    assert REFUSED[name] in remarks(room)


def test_an_archive_in_an_archive_is_said(room):
    inner = packed(room.parent / "inner.zip", {"work.ipynb": KEY}).read_bytes()
    packed(room / "ann.zip", {"work.zip": inner})
    assert "an archive in an archive is not unpacked: hand in the notebook" in remarks(room)


def test_a_locked_archive_is_said_without_a_word_of_python_s(room):
    path = packed(room / "ann.zip", {"work.ipynb": KEY})
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + flags] |= 1
    path.write_bytes(data)
    said = remarks(room)
    assert "locked with a password" in said and "Error" not in said


def test_one_damaged_file_does_not_cost_the_others_in_an_archive(room):
    path = packed(room / "ann.zip", {("bad.ipynb", 2027): b"x" * 999, ("good.ipynb", 2020): KEY})
    path.write_bytes(path.read_bytes().replace(b"x" * 9, b"y" * 9))
    assert found(room)[0]["ann"] == "good.ipynb"
    assert "bad.ipynb: it is damaged and cannot be read" in remarks(room)


def test_an_archive_of_a_million_names_is_refused_before_it_is_read(room):
    packed(room / "ann.zip", {f"{i}.txt": b"" for i in range(300)})
    files, _ = collect(room, ["ann"], Limits(entries=200))
    assert "more than 200 files" in files["ann"].remarks[0]


def test_what_no_reader_foresaw_is_its_owner_s_only_and_no_zero(room, monkeypatch):
    write(room, "bob.ipynb")
    packed(room / "ann.zip", {"work.ipynb": KEY})
    monkeypatch.setattr(submission, "notebooks_in", lambda *arguments: {}["surprise"])
    files, _ = collect(room, ROSTER, LIMITS)
    assert files["bob"].content and "KeyError: 'surprise'" in files["ann"].fault


def test_an_export_that_was_not_unpacked_is_said(room):
    packed(room / "submissions.zip", {"ann.ipynb": KEY})
    assert "unpack it" in found(room)[1][0]


@pytest.fixture
def abyss(room):
    """Ann's folder, a thousand folders deep: Python itself cannot delete such a one."""
    here = os.open(room, os.O_RDONLY)
    for name in ["ann", *["d"] * 1_000]:
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    yield
    subprocess.run(["rm", "-rf", str(room / "ann")], check=True)


def test_folders_a_thousand_deep_and_wide_ones_are_their_owner_s_only(room, abyss):
    write(room, "bob.ipynb")
    for i in range(300):
        write(room, f"7003/{i}.txt", b"")
    files, _ = collect(room, ROSTER, Limits(entries=200))
    assert files["bob"].content == KEY
    assert "folders more than 50 deep are not looked into" in files["ann"].remarks[0]
    assert "more than 200 files were handed in" in files["7003"].remarks[0]


def test_no_content_is_held_in_memory_and_a_change_meanwhile_is_noticed(room):
    path = write(room, "ann.ipynb", EMPTY)
    files, _ = collect(room, ROSTER, LIMITS, ASSIGNMENT)
    assert not any(isinstance(value, bytes) for value in vars(files["ann"].file).values())
    path.write_bytes(KEY)
    with pytest.raises(OSError, match="was changed while it was graded"):
        files["ann"].read()
