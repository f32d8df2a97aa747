"""Pages that scripts draw, in a real browser, which reaches nothing that this program does not fetch for it."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pricebook import errors
from pricebook.beliefs import Response
from pricebook.fetch import Drawing, Fetcher, Target, browsers, parts
from pricebook.fetch.recordings import Recording
from pricebook.reading.text import MAX_BYTES
from tests.serving import Say, Server, answer, once, serving, url

pytestmark = pytest.mark.skipif(
    not any(map(os.path.exists, browsers.PLACES)) and browsers.NAMED not in os.environ,
    reason="no Chromium is installed: apt-get install chromium",
)
PATIENT, HASTY = 60.0, 4.0
"""Seconds until the deadline: what a busy machine needs, and what a page is left that never ends."""
TABLE = """
const rows = await (await fetch(%s)).json();
document.body.innerHTML = "<h1>价格</h1><table><tr><th>模型</th><th>输入价格</th></tr>" +
  rows.map(row => `<tr><td>${row.model}</td><td>${row.price}</td></tr>`).join("") + "</table>";
"""
ROWS = '[{"model": "acme-1", "price": "4 元/百万 tokens"}]'.encode()
ROW = "<td>acme-1</td><td>4 元/百万 tokens</td>"


def page(script: str, body: str = "") -> Callable[[Say, str], None]:
    return once(answer(f"<!doctype html><body>{body}</body><script type=module>{script}</script>".encode()))


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def foreign() -> Iterator[Server]:
    """A host that a page may ask only if it is named."""
    yield from serving("127.0.0.2")


def drawn(server: Server, *hosts: str, until: str | None = None, path: str = "/price", seconds: float = PATIENT) -> str:
    return got(server, *hosts, until=until, path=path, seconds=seconds).body.decode("utf-8-sig")


def got(
    server: Server, *hosts: str, until: str | None = None, path: str = "/price", seconds: float = PATIENT
) -> Response:
    target = Target(url(server, path), frozenset(hosts), drawing=Drawing(until, "zh-CN", "Asia/Shanghai"))
    return Fetcher(gap=0.0, deadline=seconds).page(target)


def paths(server: Server) -> list[str]:
    return [request.split()[1] for request in server.asked]


def test_a_table_that_a_script_draws_from_an_interface_of_a_named_host(server: Server, foreign: Server) -> None:
    """It asks by POST, across hosts; what it is asked for in is told to it, and it gets no cookie to keep."""
    script = f"""
    const asked = {{method: "POST", body: '{{"page":1}}', headers: {{"Content-Type": "application/json"}}}};
    const rows = await (await fetch("{url(foreign, "/rows")}", asked)).json();
    {TABLE.split(";", 1)[1]}
    document.body.append(navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, document.cookie);"""
    shell = answer(
        f"<meta charset=gbk><body></body><script type=module>{script}</script>".encode("gbk"), kind="text/html"
    )
    server.says |= {"/price": once(shell.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b\r\n\r\n", 1))}
    foreign.says["/rows"] = once(answer(ROWS, kind="application/json"))
    came = got(server, "127.0.0.2")
    html = came.body.decode("utf-8-sig")
    assert ROW in html
    assert html.rstrip().endswith("zh-CNAsia/Shanghai</body></html>")
    assert came.drawn == "1 more request"
    assert foreign.asked[-1].startswith("POST /rows ")
    assert foreign.asked[-1].endswith('{"page":1}')
    assert paths(foreign) == ["/robots.txt", "/rows"]


HOSTILE = """
const at = "%(foreign)s", own = "%(own)s";
const never = name => { throw new Error(name + " was let through") };
const tried = (name, call) => { try { call() } catch (problem) { console.log(name, problem) } };
fetch(at + "/data").then(() => never("another host"), () => document.body.append("refused "));
navigator.sendBeacon(own + "/beacon", "x");
tried("socket", () => new WebSocket(at.replace("http", "ws") + "/socket"));
tried("events", () => new EventSource(own + "/events"));
tried("worker", () => new Worker(URL.createObjectURL(new Blob([`fetch("${at}/worker")`]))));
tried("service worker", () => navigator.serviceWorker.register("/service.js"));
tried("peer", () => {
  const peer = new RTCPeerConnection({iceServers: [{urls: "stun:127.0.0.1:%(udp)s"}]});
  peer.createDataChannel("a"); peer.createOffer().then(offer => peer.setLocalDescription(offer));
});
tried("window", () => window.open(at + "/window"));
for (const [rel, href] of [["preconnect", at], ["dns-prefetch", "//foreign.example"], ["prefetch", own + "/prefetch"],
                           ["icon", own + "/icon.png"], ["stylesheet", at + "/sheet.css"]])
  document.head.append(Object.assign(document.createElement("link"), {rel, href}));
document.body.insertAdjacentHTML("beforeend", `<img src="${own}/image"><img src="file:///etc/hostname">
  <iframe src="${own}/frame"></iframe><object data="${at}/object"></object><video src="${own}/film"></video>
  <style>@font-face { font-family: a; src: url("${own}/font") } body { font-family: a }</style>`);
fetch(own + "/secret").then(answer => document.body.append(answer.status + " "));
fetch(own + "/away").then(answer => document.body.append(answer.status + " "));
fetch(own + "/file", {method: "DELETE"}).catch(() => document.body.append("undeleted "));
const link = Object.assign(document.createElement("a"), {href: own + "/keep", download: "kept"});
document.body.append(link); link.click();
alert("nobody is asked");
setTimeout(() => { location.href = at + "/elsewhere" }, 300);
setTimeout(() => { location.href = "file:///etc/passwd" }, 400);
document.body.append("价格 4 元 ");
"""


def test_a_page_gets_nothing_but_what_this_program_fetches(server: Server, foreign: Server) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        filled = {"foreign": url(foreign, ""), "own": url(server, ""), "udp": udp.getsockname()[1]}
        server.says |= {
            "/robots.txt": once(answer(b"User-agent: *\nDisallow: /secret", kind="text/plain")),
            "/price": page(HOSTILE % filled),
            "/away": once(answer(b"", "302 Found", Location=url(foreign, "/away"))),
            "/keep": once(answer(b"PK", kind="application/octet-stream")),
        }
        came = got(server)
        with pytest.raises(BlockingIOError):
            udp.recv(1)
    said = came.body.decode("utf-8-sig")
    for words in ("价格 4 元", "refused", "undeleted", "404"):
        assert words in said, said
    assert foreign.asked == []
    assert paths(server) == ["/robots.txt", "/price", "/away"], came.drawn
    left_out = str(came.drawn)
    for what in (
        "of 127.0.0.2",
        "websocket",
        "image",
        "frame or window",
        "forbidden by robots.txt",
        "that lead elsewhere",
    ):
        assert what in left_out, left_out


FAILING: dict[str, tuple[str, type[errors.NetworkError], str]] = {
    "a script that never ends": ("while (true) {}", errors.TooSlow, "never came to an end"),
    "words that never come": ("document.body.append('价格 4')", errors.TooSlow, "'输入价格' does not stand there"),
    "nothing drawn": ("", errors.TooSlow, "drew no word"),
    "a part that may come another time": ("fetch('/busy')", errors.ServerBusy, "/busy: the server answers 503"),
    "a part without an end": ("fetch('/large')", errors.TooLarge, "/large: more than"),
    "parts without an end": (
        "for (let n = 0; n < 300; n++) fetch('/rows?' + n)",
        errors.TooLarge,
        "more than 9 things",
    ),
    "parts of many bytes": ("for (let n = 0; n < 9; n++) fetch('/rows?' + n)", errors.TooLarge, "more than 500 bytes"),
    "a page that never rests": ("setInterval(() => fetch('/rows?1'), 900)", errors.TooLarge, "more than 9 things"),
    "a page without an end": (f"document.body.append('4'.repeat({MAX_BYTES}))", errors.TooLarge, "were drawn"),
}


@pytest.mark.parametrize("fault", FAILING)
def test_a_page_that_is_not_drawn_fails_whole_and_says_why(
    server: Server, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MAX_PARTS", 9)
    if "bytes" in fault:
        monkeypatch.setattr(parts, "MAX_ALL", 500)
    script, error, said = FAILING[fault]
    rows = {f"/rows?{n}": once(answer(ROWS, kind="application/json")) for n in range(300)}
    server.says |= {
        **rows, "/price": page(script), "/large": once(answer(b"4" * (MAX_BYTES + 1))),
        "/busy": once(answer(b"", "503 Busy", Retry_After="600")),
    }  # fmt: skip
    hasty = HASTY if error is errors.TooSlow else PATIENT
    with pytest.raises(error) as raised:
        drawn(server, until="输入价格" if "words" in fault else None, seconds=hasty)
    assert said in str(raised.value)
    assert str(raised.value).startswith(url(server, "/"))


def test_a_page_is_where_its_redirects_lead_and_no_further(server: Server, foreign: Server) -> None:
    moved = {"/price": once(answer(b"", "302 Found", Location="/new/price"))}
    server.says |= moved | {
        "/new/price": page("document.body.append(location.hash); import('./more.js')"),
        "/new/more.js": once(answer("document.body.append('价格 4 元')".encode(), kind="text/javascript")),
    }
    assert "#/console价格 4 元" in drawn(server, path="/price#/console")
    server.says["/price"] = once(answer(b"", "302 Found", Location=url(foreign)))
    with pytest.raises(errors.RedirectRefused):
        drawn(server)
    server.says |= {"/price": page("fetch('/more').then(() => document.body.append('价格 4 元'))")}
    server.says["/more"] = once(answer(b"", "302 Found", Location="http://169.254.169.254/latest"))
    assert "价格 4 元" in drawn(server)


def test_a_named_host_that_is_at_no_public_address_fails_the_page(server: Server) -> None:
    inside = url(server).replace("127.0.0.1", "localhost")
    server.says["/price"] = page(f"document.body.append('价格 4 元'); fetch('{inside}')")
    with pytest.raises(errors.NetworkError, match=r"localhost leads to .*, which is no public address"):
        drawn(server, "localhost")
    assert paths(server) == ["/robots.txt", "/price"]


def test_a_wall_that_a_script_draws_is_none_of_its_pages(server: Server) -> None:
    server.says["/price"] = page("document.body.append('请先登录')")
    with pytest.raises(errors.LoginPage):
        drawn(server)


def test_a_recording_of_it_is_what_was_drawn(server: Server, tmp_path: Path) -> None:
    server.says |= {"/price": page(TABLE % "'/rows'"), "/rows": once(answer(ROWS, kind="application/json"))}
    target = Target(url(server), drawing=Drawing())
    recording = Recording(tmp_path / "price.yaml")
    came = recording.record(target, "2026-01-05")
    server.says.clear()
    asked = len(server.asked)
    again = recording.replay(target)
    assert (again.body, again.drawn) == (came.body, "1 more request")
    assert recording.about == {"observed_on": "2026-01-05", "basis": "captured", "drawn": "1 more request"}
    assert len(server.asked) == asked
    assert ROW in again.body.decode("utf-8-sig")
