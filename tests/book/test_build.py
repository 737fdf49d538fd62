"""What makes the site build: one page for a change to one page, all for a change to what all
carry.
"""

import pytest

from tools.book import build
from tools.paths import NBLIB, ROOT


def names(paths):
    return {path.relative_to(ROOT).as_posix() for path in paths if path.is_file()}


def test_what_every_page_carries_is_there_and_makes_all_of_them_anew():
    assert all(path.is_file() for path in build.CARRIED)
    expected = {"_config.yml", "_toc.yml", "chapters/course.yml", "tools/book/site/static/site.css"}
    assert expected | names(build.CARRIED) <= names(build.frame())


def test_no_widget_of_a_chapter_and_no_chapter_makes_all_pages_anew():
    frame = names(build.frame())
    widgets = names(NBLIB.glob("widgets/*/*")) - names(build.CARRIED)
    assert widgets and not widgets & frame
    assert [name for name in frame if name.startswith("chapters/")] == ["chapters/course.yml"]


def test_a_widget_on_a_page_without_a_notebook_makes_the_site_build():
    pages = names(build.pages())
    assert "nblib/widgets/descent_on_surface/widget.mjs" in pages  # on the front page
    assert "nblib/widgets/tiny_network/widget.mjs" not in pages
    others = {"records/03.json", "records/speed/page.md", "chapters/02_gradient_descent.md"}
    exercises = "exercises/02_gradient_descent/student/02_gradient_descent.ipynb"
    assert {"index.md", exercises} | others <= pages


def test_who_has_built_the_site_is_told_how_to_see_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(build, "STAMP", tmp_path / "state")
    monkeypatch.setattr(build, "state", lambda: {"frame": "", "sets": "", "address": ""})
    monkeypatch.setattr(build, "build", lambda everything: None)
    monkeypatch.setattr(build.sys, "argv", ["build"])
    for _ in ("built", "nothing changed"):
        build.main()
        last = capsys.readouterr().out.splitlines()[-1]
        assert "make serve" in last and ".html" not in last, "a page opened as a file is not whole"


@pytest.mark.parametrize("name", ["index.md", "chapters/back/a.md", "_config.yml"])
def test_a_page_whose_first_line_is_hidden_is_refused(monkeypatch, tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\ufeff# Title\n", encoding="utf-8")
    monkeypatch.setattr(build, "pages", lambda: [path])
    monkeypatch.setattr(build, "frame", lambda: [path])
    with pytest.raises(SystemExit, match="begins with a byte-order mark"):
        build.check_texts()


def test_an_execution_makes_the_site_build(monkeypatch, tmp_path):
    monkeypatch.setattr(build, "EXECUTION", tmp_path)
    record = tmp_path / "02_gradient_descent.json"
    record.write_text("{}")
    assert record in build.pages() and record not in build.frame()
