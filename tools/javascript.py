"""Check scripts and style sheets, or put them in order: python -m tools.javascript [--fix].

Formatter and linter are deno, a program from the lock: no Node is needed. It is not shown the
network, and what it remembers of its last run lies in _build.
"""

import os
import subprocess
import sys
from pathlib import Path

from tools.paths import BUILD, ROOT

CONFIG = ROOT / "tools" / "deno.json"
FOLDERS = ("nblib", "tests", "tools")
ENVIRONMENT = {
    "DENO_DIR": str(BUILD / "deno"),
    "DENO_NO_UPDATE_CHECK": "1",
    "DENO_NO_PROMPT": "1",
    "RUST_BACKTRACE": "0",
}


def files(*suffixes):
    """Return the paths of all files of the project with one of these suffixes."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in paths if path.suffix in suffixes)


def deno(*arguments, **options):
    """Run deno as the project does; return the finished process."""
    program = Path(sys.executable).with_name("deno")
    command = [program, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, **options)


def in_order(fix=False):
    """Say whether every file is in order; mend first what can be mended, if asked to."""
    settings = ("--config", CONFIG)
    # First what the linter mends: the formatter then sees to its lines.
    lint = deno("lint", *settings, *(["--fix"] if fix else []), *files(".mjs", ".js"))
    fmt = deno("fmt", *settings, *([] if fix else ["--check"]), *files(".mjs", ".js", ".css"))
    return lint.returncode == 0 and fmt.returncode == 0


def main():
    """Exit with an error unless every file is in order."""
    fix = "--fix" in sys.argv[1:]
    if not in_order(fix):
        hint = "" if fix else " `make format` mends what can be mended without you."
        sys.exit(f"Scripts or style sheets are not in order: see above.{hint}")


if __name__ == "__main__":
    main()
