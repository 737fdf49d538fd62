import pytest

from nblib.widgets import FOLDER
from nblib.widgets.core.bundle import BundleError, bundle


def write(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.mjs").write_text(text)
    return folder / "main.mjs"


def test_modules_become_one_in_the_order_that_they_need(tmp_path):
    main = write(
        tmp_path,
        main='import { b } from "./b.mjs";\nimport { a } from "./a.mjs";\n'
        "export default { a, b };\n",
        b='import { a } from "./a.mjs";\nexport const b = a + 1;\n',
        a="export const a = 1;\n",
    )
    text = bundle(main)
    assert text.index("const a = 1") < text.index("const b = a + 1") < text.index("export default")
    assert "import" not in text and text.count("const a = 1") == 1


def test_an_import_may_take_several_lines(tmp_path):
    main = write(
        tmp_path,
        main='import {\n  a,\n  b,\n} from "./a.mjs";\nexport default a + b;\n',
        a="export const a = 1;\nexport const b = 2;\n",
    )
    text = bundle(main)
    assert "import" not in text and text.index("const b = 2") < text.index("export default")


@pytest.mark.parametrize(
    "modules, message",
    [
        ({"main": 'import { a } from "./gone.mjs";\n'}, "gone.mjs, which does not exist"),
        (
            {"main": 'import { b } from "./a.mjs";\n', "a": "export const a = 1;\n"},
            "imports 'b', which a.mjs does not",
        ),
        (
            {"main": 'import { a } from "./a.mjs";\nconst a = 2;\n', "a": "export const a = 1;\n"},
            "'a' stands at the top",
        ),
        ({"main": 'import a from "./a.mjs";\n', "a": ""}, "an import of another form"),
        (
            {"main": 'import { a } from "./a.mjs";\n', "a": 'import { b } from "./main.mjs";\n'},
            "imports itself",
        ),
    ],
)
def test_modules_that_do_not_fit_are_refused(tmp_path, modules, message):
    with pytest.raises(BundleError, match=message):
        bundle(write(tmp_path, **modules))


def test_a_missing_entry_is_named(tmp_path):
    with pytest.raises(BundleError, match="main.mjs, which does not exist"):
        bundle(tmp_path / "main.mjs")


@pytest.mark.parametrize("entry", sorted(p.parent.name for p in FOLDER.glob("*/widget.mjs")))
def test_every_widget_of_the_course_is_one_module_with_one_default_export(entry):
    text = bundle(FOLDER / entry / "widget.mjs")
    assert text.count("export default") == 1 and "\nimport " not in text


def test_the_maths_touches_no_page():
    core = ("chance", "contours", "mulberry", "numbers", "surfaces")
    maths = [FOLDER / "core" / f"{name}.mjs" for name in core]
    for name in ("maths", "data", "look", "words", "grips", "record"):
        maths += FOLDER.glob(f"*/{name}.mjs")
    for path in maths:
        for word in ("document", "window.", "navigator", "fetch("):
            assert word not in path.read_text(), f"{path.name} is not pure: it names {word}"
