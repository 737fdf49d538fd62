"""Whose is a file? What was handed in bears the student's id or name, in a teacher's own way or in
that of a course system.
"""

import re
import unicodedata

AFTER = "_-. +("  # what may follow an id or a name
# Canvas: bellann_LATE_340934_2084902_work.ipynb, with the user's number. Moodle: a folder, or the
# beginning of a file's name, Ann Bell_657717_assignsubmission_file_, with the participant's.
CANVAS = re.compile(r"(?P<person>[^_]+)_(?:LATE_)?(?P<number>\d+)_\d+_.")
MOODLE = re.compile(r"(?P<person>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_|$)")
# Gradescope: folders submission_123, and a file that says whose each is.
METADATA = "submission_metadata.yml"
METADATA_B = 32 << 20
FOLDER = re.compile(r"(\w+):\s*$")
PART = re.compile(r"  :(\w+):")
ENTRY = re.compile(r"\s*-?\s*:(name|sid|email):\s*(.*?)\s*$")


def fold(text):
    """Return a text without letter case, without the ways in which Unicode writes one letter, and
    without characters that nobody sees.
    """
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    folded = unicodedata.normalize("NFKC", visible).casefold()
    # Turkish has two letters i, of which casefold() knows one.
    return unicodedata.normalize("NFKC", folded).replace("i\u0307", "i").replace("ı", "i")


class Owners:
    """The students of a roster, {id: name}, to whom files in a folder may belong."""

    def __init__(self, roster, folder):
        self._roster = roster
        self._ids = {}  # folded id -> students
        self._names = {}  # folded name -> students
        self._squashed = {}  # a name as one word, in each order -> students
        self._submitters = _submitters(folder / METADATA)  # folder -> [{"sid", "email", "name"}]
        for student, name in roster.items():
            self._ids.setdefault(fold(student), set()).add(student)
            if name:
                self._names.setdefault(fold(name), set()).add(student)
            for squashed in _orders(name):
                self._squashed.setdefault(squashed, set()).add(student)

    def of(self, name):
        """Return (students, sentence) for a file's name: of several students, all of a group, or
        those among whom the name does not decide; then a sentence says so, else it is empty.
        """
        if name in self._submitters:
            return self._group(name)
        if moodle := MOODLE.match(name):
            students = self._by_system(moodle)
        else:
            students = self._by_beginning(name)
            canvas = CANVAS.match(name)
            if canvas and not students:
                students = self._by_system(canvas)
        return _one(students)

    def _by_beginning(self, name):
        """Return the students whose id or name is what a file's name begins with, the longest."""
        folded = fold(name)
        for end in range(len(folded), 0, -1):
            if end == len(folded) or folded[end] in AFTER:
                students = self._called(folded[:end])
                if students:
                    return self._exact(name, students)
        return set()

    def _called(self, folded):
        """Return the students whose id is a folded word, or else whose name it is."""
        return self._ids.get(folded) or self._names.get(folded, set())

    def _exact(self, name, students):
        """Return, of several students, the one whose id stands in a name letter by letter."""
        plain = unicodedata.normalize("NFC", name)
        exact = {s for s in students if plain.startswith(unicodedata.normalize("NFC", s))}
        return exact if len(exact) == 1 else students

    def _by_system(self, match):
        """Return the students for a name that a course system made: by number, id or name."""
        number = match["number"]
        person = _squash(match["person"])
        for student in (number, f"Participant {number}"):
            name = self._roster.get(student)
            if name is not None and (not name or person in (*_orders(name), "participant")):
                return {student}
        students = self._called(fold(match["person"]))
        return self._exact(match["person"], students) or self._squashed.get(person, set())

    def _group(self, folder):
        """Return the students who handed in a folder of Gradescope's together, and a sentence."""
        students = []
        for submitter in self._submitters[folder]:
            for key in ("sid", "email", "name"):
                matches, sentence = _one(self._called(fold(submitter.get(key, ""))))
                if matches:
                    if sentence:
                        return matches, sentence
                    students += matches
                    break
        return list(dict.fromkeys(students)), ""


def _one(students):
    """Return (students as a list, a sentence if they are more than one)."""
    students = sorted(students)
    sentence = ""
    if len(students) > 1:
        sentence = f"it may be {' or '.join(students)}'s: begin its name with the id, as the roster"
        sentence += " writes it"
    return students, sentence


def _squash(text):
    """Return a text as one word without case: letters and digits only, as Canvas writes names."""
    return "".join(filter(str.isalnum, fold(text)))


def _orders(name):
    """Return a name as one word, begun with each of its words: Ann Bell, and Bell, Ann."""
    words = [word for word in map(_squash, name.split()) if word]
    return {"".join(words[i:] + words[:i]) for i in range(len(words))}


def _submitters(path):
    """Return {folder: [{"name", "sid", "email"}]} of an export of Gradescope's; {} without one."""
    groups = {}
    group = []
    inside = False  # whether these lines say who handed in
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(METADATA_B)
    except OSError:
        return {}
    for line in text.split("\n"):
        if folder := FOLDER.match(line):
            group = groups.setdefault(folder[1], [])
            inside = False
        elif section := PART.match(line):
            inside = section[1] == "submitters"
        elif inside and (entry := ENTRY.match(line)):
            if line.lstrip().startswith("-"):
                group.append({})
            if group:
                group[-1][entry[1]] = _unquoted(entry[2])
    return groups


def _unquoted(text):
    """Return a YAML word without its quotes."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]
    return text
