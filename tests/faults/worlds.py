"""The frozen collection, whose providers stand on one loopback server, and nights in it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pricebook.collection import Collection
from tests.conftest import FROZEN, ROOT
from tests.pages import move, recorded
from tests.serving import Server, answer, once, url

PAGES = {provider: recorded(provider).read_bytes() for provider in FROZEN}
FIRST, SECOND, THIRD = (f"2026-01-0{day}T18:23:00+00:00" for day in (5, 6, 7))
DATE = "Tue, 06 Jan 2026 18:23:00 GMT"
"""What a server's clock says in any of these nights."""


def settle(root: Path, server: Server, providers: Iterable[str] = FROZEN) -> Collection:
    """The providers' scrapers, moved to the server, which sends every provider's page and has a clock."""
    (root / "scrapers").mkdir(parents=True)
    for provider in providers:
        shutil.copy(ROOT / "scrapers" / f"{provider}.py", root / "scrapers")
        move(Collection(root), provider, url(server, f"/{provider}"))
        server.says[f"/{provider}"] = once(answer(PAGES[provider], Date=DATE))
    return Collection(root)


def night(root: Path, now: str, *words: str, seconds: float = 120) -> dict[str, Any]:
    """How a night ended, told by itself."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.night", str(root), now, *words],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=seconds,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told
