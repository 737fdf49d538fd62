import pytest
import yaml

from tools import sync
from tools.book.course import Course, PlanError
from tools.paths import CHAPTERS, ROOT


def test_the_plan_names_thirty_chapters_in_six_parts():
    course = Course()
    assert [c.number for c in course.chapters] == [f"{n:02}" for n in range(1, 31)] and len(
        course.parts
    ) == 6


def test_every_chapter_that_is_written_is_in_the_plan_and_in_the_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    listed = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    written = [f"chapters/{chapter.stem}" for chapter in Course().written]
    assert [f"chapters/{source.stem}" for source in sync.sources()] == written
    assert [file for file in listed if file.split("/")[1][:2].isdigit()] == written


def test_every_page_of_the_back_matter_is_in_the_contents():
    toc = (ROOT / "_toc.yml").read_text()
    for page in CHAPTERS.glob("[a-z]*.md"):
        assert f"chapters/{page.stem}\n" in toc, f"{page.name} is in no contents"


def plan(tmp_path, chapters, weeks=()):
    path = tmp_path / "course.yml"
    path.write_text(
        yaml.safe_dump({"parts": [{"title": "One", "chapters": chapters}], "weeks": list(weeks)})
    )
    return path


def chapter(number, needs=()):
    return {"number": number, "name": "x", "title": "X", "hours": 1, "needs": list(needs)}


@pytest.mark.parametrize(
    "chapters, weeks, message",
    [
        (
            [chapter("01", ["02"]), chapter("02")],
            [],
            r"chapter 01 needs \['02'\], which do not stand before it",
        ),
        ([chapter("01")], [["07"]], "week 1 names chapter 07"),
        (
            [chapter("01"), chapter("02", ["01"])],
            [["02"], ["01"]],
            r"week 1 has chapter 02 before \['01'\]",
        ),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(tmp_path, chapters, weeks, message):
    with pytest.raises(PlanError, match=message):
        Course(plan(tmp_path, chapters, weeks))
