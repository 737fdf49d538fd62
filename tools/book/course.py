"""The plan of the course, chapters/course.yml, as objects: what is planned, what is there, what
needs what.
"""

from dataclasses import dataclass
from functools import cached_property

import yaml

from tools.paths import CHAPTERS


class PlanError(ValueError):
    """The plan contradicts itself."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the plan; `needs` are the numbers of chapters to read before."""

    number: str
    name: str
    title: str
    hours: int
    needs: tuple
    part: int

    @property
    def stem(self):
        """The name of its files, such as 02_gradient_descent."""
        return f"{self.number}_{self.name}"

    @property
    def source(self):
        """The path of its source."""
        return CHAPTERS / f"{self.stem}.md"

    @property
    def exists(self):
        """Whether it has been written."""
        return self.source.exists()

    @property
    def link(self):
        """Its title in Markdown, a link where there is a page; for pages of chapters/."""
        label = f"{self.number} {self.title}"
        return f"[{label}]({self.stem}.md)" if self.exists else label


class Course:
    """The whole plan. Raises PlanError for a need that is not an earlier chapter or a week with an
    unknown one.
    """

    def __init__(self, path=CHAPTERS / "course.yml"):
        plan = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.parts = [part["title"] for part in plan["parts"]]
        self.chapters = [
            Chapter(c["number"], c["name"], c["title"], c["hours"], tuple(c["needs"]), index)
            for index, part in enumerate(plan["parts"])
            for c in part["chapters"]
        ]
        self.weeks = plan["weeks"]
        seen = set()
        for chapter in self.chapters:
            if unknown := set(chapter.needs) - seen:
                raise PlanError(
                    f"chapter {chapter.number} needs {sorted(unknown)}, which do not stand before it"
                )
            seen.add(chapter.number)
        taught = set()
        for number, week in enumerate(self.weeks, 1):
            taught.update(week)
            for chapter in week:
                if chapter not in seen:
                    raise PlanError(
                        f"week {number} names chapter {chapter}, which is not in the plan"
                    )
                if missing := set(self[chapter].needs) - taught:
                    raise PlanError(f"week {number} has chapter {chapter} before {sorted(missing)}")

    @cached_property
    def _by_number(self):
        return {chapter.number: chapter for chapter in self.chapters}

    def __getitem__(self, number):
        return self._by_number[number]

    @property
    def written(self):
        """The chapters that exist, in order."""
        return [chapter for chapter in self.chapters if chapter.exists]
