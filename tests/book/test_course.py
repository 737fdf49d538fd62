"""The plan of the course, and what is drawn from it: contents, titles, the map."""

import json
import re

import pytest
import yaml

from tools import sync
from tools.book import contents
from tools.book.course import Course, PlanError
from tools.book.site import course_map
from tools.book.site.tables import (
    Page,
    beginnings,
    chapters,
    extent,
    named,
    syllabus,
    weekends,
    weeks,
)
from tools.paths import CHAPTERS


def chapter(number, needs=(), **changes):
    entry = {"slug": f"{number:02}_x", "title": "X", "hours": 1, "needs": list(needs)}
    entry["about"] = "What it is about."
    return entry | changes


def plan(tmp_path, chapters, weeks=(), weekends=()):
    path = tmp_path / "course.yml"
    parts = [{"title": "One", "chapters": chapters}]
    back = [{"title": "At the end", "pages": ["end"]}]
    ways = {"weeks": list(weeks), "weekends": list(weekends)}
    path.write_text(yaml.safe_dump({"parts": parts, "back": back} | ways))
    return path


def test_the_plan_names_thirty_chapters_in_six_parts():
    course = Course()
    assert [c.number for c in course.chapters] == list(range(1, 31))
    assert len(course.parts) == 6


def test_every_chapter_that_is_written_is_in_the_plan():
    assert [source.stem for source in sync.sources()] == [c.slug for c in Course().written]


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_a_page_has_the_title_of_the_plan(source):
    heading = re.search(r"^# (.+)$", source.read_text(encoding="utf-8"), flags=re.M)[1]
    titles = {c.slug: c.title for c in Course().chapters}
    assert heading == titles[source.stem], "chapters/course.yml says the title of a chapter"


def test_every_page_of_the_back_matter_is_in_the_plan_once():
    named = [page for pages in Course().back.values() for page in pages]
    assert sorted(page.stem for page in (CHAPTERS / "back").glob("*.md")) == sorted(named)


def test_the_back_matter_tells_pages_for_learners_from_pages_for_teachers():
    back = Course().back
    assert list(back) == ["For learners", "For teachers and authors"]
    assert "glossary" in back["For learners"] and "grading" in back["For teachers and authors"]


def test_every_chapter_says_in_a_line_of_its_own_what_it_is_about():
    lines = [chapter.about for chapter in Course().chapters]
    assert len(set(lines)) == 30
    assert all(4 <= len(line.split()) <= 20 for line in lines)


def test_the_contents_are_what_the_plan_says():
    assert contents.in_step(Course()), "_toc.yml and the plan differ: run `make sync`, commit both"


def test_contents_list_written_chapters_and_no_part_without_one(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.book.course.CHAPTERS", tmp_path)
    course = Course(plan(tmp_path, [chapter(1), chapter(2)]))
    back = {"caption": "At the end", "chapters": [{"file": "chapters/back/end"}]}
    assert yaml.safe_load(contents.text(course))["parts"] == [back]

    (tmp_path / "02_x.md").write_text("# X\n")
    part = {"caption": "One", "chapters": [{"file": "chapters/02_x"}]}
    assert yaml.safe_load(contents.text(course))["parts"] == [part, back]


@pytest.mark.parametrize(
    "chapters, weeks, message",
    [
        ([chapter(1, [2]), chapter(2)], [], r"chapter 1 needs \[2\], which do not stand before it"),
        ([chapter(1), chapter(1)], [], "there are two chapters 1"),
        ([chapter(1, slug="1_x")], [], "a chapter has a slug such as"),
        ([chapter(1, weeks=2)], [], "a chapter has a slug such as"),
        ([{"title": "X"}], [], "a chapter has a slug such as"),
        ([chapter(1, about="No sentence")], [], "one sentence of at most 100 characters"),
        ([chapter(1, about=f"{'long ' * 20}.")], [], "one sentence of at most 100 characters"),
        ([chapter(1)], [[7]], r"week 1 names \[7\]"),
        ([chapter(1), chapter(2, [1])], [[2], [1]], r"week 1 has chapter 2 before \[1\]"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(tmp_path, chapters, weeks, message):
    with pytest.raises(PlanError, match=message):
        Course(plan(tmp_path, chapters, weeks))


@pytest.mark.parametrize(
    "slug, message", [("01_lost", "01_lost.md is not in the plan"), ("01_x", None)]
)
def test_sync_names_a_chapter_that_is_not_in_the_plan(tmp_path, monkeypatch, slug, message):
    for name in ("tools.book.course.CHAPTERS", "tools.sync.CHAPTERS", "tools.sync.ROOT"):
        monkeypatch.setattr(name, tmp_path)
    monkeypatch.setattr(contents, "TOC", tmp_path / "_toc.yml")
    plan(tmp_path, [chapter(1)])
    (tmp_path / f"{slug}.md").write_text("# X\n")
    if message:
        with pytest.raises(SystemExit, match=message):
            sync.sync_contents()
    else:
        sync.sync_contents()
        assert "file: chapters/01_x\n" in contents.TOC.read_text()


def test_links_lead_from_any_page_to_the_chapters(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.book.course.CHAPTERS", tmp_path)
    (tmp_path / "01_x.md").write_text("# X\n")
    course = Course(plan(tmp_path, [chapter(1), chapter(2, title="Y")], [[1, 2]]))
    assert Page("index").link(course[1]) == "[1\u00a0X](chapters/01_x.md)"
    assert Page("chapters/back/syllabus").link(course[1]) == "[1\u00a0X](../01_x.md)"
    assert Page("index").link(course[2]) == "2\u00a0Y", "what is not written is no link"
    assert "[1\u00a0X](chapters/01_x.md)<br>2\u00a0Y | 2 |" in weeks(course, Page("index"))


def test_both_ways_through_are_drawn_and_checked(tmp_path):
    path = plan(tmp_path, [chapter(1), chapter(2, [1])], [[1], [2]], [[1, 2]])
    assert "| 2 | 2\u00a0X | 1 |" in weeks(Course(path), Page("index"))
    assert "| 1 | 1\u00a0X<br>2\u00a0X | 2 |" in weekends(Course(path), Page("index"))
    with pytest.raises(PlanError, match=r"weekend 1 has chapter 2 before \[1\]"):
        Course(plan(tmp_path, [chapter(1), chapter(2, [1])], [], [[2]]))


@pytest.fixture
def small_course(tmp_path, monkeypatch):
    """A course of three chapters, of which the first is written and has two exercises."""
    monkeypatch.setattr("tools.book.course.CHAPTERS", tmp_path)
    monkeypatch.setattr("tools.book.site.exercises.EXERCISES", tmp_path)
    (tmp_path / "01_x.md").write_text("# X\n")
    handed_out = tmp_path / "01_x" / "student" / "01_x.ipynb"
    handed_out.parent.mkdir(parents=True)
    cells = [{"source": [f'check("{name}")']} for name in ("q1", "q2", "q1")]
    handed_out.write_text(json.dumps({"cells": [*cells, {"source": ["check()"]}]}))
    return Course(plan(tmp_path, [chapter(1), chapter(2, [1]), chapter(3, [1, 2], hours=5)]))


def test_the_front_page_says_of_each_chapter_what_it_is_about_and_takes(small_course):
    first, second, third = chapters(small_course, Page("index")).split("\n")[2:]
    assert "[1\u00a0X](chapters/01_x.md).** What it is about.<br>" in first
    assert "1 hour · 2 exercises<" in first
    assert "2\u00a0X.** What" in second and "1 hour · after chapter 1 · planned<" in second
    assert "5 hours · after chapters 1 and 2 · planned<" in third


def test_the_front_page_says_where_to_begin_and_how_much_there_is(small_course):
    assert "before [1\u00a0X](chapters/01_x.md): begin" in beginnings(small_course, Page("index"))
    told = extent(small_course, Page("index"))
    assert told.startswith("1 of 3 chapters can be read now. They take about 1 hour, with 2 ex")


def test_the_syllabus_has_what_a_teacher_plans_with(small_course):
    rows = syllabus(small_course, Page("chapters/back/syllabus")).split("\n")[2:]
    assert rows[0] == "| [1\u00a0X](../01_x.md) | What it is about. | 1 | none | 2 |"
    assert rows[2] == "| 3\u00a0X | What it is about. | 5 | 1, 2 | planned |"


def test_chapters_are_named_as_the_links_find_them():
    assert named([4]) == "chapter 4"
    assert named([8, 10, 13]) == "chapters 8, 10 and 13"


def test_the_map_has_a_chip_for_each_chapter_and_an_arrow_for_each_need():
    course = Course()
    svg = course_map.draw(course, Page("index").href)
    assert svg.count('class="ready"') == len(course.written)
    assert svg.count("<rect") == len(course.chapters)
    arrows = svg.split('class="edges"')[1].split("</g>")[0]
    assert arrows.count("<path") == sum(len(c.needs) for c in course.chapters)
    assert 'href="chapters/01_loss_functions.html"' in svg


def test_a_chapter_leads_to_those_written_that_need_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.book.course.CHAPTERS", tmp_path)
    course = Course(plan(tmp_path, [chapter(1), chapter(2, [1]), chapter(3, [1])]))
    (tmp_path / "03_x.md").write_text("# X\n")
    assert course.leads_to(course[1]) == [course[3]]


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_what_the_plan_needs_stands_on_the_page(source):
    (line,) = [x for x in source.read_text("utf-8").splitlines() if x.startswith("Before this")]
    said = {int(number) for number in re.findall(r"(?<=chapter )\d+", line)}
    assert set(Course()[int(source.stem[:2])].needs) <= said
