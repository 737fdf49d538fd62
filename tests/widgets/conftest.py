"""The stage on which contract tests look at one widget after the other."""

import pytest
from stage import Stage, opened, write_stage

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


@pytest.fixture(scope="session")
def bench(chromium, stage_address):
    """One page for all tests, and what goes wrong on it."""
    with opened(chromium, stage_address) as one:
        yield one


@pytest.fixture(scope="session")
def telephone(chromium, stage_address):
    """The same on a screen that is touched."""
    with opened(chromium, stage_address, width=360, height=4000, touch=True) as one:
        yield one


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


@pytest.fixture
def touched(telephone, contract):
    """A stage for a widget on a screen that is touched."""
    page, watch = telephone
    watch.forget()
    yield Stage(page, contract)
    page.evaluate("stage.leave()")
    watch.assert_clean()
