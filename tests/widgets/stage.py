"""A stage for one widget: its front end in a browser, its class in Python, and between them what
Jupyter does: messages one way, the state back.
"""

import contextlib
import json
import re
import shutil

from watch import Watch

from tools.paths import ROOT

PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">
<title>Stage</title><meta name="viewport" content="width=device-width">
<style>body { margin: 8px; background: #fff }
[data-theme="dark"] body { background: #14181d }</style>
<style id="widget"></style></head>
<body><main><h1 style="position: absolute; left: -99rem">Stage</h1>
<button id="before">before</button><div id="views"></div><button id="after">after</button></main>
<script type="module" src="stage.mjs"></script></body></html>"""
BETWEEN_PAGES = ("_esm", "_css")


def write_stage(folder):
    """Write the page into a folder."""
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    for script in ("stage.mjs", "books.mjs", "model.mjs"):
        shutil.copy(ROOT / "tests/widgets" / script, folder)
    (folder / "favicon.ico").write_bytes(b"")


@contextlib.contextmanager
def opened(chromium, address, width=1000, height=1200, **options):
    """Give the page at the address of a stage, and what goes wrong on it."""
    watch = Watch(chromium)
    page = watch.open(address, width=width, height=height, **options)
    page.wait_for_function("window.stage")
    page.locator("#before").click()  # a click's own listeners come now, and stay
    yield page, watch
    watch.close()


def plain(state):
    """A state as it is after a way through JSON."""
    return json.loads(json.dumps(state))


def numbers(text):
    """The numbers in a text as the page writes them: −1.5, 3.2·10⁻⁴."""
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    text = re.sub(r"·10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: f"e{m[1].translate(digits)}", text)
    found = re.findall(r"[−-]?\d+(?:\.\d+)?(?:e-?\d+)?", re.sub(r"[₀-₉]", "", text))
    return [float(number.replace("−", "-")) for number in found]


class Stage:
    """A page on which one widget stands at a time.

    widget: the instance in Python; show() makes the front end begin from its state. fault: code of
    what is to go wrong in each view, with el and model at hand.
    """

    def __init__(self, page, contract):
        self.page = page
        self.contract = contract
        self.widget = None
        self.views = 0
        self.fault = ""

    def show(self, views=2, **values):
        """Show views of a new widget; return how the first looks once nothing moves."""
        self.widget = self.contract.make(**values)
        self.views = views
        # As one text: an object of many numbers takes the browser's driver far longer.
        text = json.dumps(self.widget.get_state())
        given = [text, views, self.fault, self.contract.parts]
        shown = self.page.evaluate("(given) => stage.show(...given)", given)
        if shown["messages"]:
            self.follow(shown["messages"])
        else:
            assert not shown["apart"], "page and Python agree"
        return self.first_of(shown["looks"])

    def look(self):
        """How the views look once nothing moves."""
        given = [self.contract.parts, self.views]
        return self.first_of(self.page.evaluate("(given) => stage.lookAtRest(...given)", given))

    def first_of(self, looks):
        """The first of the looks of all views: they must be alike, and show no nonsense."""
        first, *others = looks
        for other in others:
            apart = differing(first, other) - self.contract.alone
            assert not apart, "two views of one widget are in step"
            assert other["status"] == first["status"]
        assert first["nonsense"] is None
        assert first["words"], "it says something of every state"
        return first

    def messages(self):
        """What the front end has sent since it was last asked."""
        return self.page.evaluate("stage.take()")

    def sync(self):
        """Take what the front end sent to Python, and Python's answer back; they then agree."""
        self.follow(self.messages())

    def follow(self, messages):
        """Take these messages to Python, and its answer back; the page and Python then agree."""
        for message in messages:
            self.widget.set_state(message)
        answer = self.push()
        assert not answer["messages"], "what Python says is no reason to send something"
        assert not answer["apart"], "page and Python agree"

    def push(self):
        """Send the state in Python to the front end; return its messages and where they differ."""
        state = self.widget.get_state()
        mine = {name: value for name, value in state.items() if name not in BETWEEN_PAGES}
        return self.page.evaluate("(text) => stage.receive(JSON.parse(text))", json.dumps(mine))

    def set(self, **values):
        """Set traits as another instance has them that is made with these values."""
        other = self.contract.make(**values).get_state()
        own = {name: value for name, value in other.items() if name not in ("uid", *BETWEEN_PAGES)}
        self.widget.set_state(own)
        for message in self.push()["messages"]:  # the front end may go on from there by itself
            self.widget.set_state(message)
        return self.look()

    def type(self, label, texts):
        """Type texts into a number field, one after the other; return what it says of each."""
        return self.page.evaluate("(given) => stage.type(...given)", [label, texts])

    def value(self, path):
        """The trait that a control sets, as plain data: "lr", or "values.x"."""
        name, _, key = path.partition(".")
        value = plain(self.widget.get_state(name))[name]
        return value[key] if key else value

    def view(self):
        """The first view."""
        return self.page.locator("#views > div").first

    def button(self, label):
        """A button of the first view."""
        return self.view().get_by_role("button", name=label, exact=True)

    def handle(self, label):
        """A handle of the first view."""
        named = self.view().get_by_role("slider", name=label, exact=True)
        return named.and_(self.page.locator("[data-drag-handle]"))

    def said(self, label):
        """The numbers that a handle says."""
        return numbers(self.handle(label).get_attribute("aria-valuetext"))

    def slider(self, label):
        """A slider of the first view."""
        return (
            self.view().locator("input[type=range]").and_(self.page.get_by_label(label, exact=True))
        )


def differing(before, after):
    """The parts in which two looks differ."""
    return {name for name, part in before["parts"].items() if part != after["parts"][name]}
