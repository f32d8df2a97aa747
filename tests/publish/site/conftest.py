"""Sites that several tests look at, each built once."""

import os
from pathlib import Path

import pytest
from filelock import FileLock

from pricebook.run.site import built
from tests.conftest import ROOT
from tests.publish.site import releases
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
