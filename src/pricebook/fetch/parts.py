"""What a page asks for while its scripts draw it: this program fetches it, or it is left out and counted.

What is fetched is of the hosts that the scraper names, and comes as any page does, under the same limits. What is no
text is not fetched at all: images, fonts, films. Frames, windows, sockets and files to keep are nobody's price.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pricebook.beliefs import Response
from pricebook.errors import (
    NetworkError,
    NotAPage,
    RedirectRefused,
    RobotsForbid,
    ServerRefuses,
    TooLarge,
)  # fmt: skip
from pricebook.fetch.requests import Target
from pricebook.reading.text import MAX_BYTES

if TYPE_CHECKING:
    from playwright.async_api import Page, Route, WebSocketRoute
    from playwright.async_api import Request as Asked

MAX_PARTS = 200
"""Requests of one page."""
MAX_ALL = 8 * MAX_BYTES
"""Bytes of all that they bring."""
_FETCHED = {"document", "script", "stylesheet", "xhr", "fetch"}
_PASSED_ON = ("accept", "accept-language", "content-type", "origin", "referer", "x-requested-with")
"""What of a request's head is a part of the question."""
_NOT_FOUND, _NO_CONTENT = 404, 204
Fetch = Callable[[str, str, bytes | None, Mapping[str, str]], Response]
"""Fetches a part of the page: its address, the method, what is sent along, the head; raises NetworkError."""


class Parts:
    """All that one page asks for."""

    def __init__(self, target: Target, came: Response, fetch: Fetch) -> None:
        self.target, self.came, self.fetch = target, came, fetch
        self.left_out: Counter[str] = Counter()
        """What was not fetched, by its host or its kind."""
        self.count, self.bytes, self.waiting = 0, len(came.body), 0
        self.moved = 0.0
        """When, on the loop's clock, something was asked for or came."""
        self.failure: Exception | None = None
        """What fails the page: with a part that may come another time it would be another one."""
        self.begun = False
        self._lane = ThreadPoolExecutor(max_workers=1)

    @property
    def told(self) -> str:
        """What became of them, in words."""
        left_out = ", ".join(f"{count} {what}" for what, count in sorted(self.left_out.items()))
        more = f"{self.count} more {'request' if self.count == 1 else 'requests'}"
        return more + (f"; left out: {left_out}" if left_out else "")

    def close(self) -> None:
        """Asks for nothing more."""
        self._lane.shutdown(wait=False, cancel_futures=True)

    async def answer(self, route: "Route", page: "Page") -> None:
        """Gives the browser what it asks for, if this page may; of one that is gone nobody waits for it."""
        from playwright.async_api import Error  # noqa: PLC0415

        with suppress(Error):
            await self._answered(route, page)

    async def _answered(self, route: "Route", page: "Page") -> None:
        self.moved = asyncio.get_running_loop().time()
        asked = route.request
        if not self.begun and asked.is_navigation_request():
            self.begun = True
            await _give(route, self.came)
            return
        unwanted = self._unwanted(asked, page)
        came = None if unwanted else await self._fetched(asked)
        if unwanted:
            self.left_out[unwanted] += 1
        if came is not None:
            await _give(route, came)
        elif asked.is_navigation_request() or not unwanted:
            # To a page that would lead away nothing comes, so that it stays; to a script, that nothing is there.
            await route.fulfill(
                status=_NO_CONTENT if asked.is_navigation_request() else _NOT_FOUND, headers=_readable(route)
            )
        else:
            await route.abort("blockedbyclient")

    async def no_socket(self, socket: "WebSocketRoute") -> None:
        """Nothing is told that never ends."""
        self.left_out["websocket"] += 1
        await socket.close()

    def _unwanted(self, asked: "Asked", page: "Page") -> str:
        """Why it is not fetched: what it is, or whose; nothing for what is."""
        parts = urlsplit(asked.url)
        if self.failure:
            return "after a failure"
        if asked.resource_type not in _FETCHED or parts.scheme not in {"http", "https"}:
            return asked.resource_type
        if asked.method not in {"GET", "POST"}:
            return f"{asked.method}"
        if asked.is_navigation_request() and not _is_of(asked, page):
            return "frame or window"
        return "" if parts.hostname in self.target.allowed else f"of {parts.hostname}"

    async def _fetched(self, asked: "Asked") -> Response | None:
        """What came; None if nothing ever does."""
        self.count += 1
        if self.count > MAX_PARTS:
            self._fail(TooLarge(f"{self.target.url}: asks for more than {MAX_PARTS} things. A person must look at it."))
            return None
        said = asked.headers
        head = {name: said[name] for name in _PASSED_ON if name in said}
        self.waiting += 1
        try:
            came = await asyncio.get_running_loop().run_in_executor(
                self._lane, self.fetch, asked.url, asked.method, asked.post_data_buffer, head
            )
        except NetworkError as problem:
            self._without(problem)
            return None
        except Exception as problem:  # noqa: BLE001 - whoever waits for the page raises it
            self._fail(problem)
            return None
        finally:
            self.waiting -= 1
            self.moved = asyncio.get_running_loop().time()
        self.bytes += len(came.body)
        if self.bytes > MAX_ALL:
            self._fail(TooLarge(f"{self.target.url}: brings more than {MAX_ALL:,} bytes. A person must look at it."))
        return came

    def _without(self, problem: NetworkError) -> None:
        """Goes on without what is refused for good; what may come another time fails the page."""
        why = {
            ServerRefuses: "not there", RobotsForbid: "forbidden by robots.txt", RedirectRefused: "that lead elsewhere",
            NotAPage: "without a page",
        }.get(type(problem))  # fmt: skip
        if why is None or isinstance(problem.__cause__, NetworkError):
            self._fail(problem)
        else:
            self.left_out[why] += 1

    def _fail(self, problem: Exception) -> None:
        self.failure = self.failure or problem


def _is_of(asked: "Asked", page: "Page") -> bool:
    """Whether the page itself is to become another, and not a frame of it or a window beside it."""
    from playwright.async_api import Error  # noqa: PLC0415

    try:
        return asked.frame == page.main_frame
    except Error:
        return False


async def _give(route: "Route", came: Response) -> None:
    await route.fulfill(status=200, body=came.body, headers={"Content-Type": came.kind, **_readable(route)})


def _readable(route: "Route") -> dict[str, str]:
    """That the page may read what it is given: no host knows who asks, and only named ones are asked."""
    origin = route.request.headers.get("origin", "*")
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
