"""A page that its scripts draw: a browser without a network runs them, and this program fetches what they ask for."""

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag

from pricebook.beliefs import Response
from pricebook.errors import NotDrawn, TooLarge, TooSlow, one_short_line
from pricebook.fetch.browsers import opened
from pricebook.fetch.parts import Fetch, Parts
from pricebook.fetch.requests import Drawing, Target
from pricebook.reading.text import MAX_BYTES

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page, Route

STILL, TICKING = 1.0, 5.0
"""Seconds without a request after which a page is drawn: if nothing on it changes, and if something always does."""
_STEP = 0.25
"""Seconds between two looks at it."""
_WIDE, _HIGH = 1600, 8000
"""Pixels: what a page draws only where somebody scrolls to stands in it at once."""
_WORLD = "pricebook"
"""Where looks are taken: scripts of the page cannot reach there."""
_UNPLUGGED = "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete window[name];"
_GLANCE = """(() => {
  const root = document.documentElement, said = document.body ? document.body.innerText : "";
  const html = root ? (document.doctype ? "<!DOCTYPE html>\\n" : "") + root.outerHTML : "";
  return { size: html.length, html: html.length > %d ? "" : html, blank: !said.trim(), there: said.includes(%s) };
})()"""


class Glance(NamedTuple):
    """The page at one moment."""

    size: int
    """Characters."""
    html: str
    blank: bool
    """Whether no word is to be seen on it."""
    there: bool
    """Whether the words stand on it that it has once it is drawn."""


def draw(target: Target, came: Response, fetch: Fetch, agent: str, seconds: float) -> Response:
    """What the scripts of the page that came make of it, as HTML.

    Raises NoBrowser, TooSlow for a page that is not drawn in so many seconds, TooLarge, NotDrawn if the browser gives
    up, and what failed a part of the page.
    """
    canvas = Canvas(target, Parts(target, came, fetch))
    try:
        html = asyncio.run(canvas.drawn(agent, seconds))
    finally:
        canvas.parts.close()
    # By its mark a reader knows the characters, whatever the page says that it was sent in.
    body = html.encode("utf-8-sig", errors="replace")
    if len(body) > MAX_BYTES:
        raise canvas.too_large()
    return Response(body, "utf-8", kind="text/html", url=came.url, drawn=canvas.parts.told)


class Canvas:
    """One page while it is drawn."""

    def __init__(self, target: Target, parts: Parts) -> None:
        self.target, self.parts, self.drawing = target, parts, target.drawing or Drawing()
        self.seen: Glance | None = None
        """What was seen last."""

    async def drawn(self, agent: str, seconds: float) -> str:
        """The page as HTML, once it is drawn; raises as `draw` does."""
        try:
            async with asyncio.timeout(seconds), opened(self.target.url) as found:
                from playwright.async_api import Error  # noqa: PLC0415 - whoever draws nothing need not have it

                try:
                    return await self._settled(await self._begun(found.browser, agent))
                except Error as problem:
                    why = one_short_line(problem.message, 200)
                    message = f"{self.target.url}: the browser gave up while it drew it: {why}. Try again later."
                    raise self.parts.failure or NotDrawn(message) from problem
        except TimeoutError as problem:
            raise self.parts.failure or TooSlow(self._not_yet()) from problem

    def too_large(self) -> TooLarge:
        """The error for a page without an end."""
        message = f"{self.target.url}: more than {MAX_BYTES:,} bytes were drawn. A person must look at the page."
        return TooLarge(message)

    async def _begun(self, browser: "Browser", agent: str) -> "Page":
        """The page, on its way."""
        context = await browser.new_context(
            user_agent=agent, locale=self.drawing.language, timezone_id=self.drawing.timezone, reduced_motion="reduce",
            viewport={"width": _WIDE, "height": _HIGH}, accept_downloads=False, service_workers="block",
        )  # fmt: skip
        await context.add_init_script(_UNPLUGGED)
        page, parts = await context.new_page(), self.parts

        async def answer(route: "Route") -> None:
            await parts.answer(route, page)

        async def no_window(other: "Page") -> None:
            parts.left_out["window"] += 1
            await other.close()

        context.on("page", no_window)
        page.on("download", lambda _: parts.left_out.update(["file to keep"]))
        await context.route("**/*", answer)
        await context.route_web_socket("**", parts.no_socket)
        here, fragment = urldefrag(parts.came.url or self.target.url).url, urldefrag(self.target.url).fragment
        await page.goto(f"{here}#{fragment}" if fragment else here, wait_until="commit", timeout=0)
        return page

    async def _settled(self, page: "Page") -> str:
        """The page as HTML, once nothing more is asked for and nothing moves."""
        from playwright.async_api import Error  # noqa: PLC0415

        session = await page.context.new_cdp_session(page)
        now = asyncio.get_running_loop().time
        changed = now()
        while self.parts.failure is None:
            # Between one page and the next there is nothing to look at.
            with suppress(Error):
                before, self.seen = self.seen, await self._glance(session)
                if self.seen.size > MAX_BYTES:
                    raise self.too_large()
                changed = changed if self.seen == before else now()
                asked = self.parts.moved
                still = now() - max(changed, asked) >= STILL or now() - asked >= TICKING
                if still and not self.parts.waiting and self.seen.there and not self.seen.blank:
                    return self.seen.html
            await page.wait_for_timeout(_STEP * 1000)
        raise self.parts.failure

    async def _glance(self, session: "CDPSession") -> Glance:
        frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        world = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": _WORLD})
        asked = {
            "expression": _GLANCE % (MAX_BYTES, json.dumps(self.drawing.until or "")),
            "contextId": world["executionContextId"], "returnByValue": True,
        }  # fmt: skip
        return Glance(**(await session.send("Runtime.evaluate", asked))["result"]["value"])

    def _not_yet(self) -> str:
        """What a page lacks that is not drawn at the deadline."""
        if self.seen is None:
            what = "its scripts never came to an end"
        elif self.seen.blank:
            what = "its scripts drew no word"
        elif not self.seen.there:
            what = f"{self.drawing.until!r} does not stand there"
        else:
            what = "it was still asking for more"
        told = self.parts.told
        return f"{self.target.url}: {what} at the deadline ({told}). Try again later; if it stays, mend the scraper."
