"""The plan of the course, chapters/course.yml, as objects.

What is planned, what is written, what needs what. A chapter's number and title stand in the plan;
contents, links and the headings of the site are drawn from it.
"""

import re
from dataclasses import dataclass

import yaml

from tools import source_text
from tools.paths import CHAPTERS

KEYS = {"slug", "title", "hours", "needs", "about"}
LONGEST_ABOUT = 100  # characters: one line of the front page


class PlanError(ValueError):
    """The plan contradicts itself."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the plan; `needs` are the numbers of chapters to read before."""

    slug: str  # the name of its files, such as 02_gradient_descent
    title: str
    hours: int
    needs: tuple
    about: str  # one line: what it is about
    part: int  # the index of its part

    @property
    def number(self):
        """Its number: 2 for 02_gradient_descent."""
        return int(self.slug[:2])

    @property
    def label(self):
        """Number and title, as every page shows them."""
        return f"{self.number} {self.title}"

    @property
    def source(self):
        """The path of its source."""
        return CHAPTERS / f"{self.slug}.md"

    @property
    def exists(self):
        """Whether it has been written."""
        return self.source.exists()


class Course:
    """The whole plan: `parts` (titles), `chapters`, `back` ({title: names of pages}), `weeks` and
    `weekends`, the chapters that each takes.

    Raises PlanError for a chapter without a slug, title, hours, needs or a line on what it is
    about, a number that stands twice, a need that is not an earlier chapter, a week or weekend with
    a chapter that is unknown or stands before one that it needs.
    """

    def __init__(self, path=None):
        path = path or CHAPTERS / "course.yml"
        plan = yaml.safe_load(source_text.read(path))
        self.parts = [part["title"] for part in plan["parts"]]
        self.back = {group["title"]: group["pages"] for group in plan["back"]}
        self.weeks = plan["weeks"]
        self.weekends = plan["weekends"]
        self.chapters = []
        self.by_number = {}
        for index, part in enumerate(plan["parts"]):
            for entry in part["chapters"]:
                self._add(entry, index)
        self._check("week", self.weeks)
        self._check("weekend", self.weekends)

    def _add(self, entry, part):
        """Take a chapter in, in the order of the plan."""
        slug = entry.get("slug", "")
        if set(entry) != KEYS or not re.fullmatch(r"\d\d_\w+", slug):
            raise PlanError(
                "a chapter has a slug such as 02_gradient_descent, "
                f"a title, hours, needs and about; got {entry}"
            )
        about = entry["about"]
        if not about.endswith(".") or len(about) > LONGEST_ABOUT:
            raise PlanError(
                f"what {slug} is about is one sentence of at most {LONGEST_ABOUT} characters, "
                f"with its period; got {about!r}"
            )
        chapter = Chapter(slug, entry["title"], entry["hours"], tuple(entry["needs"]), about, part)
        if chapter.number in self.by_number:
            raise PlanError(f"there are two chapters {chapter.number}")
        unknown = set(chapter.needs) - set(self.by_number)
        if unknown:
            raise PlanError(
                f"chapter {chapter.number} needs {sorted(unknown)}, which do not stand before it"
            )
        self.chapters.append(chapter)
        self.by_number[chapter.number] = chapter

    def _check(self, unit, way):
        """Refuse a way through the course, a list of chapters for each unit of time, that breaks
        the order of needs.
        """
        taught = set()
        for count, numbers in enumerate(way, 1):
            unknown = set(numbers) - set(self.by_number)
            if unknown:
                raise PlanError(
                    f"{unit} {count} names {sorted(unknown)}, which are not in the plan"
                )
            # Chapters of one unit may need each other: the plan's order says which comes first.
            taught.update(numbers)
            for number in numbers:
                missing = set(self[number].needs) - taught
                if missing:
                    raise PlanError(f"{unit} {count} has chapter {number} before {sorted(missing)}")

    def __getitem__(self, number):
        return self.by_number[number]

    @property
    def written(self):
        """The chapters that exist, in order."""
        return [chapter for chapter in self.chapters if chapter.exists]

    def leads_to(self, chapter):
        """The chapters that exist and name this one among what to read before."""
        return [successor for successor in self.written if chapter.number in successor.needs]

    def chapter_of(self, docname):
        """Return the chapter whose page this is, such as chapters/02_gradient_descent, or None."""
        for chapter in self.chapters:
            if docname == f"chapters/{chapter.slug}":
                return chapter
        return None
