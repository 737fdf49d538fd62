"""The built site, served to the tests of the book."""

import pytest

from tools.paths import SITE


@pytest.fixture(scope="session")
def site(serve):
    """The address of the built site."""
    assert (SITE / "index.html").exists(), "there is no site: run `make book`"
    return serve(SITE)
