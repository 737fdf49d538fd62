"""One ES module out of several: a widget's front end is one string, wherever it runs."""

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', flags=re.M)
EXPORTED = re.compile(r"^export (?=(?:async )?(?:function|const|class|let)\b)", flags=re.M)
TOP = re.compile(
    r"^(?:async )?(?:function\*?|const|class|let) (?:\{([^}]*)\}|\[([^\]]*)\]|(\w+))", flags=re.M
)


class BundleError(ValueError):
    """The modules do not fit together."""


def bundle(entry):
    """Return the text of an ES module and of all that it imports by relative path, each once,
    dependencies first.

    The modules share one scope in the result, so their top-level names must differ, and an import
    must not rename. Raises BundleError for a missing file, a name that the imported module does not
    have, or a name that stands twice.
    """
    texts = {}
    owners = {}
    _collect(Path(entry).resolve(), texts, owners, ())
    return "\n".join(f"// {path.name}\n{text}" for path, text in texts.items())


def _collect(path, texts, owners, above):
    if path in texts:
        return
    if path in above:
        raise BundleError(
            f"{path.name} imports itself by way of {', '.join(p.name for p in above)}"
        )
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BundleError(
            f"{above[-1].name if above else 'the entry'} imports {path}, which does not exist"
        ) from None
    for names, address in IMPORT.findall(source):
        imported = (path.parent / address).resolve()
        _collect(imported, texts, owners, (*above, path))
        for name in filter(None, (n.strip() for n in names.split(","))):
            if owners.get(name) != imported:
                raise BundleError(
                    f"{path.name} imports {name!r}, which {imported.name} does not define "
                    "at its top level"
                )
    text = IMPORT.sub("", source)
    if unmatched := re.search(r"^import .*", text, flags=re.M):
        raise BundleError(
            f"{path.name} has an import of another form than "
            f"'import {{ a, b }} from \"./c.mjs\";': {unmatched[0]}"
        )
    text = EXPORTED.sub("", text)
    for groups in TOP.findall(text):
        for name in filter(None, re.split(r"[,\s]+", "".join(groups))):
            if name in owners:
                raise BundleError(
                    f"{name!r} stands at the top of both {owners[name].name} and {path.name}: "
                    "rename one"
                )
            owners[name] = path
    texts[path] = text
