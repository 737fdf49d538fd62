"""Fixtures that several tests share: a browser with the network cut, and a server on localhost."""

import gc
import itertools
import os
import re
import sys

import pytest
from hypothesis import settings
from watch import Watch

from tools import browser as browser_tool
from tools import quick_start  # noqa: F401 - before the tests import nbformat
from tools import serve as serve_tool

# How many examples Hypothesis tries, by the profile that NBLIB_EXAMPLES names: `make test-fast`
# takes quick, `make test EXAMPLES=thorough` the last. No test sets its own number without a reason.
EXAMPLES = {"quick": 20, "default": 100, "thorough": 1_000}
for profile, count in EXAMPLES.items():
    # A busy machine makes a slow example, not a wrong one: no deadline.
    settings.register_profile(f"nblib {profile}", max_examples=count, deadline=None)
chosen = os.environ.get("NBLIB_EXAMPLES", "default")
if chosen not in EXAMPLES:
    raise pytest.UsageError(f"NBLIB_EXAMPLES is one of {', '.join(EXAMPLES)}, not {chosen!r}")
settings.load_profile(f"nblib {chosen}")


OF_THE_SITE = ("test_site.py", "test_site_sees.py")
PAGE = re.compile(r"\w+\.html")


def group_of(nodeid):
    """Return the group of a test, by its id: its file; where it visits a page of the site, which
    its id names, the page.
    """
    file, _, rest = nodeid.partition("::")
    page = PAGE.search(rest) if file.endswith(OF_THE_SITE) else None
    return page[0] if page else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """The tests of a group run in one process, one after the other: they share what they have
    opened. The mark xdist_group would do that, but not with every version of pytest.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group_of(nodeid)

    return ByGroup(config, log)


def pytest_collection_modifyitems(items):
    """Leave grading out where it cannot run, and say so; put what is slow first, group by group,
    so that the quick tests fill the gaps at the end.
    """
    for item in items:
        if item.get_closest_marker("sandbox") and not sys.platform.startswith("linux"):
            item.add_marker(pytest.mark.skip(reason="grading runs on Linux only"))

    place = {}  # group -> when it runs
    for item in items:
        slow = any(item.get_closest_marker(mark) for mark in ("sandbox", "browser", "site"))
        place.setdefault(group_of(item.nodeid), (not slow, len(place)))
    items.sort(key=lambda item: place[group_of(item.nodeid)])


@pytest.fixture(autouse=True)
def no_callbacks_of_hypothesis():
    """Hypothesis times the garbage collector in a callback. What an alarm raises in there cannot be
    caught: pytest calls the test, which has nothing to do with it, a failure.
    """
    gc.callbacks[:] = [call for call in gc.callbacks if not _of_hypothesis(call)]


def _of_hypothesis(call):
    return getattr(call, "__module__", "").startswith("hypothesis.")


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
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    program = browser_tool.find()
    assert program, browser_tool.MISSING
    with sync_playwright() as p:
        browser = browser_tool.launch(p, program)
        yield browser
        browser.close()


@pytest.fixture
def watch(chromium):
    """Open pages with `watch.open(url)`; end a test with `watch.assert_clean()`."""
    w = Watch(chromium)
    yield w
    w.close()


@pytest.fixture(scope="module")
def pages_in_turn(chromium, serve, tmp_path_factory):
    """Return a function that shows a page of a given text, in place of the one before, and gives
    (page, watch). A new window for each would take most of the time of a small test.
    """
    folder = tmp_path_factory.mktemp("pages")
    address = serve(folder)
    watches = {}  # color scheme -> (page, watch)
    count = itertools.count()

    def show_text(text, scheme="light"):
        if scheme not in watches:
            watch = Watch(chromium)
            watches[scheme] = watch.open("about:blank", scheme=scheme), watch
        page, watch = watches[scheme]
        name = f"{next(count)}.html"  # a new one: the browser has none of them in its cache
        (folder / name).write_text(text, encoding="utf-8")
        page.goto("about:blank")
        page.set_viewport_size({"width": 1280, "height": 900})
        watch.forget()
        page.goto(f"{address}/{name}")
        return page, watch

    yield show_text
    for _, watch in watches.values():
        watch.close()


@pytest.fixture(scope="session")
def js(serve):
    """Where the modules of the widgets are served."""
    from nblib.widgets import FOLDER as WIDGETS

    return serve(WIDGETS)


@pytest.fixture(scope="session")
def page_of_modules(chromium, js):
    """A page of the host of the widgets' modules, and what goes wrong on it."""
    watch = Watch(chromium)
    yield watch.open(f"{js}/core/host.mjs"), watch
    watch.close()


@pytest.fixture
def modules(page_of_modules):
    """The page on which tests import modules from js and call what is in them. Nothing is shown
    there, so one page serves all of them.
    """
    page, watch = page_of_modules
    watch.forget()
    yield page
    # That the browser asks for an icon, which a folder of modules has not, is no fault.
    assert not watch.errors, f"a module threw: {watch.errors}"
    assert not watch.foreign, f"a module asks another host: {watch.foreign}"


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
