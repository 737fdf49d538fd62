"""Fixtures that several tests share: a browser with the network cut, and a server on localhost."""

import sys

import pytest

from tools import browser as browser_tool
from tools import serve as serve_tool


def pytest_collection_modifyitems(items):
    """Grading runs on Linux only; elsewhere its tests are left out, and said to be."""
    if not sys.platform.startswith("linux"):
        for item in items:
            if item.get_closest_marker("sandbox"):
                item.add_marker(pytest.mark.skip(reason="grading runs on Linux only"))


@pytest.fixture(scope="session")
def serve():
    """Return a function that serves a folder on 127.0.0.1 and gives its address."""
    servers = []

    def start(folder):
        address, server = serve_tool.in_background(folder)
        servers.append(server)
        return address

    yield start
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium that can reach 127.0.0.1 and nothing else."""
    from playwright.sync_api import sync_playwright

    program = browser_tool.find()
    assert program, browser_tool.MISSING
    with sync_playwright() as p:
        browser = browser_tool.launch(p, program)
        yield browser
        browser.close()


class Watch:
    """Opens pages and keeps what went wrong on them: console noise, exceptions, requests to other
    hosts.
    """

    def __init__(self, browser):
        self.browser, self.contexts = browser, []
        self.console, self.errors, self.foreign, self.missing = [], [], [], []

    def open(
        self, url, *, width=1280, height=900, scheme="light", reduced_motion="reduce", touch=False
    ):
        """Return a page at url in a fresh context of the given size and color scheme."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion=reduced_motion,
            has_touch=touch,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.on("response", lambda r: self.missing.append(r.url) if r.status >= 400 else None)
        page.goto(url)
        return page

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.console.append(f"{message.type}: {message.text}")

    def _request(self, request):
        if not request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
            self.foreign.append(request.url)

    def assert_clean(self):
        """Fail if any page so far logged an error or a warning, threw, or asked another host."""
        assert not self.errors, f"the page threw: {self.errors}"
        assert not self.missing, f"the page asks for what is not there: {self.missing}"
        assert not self.console, f"the console is not silent: {self.console}"
        assert not self.foreign, f"requests left this machine: {self.foreign}"


@pytest.fixture
def watch(chromium):
    """Open pages with `watch.open(url)`; end a test with `watch.assert_clean()`."""
    w = Watch(chromium)
    yield w
    for context in w.contexts:
        context.close()


@pytest.fixture(scope="session")
def js(serve):
    """Where the modules of the widgets are served."""
    from nblib.widgets import FOLDER as WIDGETS

    return serve(WIDGETS)


@pytest.fixture
def show(watch, serve, tmp_path):
    """Return a function that puts widgets on a page, as Jupyter Book embeds them, and opens it."""
    from ipywidgets import Widget
    from widget_page import write_page

    from nblib.widgets import FOLDER as WIDGETS

    def put(*shown, theme="", ground="#fff", extra="", **options):
        state = Widget.get_manager_state(drop_defaults=False)
        write_page(tmp_path, WIDGETS / "core" / "host.mjs", state, shown, theme, ground, extra)
        page = watch.open(serve(tmp_path), **options)
        page.wait_for_selector("html[data-widgets=ready]", state="attached")
        return page

    yield put
    Widget.close_all()
