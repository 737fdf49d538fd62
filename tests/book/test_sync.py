import nbformat
import pytest
from chapter_source import HEAD

from tools import format as format_tool
from tools import source_text, sync

SOURCE = f"""{HEAD}
```{{code-cell}} ipython3
x = 1
```

Words.

```{{code-cell}} ipython3
x + 1
```
"""


@pytest.fixture
def chapter(tmp_path, monkeypatch):
    monkeypatch.setattr(sync, "CHAPTERS", tmp_path)
    monkeypatch.setattr(sync, "ROOT", tmp_path)
    monkeypatch.setattr(format_tool, "ROOT", tmp_path)
    source = tmp_path / "07_topic.md"
    source.write_text(SOURCE)
    sync.sync_notebooks()
    return source


def test_notebooks_are_what_their_sources_say():
    wrong, orphans = sync.drifted()
    assert not wrong, f"{', '.join(wrong)} and the source differ: run `make sync` and commit both"
    assert not orphans, f"{', '.join(orphans)}: no source beside it"


def test_committed_notebooks_carry_no_outputs():
    for source in sync.sources():
        for cell in nbformat.read(source.with_suffix(".ipynb"), as_version=4).cells:
            assert cell.cell_type != "code" or (cell.outputs == [] and cell.execution_count is None)


def test_sync_makes_the_pair_and_a_second_run_changes_nothing(chapter, capsys):
    pair = chapter.with_suffix(".ipynb")
    before = pair.read_bytes()
    sync.sync_notebooks()
    assert pair.read_bytes() == before and "is in step" in capsys.readouterr().out
    assert sync.drifted() == ([], [])


@pytest.mark.parametrize("old, new", [("x + 1", "x + 2"), ("Words.", "Other words.")])
def test_drift_is_found_and_not_repaired_by_looking(chapter, old, new):
    chapter.write_text(SOURCE.replace(old, new))
    before = chapter.with_suffix(".ipynb").read_bytes()
    assert sync.drifted() == (["07_topic.ipynb"], [])
    assert chapter.with_suffix(".ipynb").read_bytes() == before


def test_drift_in_the_notebook_is_found(chapter):
    pair = chapter.with_suffix(".ipynb")
    pair.write_text(pair.read_text().replace("x + 1", "x + 3"))
    assert sync.drifted()[0] == ["07_topic.ipynb"]


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"nbformat": 4}'])
def test_a_missing_or_broken_notebook_is_drift(chapter, content):
    pair = chapter.with_suffix(".ipynb")
    pair.unlink() if content is None else pair.write_text(content)
    assert sync.drifted()[0] == ["07_topic.ipynb"]
    sync.sync_notebooks()
    assert sync.drifted() == ([], [])


def test_a_notebook_without_a_source_is_found(chapter):
    (chapter.parent / "08_lost.ipynb").write_text("{}")
    assert sync.drifted()[1] == ["08_lost.ipynb"]


def test_a_source_without_a_kernel_in_its_head_is_named(chapter):
    chapter.write_text(SOURCE[SOURCE.index("# Title") :])
    with pytest.raises(SystemExit, match="07_topic.md: there is no kernelspec in its front matter"):
        sync.sync_notebooks()


def with_cell(code):
    return SOURCE.replace("x + 1", code)


# What would come out as something else than it looks: the source, and what is said of it.
LOST = {
    "a byte-order mark": ("\ufeff" + SOURCE, "07_topic.md begins with a byte-order mark"),
    "a separator of lines": (with_cell('"a\u2028b"'), 'line 21: .* U\\+2028, .* "\\\\u2028"'),
    "one of paragraphs in the prose": (SOURCE.replace("Words.", "A\u2029B"), "U\\+2029"),
    "a next line": (with_cell('"a\x85b"'), "U\\+0085"),
    "a form feed": (with_cell("x\n\fy = 2"), "U\\+000C"),
    "a zero": (with_cell("'\0'"), "U\\+0000"),
    "settings": (with_cell("---\nx: 1\n---\ny = 2"), "line 20: this cell begins with `---`"),
    "a rule": (with_cell("\n---\ny = 2"), "line 20: this cell begins with `---`"),
    "an open cell": (
        SOURCE.replace("x = 1\n```\n", "x = 1\n"),
        "line 19: .* as does the cell before",
    ),
    "four ticks": (SOURCE.replace("```", "````"), "line 14: this cell would not come out"),
    "tildes": (SOURCE.replace("```", "~~~"), "line 14: this cell would not come out"),
    "a cell in a list": (SOURCE.replace("```{code", "  ```{code"), "line 14: this cell would"),
    "an open fence": (SOURCE.replace("Words.", "```\nx"), "line 21: this cell would not come out"),
}


@pytest.mark.parametrize(("text", "sentence"), LOST.values(), ids=LOST)
def test_what_would_get_lost_is_refused_before_a_file_is_written(chapter, text, sentence):
    chapter.write_text(text, encoding="utf-8")
    before = [path.read_bytes() for path in sorted(chapter.parent.iterdir())]
    for command in (sync.sync_notebooks, format_tool.main):
        with pytest.raises(SystemExit, match=sentence):
            command()
    assert before == [path.read_bytes() for path in sorted(chapter.parent.iterdir())]


def test_a_source_in_another_encoding_is_refused(chapter):
    chapter.write_bytes(SOURCE.replace("Words.", "Wörter.").encode("cp1252"))
    with pytest.raises(SystemExit, match="07_topic.md: byte .* is not UTF-8"):
        sync.sync_notebooks()


def test_ends_of_lines_as_on_windows_and_settings_of_a_cell_are_read(chapter):
    chapter.write_bytes(with_cell(":tags: [a]\nx + 1").replace("\n", "\r\n").encode())
    assert sync.drifted() == (["07_topic.ipynb"], []), "a tag was added"
    assert [c.source for c in source_text.notebook(chapter).cells][1::2] == ["x = 1", "x + 1"]


def test_format_puts_code_in_order_and_leaves_prose(chapter):
    chapter.write_text(SOURCE.replace("x = 1", "x=1").replace("Words.", "Words   and x=1."))
    format_tool.main()
    assert chapter.read_text() == SOURCE.replace("Words.", "Words   and x=1.")


def test_format_names_the_chapter_whose_code_it_cannot_read(chapter):
    text = SOURCE.replace("x + 1", "x = (")
    chapter.write_text(text)
    with pytest.raises(SystemExit, match=r"07_topic.md: ruff does not accept .*mend it") as stopped:
        format_tool.main()
    assert "07_topic.md:cell 4" in str(stopped.value), "the place, and not that of a temporary file"
    assert chapter.read_text() == text


def test_repair_keeps_the_ids_of_cells(chapter):
    def ids():
        return [
            cell.id for cell in nbformat.read(chapter.with_suffix(".ipynb"), as_version=4).cells
        ]

    before = ids()
    chapter.write_text(
        SOURCE.replace("x + 1", "x + 2").replace("Words.", "Words.\n\n+++\n\nMore words.")
    )
    sync.sync_notebooks()
    after = ids()
    assert len(after) == 5 and after[:3] == before[:3]
