"""The stage on which contract tests look at one widget after the other."""

import pytest
from stage import Stage, write_stage
from watch import Watch

from nblib.widgets import Widget
from nblib.widgets.core.contract import contracts

CONTRACTS = contracts()


@pytest.fixture(scope="session")
def stage_address(serve, tmp_path_factory):
    """Where the page of the stage is served."""
    folder = tmp_path_factory.mktemp("stage")
    write_stage(folder)
    return serve(folder)


def pytest_generate_tests(metafunc):
    """Give the contract of each widget in turn; in a file that names its WIDGET, of that one."""
    if "contract" in metafunc.fixturenames:
        own = getattr(metafunc.module, "WIDGET", None)
        slugs = [own] if own else list(CONTRACTS)
        metafunc.parametrize("contract", slugs, indirect=True)


@pytest.fixture
def contract(request):
    """The contract of a widget."""
    yield CONTRACTS[request.param]
    Widget.close_all()


@pytest.fixture(scope="module")
def bench(chromium, stage_address):
    """One page for all tests of a file, and what goes wrong on it."""
    watch = Watch(chromium)
    page = watch.open(stage_address, width=1000, height=1200)
    page.wait_for_function("window.stage")
    page.locator("#before").click()  # a click's own listeners come now, and stay
    yield page, watch
    watch.close()


@pytest.fixture
def stage(bench, contract):
    """A stage for a widget; when the test is over, nothing may have gone wrong on the page."""
    page, watch = bench
    page.set_viewport_size({"width": 1000, "height": 1200})
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    watch.forget()
    stage = Stage(page, contract)
    yield stage
    page.evaluate("stage.leave()")
    watch.assert_clean()
