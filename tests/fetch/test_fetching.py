"""A server that does what servers do: every fault has its own error, in one line."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

import httpcore
import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from pricebook import errors
from pricebook.beliefs import LONGEST_VALIDATOR, Response, Validators
from pricebook.fetch import Fetcher, Target
from pricebook.fetch.connecting import Guard
from pricebook.fetch.fetching import Redirected, _redirect
from pricebook.fetch.politeness import GAP, MAX_ROBOTS
from pricebook.fetch.requests import Request
from pricebook.reading.text import MAX_BYTES
from tests.pages import recorded
from tests.serving import Say, Server, answer, once, serving, url

PAGE = recorded("moonshot").read_bytes()
GBK = "<html><body>价格 4 元/百万 tokens，输出 16 元</body></html>".encode("gbk")
NOW = datetime(2026, 1, 6, 18, 23, tzinfo=UTC)
PATIENT, HASTY = 60.0, 1.5
"""Deadlines in seconds: what a busy machine needs for anything, and what a server that never ends needs to be left."""


def reset(say: Say, _: str) -> None:
    say(answer(PAGE)[:900])
    raise ConnectionResetError


def endless(say: Say, _: str) -> None:
    say(answer(b"", Content_Length="-"))
    while True:
        say(b"4" * 65536)


def drip(data: bytes) -> Callable[[Say, str], None]:
    def slowly(say: Say, _: str) -> None:
        for byte in data:
            say(bytes([byte]))
            time.sleep(0.05)

    return slowly


def silence(_: Say, __: str) -> None:
    threading.Event().wait(PATIENT)


def bomb() -> bytes:
    deflater = zlib.compressobj(9, wbits=31)
    return b"".join(deflater.compress(b"\0" * 1_000_000) for _ in range(60)) + deflater.flush()


def wall(text: str) -> Callable[[Say, str], None]:
    return once(answer(f"<html><body>{text}</body></html>".encode()))


def to(place: str, status: str = "302 Found") -> Callable[[Say, str], None]:
    return once(answer(b"", status, Location=place))


SQUEEZED = gzip.compress(PAGE)
CHUNKS = {"Content_Length": "-", "Transfer_Encoding": "chunked"}
DATA = b'{"data": {"content": "<table><tr><td>1</td></tr></table>"}}'
MIXED = "<input type=password> 输入价格 4 元/百万 tokens".encode()


def squeezed(body: bytes, encoding: str = "gzip") -> Callable[[Say, str], None]:
    return once(answer(body, Content_Encoding=encoding))


DOOMSDAY = "Fri, 31 Dec 9999 23:59:59 -2359"


def page_in(label: str) -> Callable[[Say, str], None]:
    return once(answer(f'<meta charset="{label}">'.encode() + PAGE, kind="text/html"))


FAULTS: dict[str, tuple[Callable[[Say, str], None], type[errors.NetworkError]]] = {
    "reset in the body": (reset, errors.CutShort),
    "Content-Length too long": (once(answer(PAGE, Content_Length=str(len(PAGE) + 9))), errors.CutShort),
    "Content-Length too short": (once(answer(PAGE, Content_Length="900")), errors.CutShort),
    "Content-Length twice": (once(answer(PAGE, Content_length="9")), errors.CutShort),
    "Content-Length below nothing": (once(answer(PAGE, Content_Length="-9")), errors.CutShort),
    "chunks cut": (once(answer(b"400\r\n" + PAGE[:99], **CHUNKS)), errors.CutShort),
    "chunks of no size": (once(answer(b"zz\r\nabc\r\n", **CHUNKS)), errors.CutShort),
    "gzip cut": (squeezed(SQUEEZED[:-20]), errors.CutShort),
    "gzip of a wrong checksum": (squeezed(SQUEEZED[:-8] + b"\0" * 8), errors.WronglyEncoded),
    "gzip that is none": (squeezed(PAGE), errors.WronglyEncoded),
    "gzip with more behind it": (squeezed(SQUEEZED + b"x"), errors.WronglyEncoded),
    "gzip that fills the memory": (squeezed(bomb()), errors.TooLarge),
    "two encodings": (squeezed(gzip.compress(SQUEEZED), "gzip, gzip"), errors.WronglyEncoded),
    "an encoding that nobody asked for": (squeezed(PAGE, "br"), errors.WronglyEncoded),
    "a body without an end": (endless, errors.TooLarge),
    "10 MB on one line": (once(answer("4元/张 ".encode() * 1_100_000)), errors.TooLarge),
    "a body byte by byte": (drip(answer(PAGE)), errors.TooSlow),
    "a head byte by byte": (drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 900), errors.TooSlow),
    "silence": (silence, errors.TooSlow),
    "a head of 200 KB": (once(answer(PAGE, X_Long="x" * 200_000)), errors.TooLarge),
    "no HTTP": (once(b"220 mail.example ESMTP\r\n"), errors.CutShort),
    "nothing at all": (once(b""), errors.CutShort),
    "a redirect to itself": (lambda say, path: to(path)(say, path), errors.RedirectRefused),
    "a redirect to another host": (to("http://example.com/"), errors.RedirectRefused),
    "a redirect to a file": (to("file:///etc/passwd"), errors.RedirectRefused),
    "a redirect to the machine's keeper": (to("http://169.254.169.254/latest/"), errors.RedirectRefused),
    "a redirect to nowhere": (to("-"), errors.RedirectRefused),
    "a redirect to nonsense": (to("http://[::bad/"), errors.RedirectRefused),
    "304 unasked": (once(answer(b"", "304 Not Modified")), errors.NotAPage),
    "204": (once(b"HTTP/1.1 204 No Content\r\n\r\n"), errors.NotAPage),
    "206": (once(answer(PAGE[:900], "206 Partial Content")), errors.NotAPage),
    "429 for ten years": (once(answer(b"", "429 Too Many Requests", Retry_After="315360000")), errors.ServerBusy),
    "429 until a day": (once(answer(b"", "429 Busy", Retry_After="Fri, 01 Jan 2100 00:00:00 GMT")), errors.ServerBusy),
    "503": (once(answer(b"", "503 Service Unavailable")), errors.ServerBusy),
    "404": (once(answer(PAGE, "404 Not Found")), errors.ServerRefuses),
    "403": (once(answer(b"", "403 Forbidden")), errors.ServerRefuses),
    "a check for robots": (wall("<title>安全验证</title>请完成滑动验证"), errors.BotWall),
    "a check for robots elsewhere": (wall("<title>Just a moment...</title>"), errors.BotWall),
    "a log-in": (wall("<form>用户 <input name=u> <input type='password'></form>"), errors.LoginPage),
    "maintenance": (wall("系统维护中，请稍后再试"), errors.MaintenancePage),
    "an empty page": (once(answer(b" \n")), errors.NotAPage),
    "an error as data": (once(answer(b'{"code": 500}', kind="application/json")), errors.NotAPage),
    "an error as data that calls itself a page": (once(answer(b'{"code": 500}')), errors.NotAPage),
    "a PDF that calls itself a page": (once(answer(b"%PDF-1.7 4 \xe5\x85\x83")), errors.NotAPage),
    "an image": (once(answer(b"\x89PNG\r\n", kind="image/png")), errors.NotAPage),
    "UTF-8 twice": (once(answer(PAGE.decode().encode().decode("latin-1").encode())), errors.NotAPage),
    "characters that were lost": (once(answer("价格 \ufffd\ufffd 4 元".encode())), errors.NotAPage),
    "UTF-16 that does not say so": (once(answer(PAGE.decode().encode("utf-16-le"), kind="text/html")), errors.NotAPage),
    "characters of no set": (once(answer(b"\xff\xff\x81 4 \xff")), errors.NotAPage),
    "characters that are undefined": (once(answer(PAGE, kind="text/html; charset=undefined")), errors.NotAPage),
    "characters in punycode": (once(answer(b"4-" * 60_000, kind="text/html; charset=punycode")), errors.NotAPage),
    "characters in idna": (once(answer(PAGE, kind="text/html;charset=idna")), errors.NotAPage),
    "characters in undefined, says the page": (page_in("undefined"), errors.NotAPage),
    "characters in punycode, says the page": (page_in("punycode"), errors.NotAPage),
    "characters of a name without an end": (page_in("utf-8" * 12_000), errors.NotAPage),
    "60 KB of Content-Type": (once(answer(PAGE, kind="x" * 60_000)), errors.NotAPage),
    "60 KB of Location": (to("/" + "x" * 60_000), errors.RedirectRefused),
    "60 KB of Content-Encoding": (squeezed(PAGE, "x" * 60_000), errors.WronglyEncoded),
    "6,000 headers": (once(answer(PAGE, **{f"X-{n}": "some" for n in range(6000)})), errors.TooLarge),
    "heads that announce without an end": (once(b"HTTP/1.1 103 Early\r\nLink: a\r\n\r\n" * 9000), errors.TooLarge),
    "a clock that is ten years off": (once(answer(PAGE, Date="Mon, 05 Jan 2015 00:00:00 GMT")), errors.ServersClock),
    "503 for ever": (once(answer(b"", "503 Busy", Retry_After="9" * 400)), errors.ServerBusy),
    "503 until time ends": (once(answer(b"", "503 Busy", Retry_After=DOOMSDAY)), errors.ServerBusy),
}  # fmt: skip
PAGES: dict[str, tuple[bytes, bytes]] = {
    "a plain page": (answer(PAGE), PAGE),
    "gzip": (answer(SQUEEZED, Content_Encoding="gzip"), PAGE),
    "deflate": (answer(zlib.compress(PAGE), Content_Encoding="deflate"), PAGE),
    "chunks": (
        answer(b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), **CHUNKS), PAGE
    ),
    "no length": (answer(PAGE, Content_Length="-"), PAGE),
    "GBK that does not say so": (answer(GBK, kind="text/html"), GBK),
    "GBK that calls itself UTF-8": (answer(GBK), GBK),
    "UTF-16 with its mark": (answer(PAGE.decode().encode("utf-16"), kind="text/html"), PAGE.decode().encode("utf-16")),
    "data that carries a page": (answer(DATA, kind="application/json"), DATA),
    "a price page with a log-in beside": (answer(MIXED), MIXED),
    "a page that is announced": (b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + answer(PAGE), PAGE),
    "a charset as mails have it": (answer(PAGE, kind="text/html; charset*=punycode''" + "x" * 9000), PAGE),
    "a date that no calendar holds": (answer(PAGE, Last_Modified=DOOMSDAY, Date=DOOMSDAY), PAGE),
    "a copy of an age without an end": (
        answer(PAGE, Date="Mon, 05 Jan 2015 00:00:00 GMT", Age=str(10**30)), PAGE
    ),
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


def fetcher(sleeps: list[float] | None = None, *, deadline: float = PATIENT) -> Fetcher:
    sleep = (sleeps if sleeps is not None else []).append
    return Fetcher("https://example.org/prices", sleep=sleep, deadline=deadline, now=lambda: NOW)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_its_error(name: str, server: Server) -> None:
    server.says["/price"], error = FAULTS[name]
    hasty = error is errors.TooSlow
    one = fetcher(deadline=HASTY if hasty else PATIENT)
    if hasty:
        one.politeness.learn(url(server), b"")
    with pytest.raises(errors.NetworkError) as raised:
        one.page(Target(url(server)))
    assert type(raised.value) is error, raised.value
    assert len(str(raised.value).splitlines()) == 1
    assert len(str(raised.value)) <= errors.PricebookError.longest
    assert str(raised.value).startswith(url(server))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_comes_whole(name: str, server: Server) -> None:
    said, expected = PAGES[name]
    server.says["/price"] = once(said)
    assert fetcher().page(Target(url(server))).body == expected


def test_an_endless_body_is_not_kept(server: Server) -> None:
    server.says["/price"] = once(answer(b"4" * (MAX_BYTES + 1)))
    with pytest.raises(errors.TooLarge):
        fetcher().page(Target(url(server)))
    server.says["/price"] = once(answer(b"4" * MAX_BYTES))
    assert len(fetcher().page(Target(url(server))).body) == MAX_BYTES


def test_a_name_that_leads_home_is_refused(server: Server) -> None:
    with pytest.raises(errors.RobotsForbid, match="could not be had"):
        fetcher().page(Target(f"http://localhost:{server.server_address[1]}/price"))
    with pytest.raises(errors.AddressRefused, match=r"localhost leads to .*, which is no public address"):
        fetcher().unasked(Target(f"http://localhost:{server.server_address[1]}/price"))
    assert server.asked == []


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(errors.Unreachable, match="cannot be reached"):
        fetcher().unasked(Target(f"http://127.0.0.1:{port}/price"))


def test_it_says_who_asks_and_asks_once(server: Server) -> None:
    server.says["/price"] = once(answer(PAGE))
    one = fetcher()
    one.page(Target(url(server)))
    one.page(Target(url(server)))
    assert [request.split()[1] for request in server.asked] == ["/robots.txt", "/price", "/price"]
    assert all("User-Agent: pricebook/0.1 (+https://example.org/prices;" in request for request in server.asked)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (once(answer(b"", "404 Not Found")), True),
        (once(answer(b"", "403 Forbidden")), True),
        (once(answer(b"User-agent: *\nDisallow: /admin", kind="text/plain")), True),
        (once(answer(b"User-agent: *\nDisallow: /", kind="text/plain")), False),
        (once(answer(b"User-agent: pricebook\nDisallow: /price\n\nUser-agent: *\nAllow: /", kind="text/plain")), False),
        (once(answer(b"User-agent: *\n" + b"# x\n" * MAX_ROBOTS + b"Disallow: /", kind="text/plain")), True),
        (once(answer(b"User-agent: *\nCrawl-delay: 1e999\nDisallow: /" + b"*a" * 200, kind="text/plain")), True),
        (once(answer(b"\xff\xfe\0" * 9000, kind="text/plain")), True),
        (once(answer(b"", "503 Busy")), False),
        (silence, False),
    ],
)
def test_robots_are_asked_first(robots: Callable[[Say, str], None], server: Server, *, allowed: bool) -> None:
    server.says |= {"/robots.txt": robots, "/price": once(answer(PAGE))}
    one = fetcher(deadline=HASTY if robots is silence else PATIENT)
    if allowed:
        assert one.page(Target(url(server))).body == PAGE
    else:
        with pytest.raises(errors.RobotsForbid):
            one.page(Target(url(server)))
        assert "/price" not in [request.split()[1] for request in server.asked]


@pytest.mark.parametrize(("robots", "pause"), [(b"", GAP), (b"User-agent: *\nCrawl-delay: 7", 7.0)])
def test_a_pause_between_two_requests_to_one_host(robots: bytes, pause: float, server: Server) -> None:
    server.says |= {"/robots.txt": once(answer(robots, kind="text/plain")), "/price": once(answer(PAGE))}
    sleeps: list[float] = []
    Fetcher(clock=lambda: 0.0, sleep=sleeps.append).page(Target(url(server)))
    assert sleeps == [pause]


def test_what_is_still_the_same_is_not_sent_again(server: Server) -> None:
    server.says["/price"] = once(answer(PAGE, ETag='"a"', Last_Modified="Mon, 05 Jan 2026 00:00:00 GMT"))
    first = fetcher().page(Target(url(server)))
    assert first.validators == Validators('"a"', "Mon, 05 Jan 2026 00:00:00 GMT")
    server.says["/price"] = once(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    again = fetcher().page(Target(url(server)), known=first.validators)
    assert (again.modified, again.body, again.validators) == (False, b"", first.validators)
    assert 'If-None-Match: "a"' in server.asked[-1]


@pytest.mark.parametrize(
    "said", ["\xff", "\x01", "价", '"a"\x0b', "x" * (LONGEST_VALIDATOR + 1), '"' + "x" * 60_000 + '"', " ", ""]
)
def test_what_cannot_be_sent_back_is_not_kept(said: str, server: Server) -> None:
    """Neither of an answer, nor of a line that was written when it still was."""
    server.says["/price"] = once(answer(PAGE, ETag=said, Last_Modified="Mon, 05 Jan 2026 00:00:00 GMT"))
    one = Validators(said, said)
    assert (one.said, one.headers) == ({}, {})
    with suppress(errors.CutShort):  # a control character is no HTTP
        came = fetcher().page(Target(url(server)), known=one)
        assert came.validators == Validators(None, "Mon, 05 Jan 2026 00:00:00 GMT")
    assert "If-" not in server.asked[-1]


@given(st.text(max_size=900), st.text(max_size=900))
def test_whatever_is_kept_of_a_version_can_be_sent(etag: str, changed: str) -> None:
    one = Validators(etag, changed)
    assert Validators(**one.said).said == one.said
    sent = "".join(f"{name}: {value}" for name, value in one.headers.items())
    assert len(sent) < 2 * LONGEST_VALIDATOR + 50
    assert sent.isascii()
    assert sent.isprintable()


ODD_HEADERS = (
    "Date", "Age", "Last-Modified", "ETag", "Retry-After", "Location", "Content-Type", "Content-Encoding",
    "Content-Length", "Transfer-Encoding", "Connection", "Set-Cookie", "X-Any",
)  # fmt: skip
ODD_WORDS = (
    DOOMSDAY, "Mon, 05 Jan 2026 00:00:00 -0000", "9" * 5000, "-1", "1e9", "٣", "chunked", "gzip", "/price",
    *(f"text/html; charset={name}" for name in ("undefined", "punycode", "idna", "utf-7", "gbk")),
)  # fmt: skip
ODD_DATE = r"[A-Z][a-z]{2}, [0-9]{1,3} (Jan|Feb|Dec) [0-9]{1,6} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}"
ODD_VALUES = st.one_of(
    st.binary(max_size=60), st.sampled_from(ODD_WORDS).map(str.encode), st.from_regex(ODD_DATE).map(str.encode)
)


@given(
    st.sampled_from([200, 200, 200, 204, 302, 304, 429, 503, 101, 999]),
    st.lists(st.tuples(st.sampled_from(ODD_HEADERS), ODD_VALUES), max_size=6),
    st.sampled_from([GBK, b"", b"4\r\nabcd\r\n0\r\n\r\n", SQUEEZED]),
)
def test_whatever_stands_in_a_head_it_is_a_page_or_an_error(
    status: int, headers: list[tuple[str, bytes]], body: bytes
) -> None:
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers)
    said = b"HTTP/1.1 %d Said\r\n%b\r\n%b" % (status, lines, body)
    one = fetcher()
    one.politeness.learn("http://127.0.0.1/", b"")
    with pytest.MonkeyPatch.context() as patch, suppress(errors.NetworkError):
        patch.setattr(Guard, "stream_to", lambda *_: httpcore.MockStream([said]))
        assert isinstance(one.page(Target("http://127.0.0.1/price")), Response)


@given(st.text(max_size=2000))
def test_a_message_is_one_short_line(said: str) -> None:
    told = str(errors.NotAPage(said))
    assert told.isprintable()
    assert len(told) <= errors.PricebookError.longest
    assert told.encode().decode() == told, "so that it can be written down"


def test_a_server_that_is_busy_for_a_moment_is_asked_again(server: Server) -> None:
    busy = iter([answer(b"", "503 Busy", Retry_After="1"), answer(PAGE)[:800], answer(PAGE)])
    server.says["/price"] = lambda say, _: say(next(busy))
    assert fetcher().page(Target(url(server))).body == PAGE
    assert len(server.asked) == 4


def test_a_redirect_within_the_host_is_followed(server: Server) -> None:
    server.says |= {"/price": to("/new?a=1", "301 Moved"), "/new?a=1": once(answer(PAGE))}
    assert fetcher().page(Target(url(server))).body == PAGE
    assert server.asked[-1].startswith("GET /new?a=1 ")


def test_a_redirect_to_what_robots_forbid_is_not_followed(server: Server) -> None:
    server.says |= {
        "/robots.txt": once(answer(b"User-agent: *\nDisallow: /private", kind="text/plain")),
        "/price": to("/private/price"), "/private/price": once(answer(PAGE)),
    }  # fmt: skip
    with pytest.raises(errors.RobotsForbid):
        fetcher().page(Target(url(server)))
    assert [request.split()[1] for request in server.asked] == ["/robots.txt", "/price"]


def test_a_redirect_away_from_https_is_refused() -> None:
    asked = Request(frozenset({"a.example", "b.example"}))
    assert _redirect("https://a.example/x", Redirected(302, "https://b.example/y"), asked) == "https://b.example/y"
    with pytest.raises(errors.RedirectRefused):
        _redirect("https://a.example/x", Redirected(302, "http://a.example/x"), asked)
