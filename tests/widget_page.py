"""A page that carries widgets as Jupyter Book embeds them, and what tests of widgets do on it."""

import contextlib
import json

from accessible import assert_accessible
from jupyter_client.manager import start_new_kernel

__all__ = ["assert_accessible"]  # for the tests of widgets, beside what follows

VIEW = "application/vnd.jupyter.widget-view+json"
PAGE = """<!doctype html><html lang="en"{theme}><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width">
<style>body {{ margin: 8px; background: {ground}; }}</style></head>
<body><main><h1 style="position: absolute; left: -99rem">Widgets</h1>{views}</main>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script type="module" src="host.mjs"></script></body></html>"""
GROUNDS = {"light": "#ffffff", "dark": "#14181d"}


def write_page(folder, host, state, shown, theme="", ground="#fff", extra=""):
    """Write a page that shows these widgets into folder; state: what Widget.get_manager_state
    says.
    """
    views = "".join(
        f'<div><script type="{VIEW}">{{"model_id": "{w.model_id}"}}</script></div>' for w in shown
    )
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


def tabbed(page, presses):
    """What is reached by pressing Tab so often: the beginnings of its HTML."""
    reached = set()
    for _ in range(presses):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    return reached


class Live:
    """A widget w in a kernel of its own, with this test in the place of its front end."""

    def __init__(self, client, setup):
        self.client = client
        self.comm = self.run(f"{setup}\nprint(w.comm.comm_id)")

    def _execute(self, code):
        outputs = []
        updates = []

        def keep(message):
            if message["msg_type"] == "stream":
                outputs.append(message["content"]["text"])
            elif message["msg_type"].startswith("comm_"):
                updates.append(message["content"])
            assert message["msg_type"] != "error", message["content"]

        self.client.execute_interactive(code, output_hook=keep, timeout=60)
        return "".join(outputs).strip(), updates

    def run(self, code):
        """Run code in the kernel; return what it printed."""
        return self._execute(code)[0]

    def updates(self, code):
        """Run code in the kernel; return the states that it sent to the front end."""
        _, updates = self._execute(code)
        return [
            u["data"]["state"]
            for u in updates
            if u.get("comm_id") == self.comm and "state" in u["data"]
        ]

    def send(self, state):
        """Send a state as a front end does."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        self.client.shell_channel.send(
            self.client.session.msg("comm_msg", {"comm_id": self.comm, "data": data})
        )


@contextlib.contextmanager
def live(setup):
    """Give the Live widget that the code setup names w."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        yield Live(client, setup)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
