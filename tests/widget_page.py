"""A page that carries widgets as Jupyter Book embeds them, and what tests of widgets do on it."""

import json

from axe_playwright_python.sync_playwright import Axe

VIEW = "application/vnd.jupyter.widget-view+json"
PAGE = """<!doctype html><html lang="en"{theme}><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width"><style>body {{ margin: 8px; background: {ground}; }}</style></head>
<body><main><h1 style="position: absolute; left: -99rem">Widgets</h1>{views}</main>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script type="module" src="host.mjs"></script></body></html>"""
GROUNDS = {"light": "#ffffff", "dark": "#14181d"}


def write_page(folder, host, state, shown, theme="", ground="#fff", extra=""):
    """Write a page that shows these widgets into folder; state: what Widget.get_manager_state says."""
    views = "".join(f'<div><script type="{VIEW}">{{"model_id": "{w.model_id}"}}</script></div>' for w in shown)
    embedded = json.dumps(state, sort_keys=True).replace("</", "<\\/")
    page = PAGE.format(views=views + extra, state=embedded, theme=theme, ground=ground)
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / "favicon.ico").write_bytes(b"")
    (folder / "host.mjs").write_text(host.read_text(encoding="utf-8"), encoding="utf-8")


def field(page, label):
    """The number field of a slider."""
    return page.get_by_label(f"{label}, as a number")


def enter(page, label, value):
    """Type a value into the number field of a slider."""
    field(page, label).fill(str(value))
    field(page, label).press("Enter")


def changed(before, after):
    """The names under which two pictures differ."""
    return {name for name in before if before[name] != after[name]}


def center(locator):
    """Where an element stands, in pixels of the page."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, locator, dx, dy, touch=False):
    """Drag an element by so many pixels, with the mouse or a finger."""
    x, y = center(locator)
    if touch:
        session = page.context.new_cdp_session(page)
        for kind, part in (("touchStart", 0), ("touchMove", 0.5), ("touchMove", 1)):
            at = [{"x": x + part * dx, "y": y + part * dy}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    else:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx, y + dy, steps=5)
        page.mouse.up()
    page.evaluate("0")  # what the last event set off has been drawn


def assert_accessible(page):
    """Fail where axe finds something, or the page is wider than its window."""
    # Preloading would make axe itself ask for style sheets by wrong addresses; what passes need not be told.
    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    assert not found, [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


def tabbed(page, presses):
    """What is reached by pressing Tab so often: the beginnings of its HTML."""
    reached = set()
    for _ in range(presses):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    return reached
