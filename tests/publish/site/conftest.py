"""Sites that several tests look at, each built once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser

from pricebook.run.site import built
from tests.conftest import ROOT
from tests.publish.site import releases
from tests.publish.site.browsing import Watched, at_address, chromium
from tests.publish.site.releases import NOW

RELEASE = ROOT / "catalog" / "v1"


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small release in which everything stands that a page tells of."""
    return releases.site(tmp_path_factory.mktemp("town"), releases.town())


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of what this repository publishes."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # it takes seconds: the first worker that needs it builds it for all
    folder = base / "ours"
    with FileLock(base / "ours.lock"):
        if not folder.exists():
            built(RELEASE, folder, NOW)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for a module's tests; it ends with them, since what drives it holds the thread's loop of events."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(town: Path) -> Iterator[str]:
    """Where the small site is served."""
    with at_address(town) as found:
        yield found


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """The small site in the browser; nothing may go wrong in it, and no other host be asked."""
    found = Watched(browser, address)
    yield found
    found.close()
