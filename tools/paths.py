"""Where things lie in the repository. No other file of tools or tests works this out again."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ROOT / "chapters"
EXERCISES = ROOT / "exercises"
RECORDS = ROOT / "records"
NBLIB = ROOT / "nblib"
BUILD = ROOT / "_build"  # what the commands make
SITE = BUILD / "html"
EXECUTION = BUILD / "execution"  # the notebooks as they are run, and what each run said
CACHE = BUILD / "cache"  # the executed notebooks, where myst-nb looks for them (see _config.yml)
