"""The browser that draws pages: found where it may be, and started so that it reaches no network.

It asks a proxy that is nowhere for everything, this machine's own addresses too, and knows no name of any host. What a
page gets, this program has fetched for it.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from pricebook.errors import NoBrowser, one_short_line

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserType

NAMED = "CATALOG_BROWSER"
"""The variable of the environment that says where a Chromium stands."""
MISSING = (
    "No browser is here that draws it. Install one: pip install 'pricebook[browser]', then "
    f"playwright install --with-deps chromium. Or say in {NAMED} where a Chromium stands"
)
"""What is said where none is."""
PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
"""Where systems install one."""
_ALONE = (
    "--proxy-server=http://nowhere.invalid:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--js-flags=--max-old-space-size=512",
)
"""What keeps it from every network, and a page from all of the memory."""
_START, _END = 30.0, 5.0
"""Seconds that it may take to start, and to end."""


class Opened(NamedTuple):
    """A browser that runs."""

    browser: "Browser"
    place: str
    """Where it stands."""
    sandboxed: bool
    """Whether its pages are held in a sandbox of its own."""


def browser_here(url: str) -> str:
    """Which browser draws that page, and what holds it; raises NoBrowser."""
    return asyncio.run(_told(url))


async def _told(url: str) -> str:
    async with opened(url) as found:
        what = f"{found.browser.browser_type.name.capitalize()} {found.browser.version} of {found.place} draws pages"
        if found.sandboxed:
            return f"{what}, each in its sandbox and without a network"
        return f"{what} without a network, but also without its sandbox: root has none, and not every system"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Opened]:
    """A browser of its own for that page; raises NoBrowser, which names the page and what to install."""
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415
    except ModuleNotFoundError as problem:
        message = f"{url}: {MISSING}."
        raise NoBrowser(message) from problem
    async with async_playwright() as driver:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            found = await _started(driver.chromium, url, home)
            try:
                yield found
            finally:
                await _ended(found.browser)


async def _started(chromium: "BrowserType", url: str, home: str) -> Opened:
    from playwright.async_api import Error  # noqa: PLC0415

    environment = {"HOME": home, "PATH": os.defpath, "LANG": "C.UTF-8"}
    why = "nothing is there"
    for place, sandboxed in _candidates():
        try:
            browser = await chromium.launch(
                executable_path=place or None, chromium_sandbox=sandboxed, args=list(_ALONE),
                env={**environment}, timeout=_START * 1000,
            )  # fmt: skip
            return Opened(browser, place or "Playwright", sandboxed)
        except Error as problem:
            why = one_short_line(problem.message.partition("\n")[0], 200).rstrip(".")
    named = os.environ.get(NAMED)
    told = f"the browser that {NAMED} names, {named}, does not start ({why}). Name another, or none"
    message = f"{url}: {told if named else MISSING}."
    raise NoBrowser(message)


def _candidates() -> Iterator[tuple[str, bool]]:
    """Where it may stand, the best first, and whether with its sandbox: root has none, and some systems neither."""
    named = os.environ.get(NAMED)
    root = sys.platform != "win32" and os.geteuid() == 0
    for place in [named] if named else ["", *filter(os.path.exists, PLACES)]:
        yield from ((place, sandboxed) for sandboxed in ([False] if root else [True, False]))


async def _ended(browser: "Browser") -> None:
    """Ends it, also where a page of it never answers again."""
    with suppress(Exception):
        async with asyncio.timeout(_END):
            await browser.close()
