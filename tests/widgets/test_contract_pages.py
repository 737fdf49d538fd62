"""Every widget as a reader meets it: by keyboard, in both themes, on a narrow screen, in motion, by
touch; and how it leaves.
"""

import re

import pytest
from stage import differing
from widget_page import assert_accessible, drag

pytestmark = pytest.mark.browser

FINGER = 38  # pixels that a handle is high and wide at least, for a finger
TARGET = 24  # the same for a button


def states(contract):
    """The states in which the controls of a contract stand."""
    controls = [*contract.handles, *contract.sliders, *contract.choices, *contract.buttons]
    controls += contract.writings
    distinct = {repr(control.state): control.state for control in controls}
    return [{}, *distinct.values()]


def test_every_control_is_in_the_contract(stage):
    contract = stage.contract
    declared = {f"handle: {handle.label}" for handle in contract.handles}
    declared |= {f"slider: {slider.label}" for slider in contract.sliders}
    declared |= {f"field: {slider.label}, as a number" for slider in contract.sliders}
    declared |= {f"choice: {choice.label}" for choice in contract.choices}
    declared |= {f"writing: {writing.label}" for writing in contract.writings}
    declared |= {f"button: {button.label}" for button in contract.buttons}
    found = set()
    for state in states(contract):
        stage.show(views=1, **state)
        found |= set(stage.page.evaluate("(groups) => stage.controls(groups)", contract.groups))
    common = {f"button: {name}" for name in (*stage.widget.presets, "Reset", "Play", "Pause")}
    assert found <= declared | common
    inside = {name for name in declared - found if not contract.groups}
    assert not inside, "it promises what it does not have"
    assert ("button: Play" in found) == (contract.play is not None)


def test_the_tab_key_reaches_every_control_and_is_never_caught(stage):
    for state in ({}, *stage.contract.looks):
        stage.show(views=1, **state)
        stage.page.locator("#before").focus()
        for _ in range(80):
            stage.page.keyboard.press("Tab")
            if stage.page.evaluate("stage.reach()"):
                break
        else:
            raise AssertionError("the Tab key is caught")
        missed = stage.page.evaluate("(groups) => stage.missed(groups)", stage.contract.groups)
        assert not missed, "the Tab key misses these"


def test_it_is_accessible_and_fits_in_both_themes(stage):
    page = stage.page
    contract = stage.contract
    assert len(contract.looks) == 2
    for state, widths in zip(contract.looks, ((1000, 360), (360,)), strict=True):
        stage.show(views=1, **state)
        stage.type(contract.sliders[0].label, ["x"])  # a problem is to be read too
        for theme, width in zip(
            ("light", "dark"), widths if len(widths) == 2 else (360, 1000), strict=True
        ):
            page.set_viewport_size({"width": width, "height": 1200})
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            page.evaluate("stage.frames(2)")
            assert_accessible(page)


def test_it_follows_the_theme_and_the_width_while_it_is_shown(stage):
    page = stage.page
    contract = stage.contract
    stage.show(views=2)
    light = page.evaluate("(parts) => stage.ink(parts)", contract.parts)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.evaluate("stage.frames(2)")
    dark = page.evaluate("(parts) => stage.ink(parts)", contract.parts)
    same = [name for name in light if light[name] == dark[name]]
    assert not same, "these have the same colors in both themes"

    def boxes():
        return [stage.view().locator(panel).first.bounding_box() for panel in contract.panels]

    def below(above, under):
        return under["y"] >= above["y"] + above["height"]

    assert not below(*boxes()), "the pictures stand side by side"
    page.set_viewport_size({"width": 360, "height": 1200})
    page.evaluate("stage.frames(2)")
    assert below(*boxes()), "the pictures stand below each other"
    assert all(box["width"] > 280 for box in boxes())
    for state in contract.looks:
        stage.show(views=1, **state)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_views_have_no_name_twice_and_nothing_moves_by_itself(stage):
    first = stage.show()
    ids = stage.page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    stage.page.evaluate("stage.frames(6)")
    assert not differing(first, stage.look())


def test_who_wants_less_motion_sees_the_end_at_once(stage):
    play = stage.contract.play
    if play is None:
        assert stage.view().locator(".nb-play").count() == 0
        return
    stage.show(**play.state)
    stage.button("Play").click()
    assert re.search(play.ends, stage.look()["numbers"])
    stage.sync()


def test_playing_goes_on_pauses_ends_and_stops_out_of_sight(stage):
    page = stage.page
    play = stage.contract.play
    if play is None:
        assert stage.view().locator(".nb-play").count() == 0
        return
    page.emulate_media(reduced_motion="no-preference")
    stage.show(**play.begins)
    page.evaluate("stage.playAndPause()")
    still = stage.look()
    page.evaluate("stage.frames(6)")
    assert not differing(still, stage.look())
    stage.sync()
    if play.sleeps:
        stage.button("Play").click()
        page.evaluate("document.querySelector('#views').style.marginTop = '5000px'")
        page.evaluate("stage.rest()")  # it ends though nobody looks, so it has stopped
        page.evaluate("document.querySelector('#views').style.marginTop = ''")
        assert not re.search(play.ends, stage.look()["numbers"])
    stage.show(**play.state)
    stage.button("Play").click()
    assert re.search(play.ends, stage.look()["numbers"])
    stage.sync()


def test_a_view_that_goes_takes_everything_along(stage):
    stage.show()
    handle = stage.contract.handles[0]
    drag(stage.page, stage.handle(handle.label), *handle.drag)
    stage.slider(stage.contract.sliders[0].label).press("Home")
    assert stage.page.evaluate("stage.listeners()") > 0
    assert stage.page.evaluate("stage.leave()") == {"model": 0, "page": []}


def test_a_finger_drags_what_is_large_enough_for_it(touched, contract):
    page = touched.page
    assert page.evaluate("matchMedia('(pointer: coarse)').matches")
    for handle in contract.handles:
        before = touched.show(views=1, **handle.state)
        box = touched.handle(handle.label).bounding_box()
        assert min(box["width"], box["height"]) >= FINGER, handle.label
        drag(page, touched.handle(handle.label), *handle.drag, touch=True)
        assert handle.changes <= differing(before, touched.look()), handle.label
        touched.sync()
    small = page.evaluate("(target) => stage.small(target)", TARGET)
    assert not small, "too small for a finger"
