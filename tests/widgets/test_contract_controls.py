"""Every control of every widget, on a page: it moves the picture, and Python follows."""

import re

import pytest
from stage import differing, numbers
from widget_page import center, drag, enter

pytestmark = pytest.mark.browser

OPPOSITE = {"ArrowRight": "ArrowLeft", "ArrowUp": "ArrowDown"}
FAR = 3000  # pixels: out of every picture
ROUNDING = 0.011  # what is lost of a difference of two numbers written with three digits
TEXTS = ("", "many", "1e999", "NaN", "-Infinity", "0x")


def assert_python_says_the_same(stage, look):
    """Compare the numbers that are read out, and the status, with those that Python has."""
    for fact, twin in stage.contract.twins.items():
        ours = twin(stage.widget)
        ours = ours if isinstance(ours, tuple) else (ours,)
        text = look["facts"][fact]
        digits = 0.06 if "·10" in text else 0.006  # written with two digits, or with three
        assert numbers(text)[: len(ours)] == pytest.approx(ours, rel=digits, abs=1e-9), fact
    if stage.contract.status:
        assert look["status"] == stage.contract.status(stage.widget)


def test_presets_show_what_python_says_and_reset_goes_back(stage):
    first = stage.show()
    names = list(stage.widget.presets)
    shown = stage.view().locator(".nb-preset").all_inner_texts()
    assert shown == names, "they stand in their order, though notebooks sort keys"
    assert first["pressed"] == [names[0]]
    assert_python_says_the_same(stage, first)
    before = first
    for name in [*names[1:], names[0], names[1]]:
        stage.button(name).click()
        after = stage.look()
        assert stage.contract.presets <= differing(before, after), name
        assert after["pressed"] == [name]
        stage.sync()
        assert stage.widget.preset == name
        assert_python_says_the_same(stage, after)
        before = after
    stage.button("Reset").click()
    assert not differing(first, stage.look())
    stage.sync()
    assert stage.widget.preset == names[0]


def test_a_state_is_told_in_words(stage):
    assert stage.contract.stories
    stage.show()
    for story in stage.contract.stories:
        look = stage.set(**story.state)
        assert re.search(story.words, look["words"]), f"{story.state}: {look['words']}"
        assert story.status in ("", look["status"]), story.state


def test_a_handle_is_dragged(stage):
    assert stage.contract.handles
    for handle in stage.contract.handles:
        before = stage.show(**handle.state)
        value = stage.value(handle.sets) if handle.sets else None
        grip = stage.handle(handle.label)
        x, y = center(grip)
        drag(stage.page, grip, *handle.drag)
        after = stage.look()
        assert handle.changes <= differing(before, after), handle.label
        if len(handle.keys) == 2 and len(handle.keys["ArrowRight"]) == 2:  # it goes both ways
            end = center(grip)
            assert end == pytest.approx((x + handle.drag[0], y + handle.drag[1]), abs=2)
        stage.sync()
        if handle.sets:
            assert stage.value(handle.sets) != value, "Python knows of it"
            assert after["pressed"] == [], "it is no preset any more"
        stage.page.mouse.move(x, y)
        if handle.sets:
            assert not differing(after, stage.look()), "after the release it stays"


CUT_OFF = {
    "the browser takes the pointer away": "node.releasePointerCapture(1)",
    "the pointer is canceled": "node.dispatchEvent(new PointerEvent('pointercancel', named))",
    "it is let go elsewhere": "node.dispatchEvent(new PointerEvent('pointermove', named))",
}


@pytest.mark.parametrize("how", CUT_OFF)
def test_a_drag_that_is_cut_off_loses_nothing(stage, how):
    for handle in stage.contract.handles:
        before = stage.show(views=1, **handle.state)
        grip = stage.handle(handle.label)
        x, y = center(grip)
        stage.page.mouse.move(x, y)
        stage.page.mouse.down()
        stage.page.mouse.move(x + handle.drag[0], y + handle.drag[1], steps=3)
        grip.evaluate(f"(node) => {{ const named = {{ pointerId: 1 }}; {CUT_OFF[how]}; }}")
        after = stage.look()
        assert handle.changes <= differing(before, after), handle.label
        stage.sync()  # Python has what is shown
        assert not differing(after, stage.look()), handle.label
        stage.page.mouse.move(x, y)
        assert not differing(after, stage.look()), "nothing is dragged any more"
        stage.page.mouse.up()


def test_a_handle_bears_every_extreme(stage):
    mouse = stage.page.mouse
    for handle in stage.contract.handles:
        stage.show(views=1, **handle.state)
        mouse.move(*center(stage.handle(handle.label)))
        mouse.down()
        for x, y in ((FAR, FAR), (-FAR, -FAR), (FAR, -FAR), (-FAR, FAR)):
            mouse.move(x, y)
            stage.look()
            outside = stage.page.evaluate("stage.strays()")
            assert not outside, f"{handle.label} leaves {outside} out of the picture"
        mouse.up()
        stage.look()
        stage.sync()


def test_the_keyboard_alone_moves_a_handle(stage):
    for handle in stage.contract.handles:
        before = stage.show(views=1, **handle.state)
        stage.handle(handle.label).focus()

        def press(key, label=handle.label):
            stage.page.keyboard.press(key)
            return stage.said(label)

        first = stage.said(handle.label)
        changed = set()
        for key, back in OPPOSITE.items():
            by = handle.keys.get(key)
            if by is None:
                assert press(key) == first and press(back) == first, f"{key} does nothing"
                continue
            once = [v - start for v, start in zip(press(key), first, strict=True)][: len(by)]
            assert once == pytest.approx(by, abs=ROUNDING), (handle.label, key)
            assert press(back)[: len(by)] == pytest.approx(first[: len(by)], abs=ROUNDING)
            ten = press(f"Shift+{key}")
            now = differing(before, stage.look()) & handle.changes
            assert now, (handle.label, key)
            changed |= now
            ten = [v - start for v, start in zip(ten, first, strict=True)][: len(by)]
            assert ten == pytest.approx([10 * step for step in by], abs=ROUNDING)
            press(f"Shift+{back}")
        assert changed == handle.changes, handle.label
        stage.sync()


def test_a_slider_goes_to_its_ends_and_its_number_with_it(stage):
    assert stage.contract.sliders
    for slider in stage.contract.sliders:
        before = stage.show(**slider.state)
        field = stage.view().get_by_label(f"{slider.label}, as a number", exact=True)
        ends = [("End", slider.high), ("Home", slider.low)]
        if float(field.input_value()) == slider.high:
            ends.reverse()
        stage.slider(slider.label).focus()
        for key, end in ends:
            stage.page.keyboard.press(key)
            after = stage.look()
            assert float(field.input_value()) == pytest.approx(end), slider.label
            assert slider.changes <= differing(before, after), (slider.label, key)
            stage.sync()
            if slider.sets:
                assert stage.value(slider.sets) == pytest.approx(end)
            before = after


def test_a_typed_number_counts_and_nonsense_is_refused_in_words(stage):
    for slider in stage.contract.sliders:
        before = stage.show(views=1, **slider.state)
        texts = [*TEXTS, str(slider.low - 1), str(slider.high + 1)]
        for text, said in zip(texts, stage.type(slider.label, texts), strict=True):
            assert said["invalid"] == "true", (slider.label, text)
            wanted = f"a number from {slider.low:g} to {slider.high:g}, please"
            assert said["problem"] == wanted
        assert not differing(before, stage.look())
        assert not stage.messages(), "nonsense is kept from Python"
        # A number counts, with a comma too.
        number = round(slider.low + (slider.high - slider.low) / 4, 3)
        enter(stage.view(), slider.label, str(number).replace(".", ","))
        stage.look()
        stage.sync()
        field = stage.view().get_by_label(f"{slider.label}, as a number", exact=True)
        assert field.get_attribute("aria-invalid") is None
        assert float(field.input_value()) == pytest.approx(
            number, abs=0.51 if slider.high > 30 else 0.26
        )
        if slider.sets:
            assert float(field.input_value()) == stage.value(slider.sets)


def test_each_of_the_choices_is_shown(stage):
    for choice in stage.contract.choices:
        before = stage.show(**choice.state)
        field = (
            stage.view().get_by_label(choice.label, exact=True).and_(stage.page.locator("select"))
        )
        assert tuple(field.locator("option").all_inner_texts()) == choice.options
        first = choice.options.index(field.input_value())
        others = [*choice.options[first + 1 :], *choice.options[: first + 1]]
        for option in others[:: -(-len(others) // 12)]:  # of a long list a dozen
            field.select_option(option)
            after = stage.look()
            assert choice.changes <= differing(before, after), (choice.label, option)
            stage.sync()
            assert stage.value(choice.sets) == option
            before = after


def test_what_is_written_is_read(stage):
    for writing in stage.contract.writings:
        before = stage.show(**writing.state)
        stage.view().get_by_label(writing.label, exact=True).fill(writing.text)
        after = stage.look()
        assert writing.changes <= differing(before, after), writing.label
        stage.sync()
        assert stage.value(writing.sets) == writing.text
        assert after["pressed"] == [], "it is no preset any more"


def test_a_button_does_what_it_promises(stage):
    for button in stage.contract.buttons:
        before = stage.show(**button.state)
        for label in button.before:
            stage.button(label).click()
            before = stage.look()
        stage.button(button.label).click()
        after = stage.look()
        assert button.changes <= differing(before, after), button.label
        assert re.search(button.says, after["numbers"]), button.label
        stage.sync()
