"""A real Chromium on a site that is served as it will be."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, sync_playwright

from pricebook.fetch import browsers
from pricebook.run.site import HOST, served

NEEDED = pytest.mark.skipif(
    not any(map(os.path.exists, browsers.PLACES)) and browsers.NAMED not in os.environ,
    reason="no Chromium is installed: apt-get install chromium",
)
PATIENT = 60_000
"""Milliseconds: what a busy machine needs."""
KINDS = {
    "root": "index.html", "start": "{}/index.html", "model": "{}/models/{}", "providers": "{}/providers/index.html",
    "provider": "{}/providers/acme.html", "changes": "{}/changes.html", "calculator": "{}/calculator.html",
    "trust": "{}/trust.html", "data": "{}/data.html",
}  # fmt: skip
"""Where one page of each kind stands, by its language and a model's file."""


def place(kind: str, language: str, file: str = "moving.html") -> str:
    return KINDS[kind].format(language, file)


@contextmanager
def at_address(folder: Path) -> Iterator[str]:
    """The address at which that folder is served."""
    with served(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium that asks nobody anything of its own."""
    place = os.environ.get(browsers.NAMED) or next(path for path in browsers.PLACES if Path(path).exists())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=place,
            timeout=PATIENT,
            chromium_sandbox=False,
            args=["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"],
        )
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """Pages of one site, with all that they ask and complain of."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.browser, self.root = browser, root
        self.scripts = True
        """Whether pages run theirs."""
        self.trouble: list[str] = []
        """What stood in the console, or ended a script."""
        self.foreign: list[str] = []
        """Requests to another host."""
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, *, width: int = 1280, **more: object) -> Page:
        """That page in a window of its own."""
        self.scripts = bool(more.get("java_script_enabled", True))
        context = self.browser.new_context(viewport={"width": width, "height": 800}, **more)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENT)
        context.route("**/*", self._asked)
        self._contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: self.trouble.extend([message.text] if message.type in {"error", "warning"} else []),
        )
        page.on("pageerror", lambda problem: self.trouble.append(str(problem)))
        page.on("dialog", self._spoken)
        self.goto(page, path)
        return page

    def goto(self, page: Page, path: str) -> None:
        page.goto(self.root + path)
        if "calculator" in path and self.scripts:
            page.wait_for_selector("#calculator:not([hidden])")

    def _spoken(self, dialog: Dialog) -> None:
        self.trouble.append(dialog.message)
        dialog.dismiss()

    def _asked(self, route: Route) -> None:
        if route.request.url.startswith((self.root, "data:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def close(self) -> None:
        """Closes all windows, and tells what went wrong in any of them."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        trouble, foreign = self.trouble, self.foreign
        self.trouble, self.foreign = [], []
        assert (trouble, foreign) == ([], [])
