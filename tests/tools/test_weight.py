"""What a reader downloads stays small: each embedded file, what a widget carries, and the wheel."""

import pytest

from tools.paths import NBLIB, ROOT

MB = 1_000_000
PICTURES = {"fashion", "mnist"}
CUTS = sorted((NBLIB / "data").glob("*.npz"))
MODELS = sorted((NBLIB / "widgets").glob("*/*.json"))


@pytest.mark.parametrize("path", CUTS, ids=lambda path: path.stem)
def test_a_cut_of_texts_or_sounds_has_at_most_4_mb_and_pictures_at_most_6(path):
    most = 6 if path.stem in PICTURES else 4
    assert path.stat().st_size <= most * MB


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.parent.name)
def test_what_a_widget_has_learned_has_at_most_1_mb(path):
    assert path.stat().st_size <= MB


def test_the_wheel_stays_under_20_mb():
    """Its files, not yet compressed: nblib and the records, as pyproject.toml has them."""
    files = [path for folder in (NBLIB, ROOT / "records") for path in folder.rglob("*")]
    kept = [path for path in files if path.is_file() and "__pycache__" not in path.parts]
    assert CUTS and MODELS and sum(path.stat().st_size for path in kept) < 20 * MB
