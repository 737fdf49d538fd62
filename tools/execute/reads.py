"""What a notebook's run read, beside what its key foresees."""

from nblib.reach import reach
from tools.execute.key import code_of
from tools.paths import ROOT

ADVICE = (
    "Its page would not be made anew when that changes. Import modules by name; load data by a "
    'loader of nblib.data; name a record in the call, records.load("06").'
)


def unforeseen(notebook, opened, modules):
    """Return a sentence on what a run read that its key does not cover, or None.

    opened: {file: the modules that opened it while being imported, or ""}; modules: the files of
    all modules imported; paths inside the repository. What only a package's __init__.py imports on
    the way to another module is no part of the page, nor is what such a module reads for itself.
    """
    code = code_of(notebook) + "import tools.execute.inside\n"
    foreseen = _names(reach(code))
    on_the_way = _names(reach(code, through_doors=True)) - foreseen
    wrong = [module for module in modules if module not in foreseen | on_the_way]
    wrong += [file for file, by in opened.items() if file not in foreseen and set(by) - on_the_way]
    if not wrong:
        return None
    return f"the notebook read {', '.join(wrong)}, to which no name in its cells leads. {ADVICE}"


def _names(paths):
    return {path.relative_to(ROOT).as_posix() for path in paths}
