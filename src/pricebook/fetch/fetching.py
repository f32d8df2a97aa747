"""One page: asked for politely, followed where it may lead, tried again where that may help."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from pricebook.beliefs import Response, Validators
from pricebook.calendar import header_time
from pricebook.errors import (
    CutShort,
    NetworkError,
    NotAPage,
    RedirectRefused,
    ServerBusy,
    ServerRefuses,
    TooSlow,
    Unreachable,
    one_short_line,
)  # fmt: skip
from pricebook.fetch.bodies import body
from pricebook.fetch.clocks import Clocks
from pricebook.fetch.connecting import Guard, transport
from pricebook.fetch.politeness import GAP, Politeness, robots_of
from pricebook.fetch.requests import Budget, Request, Target, page_request
from pricebook.fetch.walls import judge
from pricebook.reading.charsets import charset_of

# What a run says is said by the command, once and in one line.
stamina.instrumentation.set_on_retry_hooks([])
PROGRAM = "pricebook/0.1"
DEADLINE = 60.0
"""Seconds for a page with all its tries and redirects, the pauses between requests aside.

A server that asks for more patience than is left is not asked again in this run.
"""
TRIES = 3
MAX_REDIRECTS = 5
MAX_ADDRESS = 2_000
"""Characters of an address that a redirect leads to."""
_WAIT = 1.0
"""Seconds before a second try at least."""
_EASEL = threading.Lock()
"""One page is drawn at a time: a browser takes more memory than all that is read."""


class Redirected(NamedTuple):
    """That what is asked for stands elsewhere."""

    status: int
    location: str
    """As the server writes it."""


def user_agent(contact: str | None) -> str:
    """What the program calls itself: who asks, if somebody says so, and how often.

    >>> user_agent("https://example.org/prices")
    'pricebook/0.1 (+https://example.org/prices; a price catalogue, one look a day)'
    """
    return f"{PROGRAM} ({f'+{contact}; ' if contact else ''}a price catalogue, one look a day)"


class Fetcher:
    """Fetches the pages of one run. Time and sleep are given to it."""

    def __init__(
        self,
        contact: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        deadline: float = DEADLINE,
        gap: float = GAP,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Without `now`, no server's clock is compared with this machine's."""
        self.clock, self.deadline, self.agent, self.now = clock, deadline, user_agent(contact), now
        self.politeness = Politeness(PROGRAM, clock, sleep, gap)
        self.clocks = Clocks()
        """What the servers say of the time."""

    def page(self, target: Target, known: Validators | None = None) -> Response:
        """The page; it is asked of its own hosts alone. Raises a NetworkError, in one line, for all else."""
        with self.politeness.turn(target.url):
            request = page_request(target, known, robots=True)
            return self._drawn(target, self._tried(target.url, request), request)

    def file(self, url: str) -> Response:
        """A file that is no page, asked for as politely; whoever reads it judges it. Raises as `page` does."""
        request = Request(Target(url).allowed, judged=False, dated=False, robots=True)
        with self.politeness.turn(url):
            return self._tried(url, request)

    def unasked(self, target: Target) -> Response:
        """The page, without a look at robots.txt: a person wants it once. Raises as `page` does."""
        request = page_request(target, None, robots=False)
        came = self._followed(target.url, request, Budget(self.clock, self.deadline))
        return self._drawn(target, came, request)

    def _drawn(self, target: Target, came: Response, request: Request) -> Response:
        """What came, or what its scripts make of it, where each of their requests is one of ours."""
        if target.drawing is None:
            return came
        from pricebook.fetch.drawing import draw  # noqa: PLC0415 - most collections draw nothing

        with _EASEL:
            budget = Budget(self.clock, self.deadline)
            part = partial(self._part, request._replace(dated=False, soon=True), budget)
            answer = draw(target, came, part, self.agent, budget.left)
        judge(target.url, answer.body, answer.kind, answer.charset)
        return answer

    def _part(
        self, like: Request, budget: Budget, url: str, method: str, content: bytes | None, headers: Mapping[str, str]
    ) -> Response:
        return self._tried(url, like._replace(method=method, content=content, headers=headers), budget)

    def _robots(self, url: str, request: Request, budget: Budget | None) -> None:
        """Learns the host's robots.txt once a run: what it refuses is free, what it cannot give forbids for now."""
        if self.politeness.knows(url):
            return
        wanted = Request(request.allowed, judged=False, dated=False, soon=request.soon)
        try:
            answer = self._tried(robots_of(url), wanted, budget if request.soon else None)
            self.politeness.learn(url, answer.body)
        except (ServerRefuses, RedirectRefused, NotAPage):
            self.politeness.learn(url, b"")
        except NetworkError as problem:
            self.politeness.learn(url, problem)

    def _tried(self, url: str, request: Request, budget: Budget | None = None) -> Response:
        if request.robots:
            self._robots(url, request, budget)
        budget = budget or Budget(self.clock, self.deadline)
        for attempt in stamina.retry_context(
            lambda problem: _again(problem, budget.left), attempts=TRIES, timeout=None, wait_initial=_WAIT, wait_max=4.0
        ):
            with attempt:
                return self._followed(url, request, budget)
        raise AssertionError  # pragma: no cover - the last try returned or raised

    def _followed(self, url: str, request: Request, budget: Budget) -> Response:
        here = url
        for _ in range(MAX_REDIRECTS + 1):
            if request.robots:
                self._robots(here, request, budget)
                self.politeness.ask(here)
            with self.politeness.request(here, soon=request.soon) as waited:
                if not request.soon:
                    budget.extend(waited)
                answer = self._once(here, request, budget.left)
            if isinstance(answer, Response):
                return answer
            here = _redirect(here, answer, request)
        message = f"{url}: redirects more than {MAX_REDIRECTS} times. A person must look at the address."
        raise RedirectRefused(message)

    def _once(self, url: str, request: Request, seconds: float) -> Response | Redirected:
        """The page, or where the server says that it is."""
        guard = Guard(request.allowed, seconds, self.clock)
        guard.url = url
        headers = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
        waits = {"timeout": httpx.Timeout(max(seconds, 0.0)).as_dict()}
        try:
            headers = {**request.headers, **headers, **request.known.headers}
            sent = httpx.Request(request.method, url, headers=headers, content=request.content, extensions=waits)
            # The transport alone: a client would look at a redirect's address before it can be judged here.
            with transport(guard) as line, closing(line.handle_request(sent)) as answer:
                now = self.now() if self.now else None
                if now and request.dated:
                    self.clocks.hear(answer.headers, now, url)
                return _answer_in(answer, url, request, guard, now)
        except (httpx.RemoteProtocolError, httpx.ReadError) as problem:
            message = f"{url}: the answer was cut off or is no HTTP: {_in_one_line(problem)}. Try again later."
            raise CutShort(message) from problem
        except (httpx.ReadTimeout, httpx.WriteTimeout) as problem:
            raise TooSlow(guard.said("the answer was not whole at the deadline")) from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            message = f"{url}: cannot be reached: {_in_one_line(problem)}. Try again later."
            raise Unreachable(message) from problem


def _answer_in(
    answer: httpx.Response, url: str, request: Request, guard: Guard, now: datetime | None
) -> Response | Redirected:
    status = answer.status_code
    if status in {301, 302, 303, 307, 308}:
        return Redirected(status, str(answer.headers.get("Location", "")))
    if status == httpx.codes.NOT_MODIFIED and request.known.headers:
        return Response(b"", None, request.known, modified=False)
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
        raise ServerBusy(f"{url}: the server answers {status}. Try again later.", _patience(answer, now))
    if 400 <= status < 500:
        message = f"{url}: the server answers {status}. A person must look at the address."
        raise ServerRefuses(message)
    if status != httpx.codes.OK:
        message = f"{url}: the server answers {status} where a page was asked for. Try again later."
        raise NotAPage(message)
    data = body(answer.iter_raw(), answer.headers.get("Content-Encoding", ""), url)
    answer.close()
    _as_long_as_said(answer, url, guard)
    kind = answer.headers.get("Content-Type", "")
    charset = charset_of(kind)
    if request.judged:
        judge(url, data, kind, charset)
    # Of what is posted they say nothing: who posts the same once more asks anew.
    told = answer.headers if request.method == "GET" else {}
    said = Validators(told.get("ETag"), told.get("Last-Modified")).said
    return Response(data, charset, Validators(**said), kind=kind, url=url)


def _as_long_as_said(answer: httpx.Response, url: str, guard: Guard) -> None:
    """Raises CutShort if more came than Content-Length said; httpx itself notices less."""
    said = answer.headers.get("Content-Length", "")
    if guard.line is None or not said.isdecimal() or "Transfer-Encoding" in answer.headers:
        return
    if guard.line.heads.body > int(said):
        message = f"{url}: {guard.line.heads.body:,} bytes came, Content-Length says {said}. Try again later."
        raise CutShort(message)


def _redirect(here: str, moved: Redirected, request: Request) -> str:
    location = moved.location
    try:
        there = urljoin(here, location)
        parts = urlsplit(there)
        host = parts.hostname
    except ValueError:
        there, parts, host = location, urlsplit(""), None
    down = urlsplit(here).scheme == "https" and parts.scheme != "https"
    known = host in request.allowed and parts.scheme in {"http", "https"} and not down
    if not 0 < len(location) <= MAX_ADDRESS or not known:
        message = f"{here}: redirects to {there[:200]!r}, where it may not lead. A person must look at the address."
        raise RedirectRefused(message)
    if request.method != "GET" and moved.status not in {307, 308}:
        message = (
            f"{here}: answers what was posted with {moved.status}, a redirect to {there[:200]!r} that asks otherwise. "
            "A person must look at the address."
        )
        raise RedirectRefused(message)
    return there


def _patience(answer: httpx.Response, now: datetime | None) -> float | None:
    """Seconds that the server asks to wait; None if it does not say."""
    said = answer.headers.get("Retry-After", "")
    if said.isdecimal():
        return float(said)
    until = header_time(said)
    return max(0.0, (until - now).total_seconds()) if now and until else None


def _again(problem: Exception, left: float) -> bool | float:
    """Whether another try may help within so many seconds, or in how many."""
    if isinstance(problem, ServerBusy) and problem.patience is not None:
        wait = max(problem.patience, _WAIT)
        return wait if wait < left else False
    return isinstance(problem, Unreachable | CutShort | ServerBusy) and left > _WAIT


def _in_one_line(problem: Exception) -> str:
    return one_short_line(str(problem), 200) or type(problem).__name__
