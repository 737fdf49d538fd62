"""The checks of a set as a notebook calls them: check("q1"), check(), check.hint("q1")."""

import inspect
import linecache

from nblib.check import packed, results
from nblib.check.calls import Calls
from nblib.check.progress import Progress
from nblib.check.results import Asleep, Overview, Result, Sentence
from nblib.check.running import load, probe, run
from nblib.check.unwritten import unwritten
from nblib.terminal import printable


class Checks:
    """The checks of one exercise set; the object in a student's notebook that is called as
    check("q1").

    source: the public tests, Python. questions: {name: {"points": a number, "tests": names of
    functions, "probe": a name or None, "known": {fingerprint: hint}, "hints": texts, "uncovered": a
    text, "in_place": those of the tests that look at what became of the arrays that they handed
    over}}, in the order of the notebook. name: under which it is kept what passed; "" keeps
    nothing. names: where the student's objects are looked up; None: in the notebook.
    """

    # In the grader, which asks the tests itself: an answer that hangs costs no cell its time there.
    asleep = False

    def __init__(self, source, questions, *, title="", name="", names=None):
        self.questions = questions
        self.title = title or "The exercises"
        self._names = names
        self._progress = Progress(name)
        self._before = self._progress.read() & set(questions)  # passed before a restart
        self._done = set()  # questions that pass
        self._hinted = {}  # question -> how many of its hints were given
        file = f"<checks of {self.title}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        in_place = [n for entry in questions.values() for n in entry.get("in_place", ())]
        self._tests = load(source, file, in_place)

    @classmethod
    def unpack(cls, text):
        """Return the Checks that were packed as one line of text."""
        return cls(**packed.unpack(text))

    def __repr__(self):
        return f'{self.title}: check() shows where you stand, check("q1") looks at question 1.'

    def __call__(self, question=None):
        """Run the public tests of a question on what the notebook now holds; return the Result.

        Without a question: an overview of all of them.
        """
        if Checks.asleep:
            return Asleep("The grader asks its own tests: a check says nothing here.")
        names = self._names if self._names is not None else inspect.currentframe().f_back.f_globals
        if question is None:
            rows = [
                (name, entry["points"], self._stage(name, names))
                for name, entry in self.questions.items()
            ]
            return Overview(self.title, rows)
        if question not in list(self.questions):
            return Sentence(self._unknown(question))
        result = self._look(question, names)
        if not result.unwritten:
            self._add_notes(result)
        return result

    def hint(self, question=None):
        """Print the next hint for a question; each call gives one more, the last one stays.

        Without a question: for the first one that does not pass.
        """
        if Checks.asleep:
            return
        names = self._names if self._names is not None else inspect.currentframe().f_back.f_globals
        if question is None:
            settled = (results.PASSES, results.BEFORE)
            open_ones = (q for q in self.questions if self._stage(q, names) not in settled)
            question = next(open_ones, None)
        if question is None:
            print("The checks of every question pass: there is nothing to give a hint for.")
        elif question not in list(self.questions):
            print(printable(self._unknown(question)))
        else:
            self._print_hint(question)

    def _print_hint(self, question):
        hints = self.questions[question]["hints"]
        index = self._hinted.get(question, 0)
        self._hinted[question] = index + 1
        if not hints:
            print(f'There is no hint for {question}: read what check("{question}") says.')
        elif index < len(hints):
            last = ", the last" if index + 1 == len(hints) else ""
            hint = f"{question}, hint {index + 1} of {len(hints)}{last}: {hints[index]}"
            print(printable(hint))
        else:
            print(printable(f"{question}, the last hint again: {hints[-1]}"))

    def _look(self, question, names):
        """Run the public tests of a question and remember whether they pass."""
        entry = self.questions[question]
        tests = [self._tests[name] for name in entry["tests"]]
        result = self._unwritten(question, tests, names)
        if result is None:
            result = run(question, tests, names, calls=Calls())
            if entry.get("probe"):  # a known mistake may lie where the tests do not look
                result.hint = entry["known"].get(probe(self._tests[entry["probe"]], names))
        self._remember(result, tests, names)
        return result

    def _unwritten(self, question, tests, names):
        """Return the Result of a question whose answer is not begun; None of another one."""
        for test in tests:
            for name in test.parameters:
                if name in names and unwritten(names[name]):
                    return Result(question, unwritten=name)
        return None

    def _remember(self, result, tests, names):
        """Count a question as passed or not; what is not defined leaves it as it was."""
        if _missing(tests, names):
            self._done.discard(result.question)
            return
        before = self._done | self._before
        self._before.discard(result.question)
        if result.passed:
            self._done.add(result.question)
        else:
            self._done.discard(result.question)
        if self._done | self._before != before:
            self._progress.write(self._done | self._before)

    def _stage(self, question, names):
        """Run the tests of a question; return where it stands, in words."""
        result = self._look(question, names)
        tests = [self._tests[name] for name in self.questions[question]["tests"]]
        if result.passed:
            return results.PASSES
        if question in self._before:
            return results.BEFORE
        if result.unwritten:
            return results.UNWRITTEN
        return results.NOT_RUN if _missing(tests, names) else results.NOT_YET

    def _add_notes(self, result):
        """Say below a result what else there is to know."""
        question = result.question
        entry = self.questions[question]
        if result.passed and entry.get("uncovered"):
            result.notes.append(f"Not looked at here: {entry['uncovered']}")
        if not result.passed and entry.get("hints"):
            result.notes.append(f'check.hint("{question}") gives a hint, and one more each time.')
        passing = len(self._done | self._before)
        result.notes.append(f"{passing} of {len(self.questions)} questions pass so far.")

    def _unknown(self, question):
        known = ", ".join(self.questions)
        return f"There is no question {question!r}: there are {known}. check() shows them all."


def _missing(tests, names):
    """Return whether something that the tests look at is not defined."""
    return any(name not in names for test in tests for name in test.parameters)
