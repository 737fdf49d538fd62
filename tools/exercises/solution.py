"""Otter's markers inside the code of a solution: what a student gets for it, and the whole of it.

`# BEGIN SOLUTION` … `# END SOLUTION` around lines, or `# SOLUTION` at the end of one; both may end
in `NO PROMPT`, which leaves not even `...` in their place.
"""

import difflib
import re

MARKER_WORDS = ("BEGIN", "END", "SOLUTION", "NO", "PROMPT")
BEGIN = re.compile(r"# BEGIN SOLUTION( NO PROMPT)?$")
END = re.compile(r"# END SOLUTION$")
LINE = re.compile(r"# SOLUTION( NO PROMPT)?$")


def stub(source):
    """Return what a student gets for a solution: `...` for what they are to write."""
    kept = []
    inside = False
    for line in source.splitlines():
        bare = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        if bare.startswith("# BEGIN SOLUTION"):
            inside = True
            if "NO PROMPT" not in bare:
                kept.append(f"{indent}...")
        elif bare.startswith("# END SOLUTION"):
            inside = False
        elif inside or bare.endswith("# SOLUTION NO PROMPT"):
            continue
        elif bare.endswith("# SOLUTION"):
            assigned = re.match(r"(\s*[\w.\[\]'\", ]+ = )", line)
            kept.append(f"{assigned[1]}..." if assigned else f"{indent}...")
        else:
            kept.append(line)
    return "\n".join(kept)


def solved(source):
    """Return a solution without its markers."""
    lines = source.splitlines()
    lines = [line for line in lines if not re.match(r"\s*# (BEGIN|END) SOLUTION", line)]
    return "\n".join(re.sub(r"\s*# SOLUTION( NO PROMPT)?$", "", line) for line in lines)


def problem(source):
    """Return (line, sentence) for the first marker of a solution that is not as it should be.

    Lines count from 0; None where all is well. What a student must not see hangs on these markers,
    so one that is misspelled, alone or missing counts, not only one that is wrong.
    """
    opened = None  # the line of a BEGIN SOLUTION that has no END yet
    markers = 0
    for number, line in enumerate(source.splitlines()):
        bare = line.strip()
        if BEGIN.match(bare):
            if opened is not None:
                return number, "`# BEGIN SOLUTION` stands inside another one"
            opened = number
        elif END.match(bare):
            if opened is None:
                return number, "`# END SOLUTION` has no `# BEGIN SOLUTION` before it"
            opened = None
        elif looks_like_a_marker(line):
            if not LINE.search(bare):
                return number, misspelled(line)
        else:
            continue
        markers += 1
    if opened is not None:
        return opened, "`# BEGIN SOLUTION` has no `# END SOLUTION`"
    if not markers:
        return 0, "no line of this solution is marked: students would get all of it"
    return None


def looks_like_a_marker(line):
    """Return whether a line ends in a comment that is a marker, or was meant to be one."""
    words = re.findall(r"\w+", line.rpartition("#")[2]) if "#" in line else []
    near = [difflib.get_close_matches(word.upper(), MARKER_WORDS, 1, 0.7) for word in words]
    return all(near) and ["SOLUTION"] in near


def misspelled(line):
    """Return the sentence about a marker that is none."""
    comment = "#" + line.rpartition("#")[2]
    return (
        f"there is no marker `{comment.strip()}` in code: there are `# SOLUTION`, "
        "`# BEGIN SOLUTION` and `# END SOLUTION`, the first two also with ` NO PROMPT`"
    )
