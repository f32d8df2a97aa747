"""`catalog serve`: the pages on this machine, as they will be served where they are published, until Ctrl-C."""

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from pricebook.errors import UsageError
from pricebook.run.site import HOST, served
from tests.book.releases import price, write
from tests.command import MAIN
from tests.publish.site import releases

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal on POSIX")
SECRET = "nothing of this is shown"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("serve")
    (root / "scrapers").mkdir()
    (root / "scrapers" / "acme.py").write_text("", encoding="utf-8")
    write(root / "catalog" / "v1", releases.files([price("plain", "input", "2"), price("模型", "input", "2")]))
    return root


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A folder that is served, with something beside it."""
    folder = releases.site(tmp_path_factory.mktemp("served"), releases.town())
    (folder.parent / "secret.txt").write_text(SECRET, encoding="utf-8")
    (folder / "v1" / "exports").mkdir()
    with serving(folder) as found:
        yield found


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    with served(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def asked(port: int, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    """The answer to the path as it is written here."""
    connection = HTTPConnection(HOST, port)
    try:
        connection.putrequest(method, path, skip_host=False)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(("path", "kind"), [
    ("/", "text/html; charset=utf-8"), ("/en/index.html", "text/html; charset=utf-8"),
    ("/zh/", "text/html; charset=utf-8"), ("/site.js", "text/javascript; charset=utf-8"),
    ("/site.css", "text/css; charset=utf-8"), ("/icon.svg", "image/svg+xml"),
    ("/llms.txt", "text/plain; charset=utf-8"),
    ("/v1/prices.json", "application/json"), ("/v1/history.jsonl", "application/jsonl"),
    ("/v1/feed.xml", "application/atom+xml"), ("/calculator.json", "application/json"),
])  # fmt: skip
def test_each_file_has_its_type(port: int, path: str, kind: str) -> None:
    answer, body = asked(port, path)
    assert (answer.status, answer.getheader("Content-Type")) == (200, kind)
    assert body
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert asked(port, path, "HEAD")[1] == b""


@pytest.mark.parametrize("path", ["/v1/", "/v1", "/en/models/", "/zh/models", "/v1/exports/", "/v1/providers/"])
def test_no_folder_is_listed(port: int, path: str) -> None:
    answer, body = asked(port, path)
    if answer.status == 301:
        answer, body = asked(port, answer.getheader("Location") or "")
    assert answer.status == 404
    assert b"plain.html" not in body
    assert b".json" not in body


@pytest.mark.parametrize("path", [
    "/../secret.txt", "/../../../../etc/passwd", "/en/../../secret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt",
    "/..%2fsecret.txt", "/..\\secret.txt", "/%5c..%5csecret.txt", "//etc/passwd", "/%2fetc/passwd", "/en/%00/x",
    "/%ff%fe", "/..;/secret.txt", "/v1/..%2f..%2fsecret.txt", "/" + "../" * 40 + "etc/passwd",
    "../secret.txt", "/%c0%ae%c0%ae/secret.txt",
])  # fmt: skip
def test_no_path_leaves_the_folder(port: int, path: str) -> None:
    answer, body = asked(port, path)
    assert answer.status in {301, 400, 404}
    assert SECRET.encode() not in body
    assert b"root:" not in body


def test_what_is_no_question_gets_no_answer(port: int) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert asked(port, "/en/index.html", method)[0].status == 501
    with socket.create_connection((HOST, port)) as connection:
        connection.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert connection.recv(1000)[:1] != b""
    assert asked(port, "/")[0].status == 200, "it still stands"


def test_who_leaves_early_is_no_news(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "large.json").write_bytes(b"1" * 50_000_000)
    with serving(tmp_path) as number:
        for _ in range(3):
            with socket.create_connection((HOST, number)) as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.sendall(b"GET /large.json HTTP/1.0\r\n\r\n")
                assert connection.recv(1000)
        assert asked(number, "/none")[0].status == 404
    assert capfd.readouterr() == ("", "")


def test_only_this_machine_is_answered(port: int) -> None:
    assert HOST == "127.0.0.1"
    assert asked(port, "/")[0].getheader("Cache-Control") == "no-store"


def test_a_port_in_use_is_told_of(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {number} cannot be had"), served(tmp_path, number):
            pass


@needs_signals
def test_ctrl_c_ends_it_without_a_word_of_trouble(collection: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "COLUMNS": "80"}
    with subprocess.Popen(
        [*MAIN, "serve"], cwd=collection, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**environment, "PYTHONUNBUFFERED": "1"},
    ) as child:  # fmt: skip
        assert child.stdout is not None
        first = child.stdout.readline()
        assert first.startswith(f"http://{HOST}:"), first
        assert "Ctrl-C" in first
        port = int(first.split(":")[2].split("/")[0])
        assert asked(port, "/zh/index.html")[0].status == 200
        child.send_signal(signal.SIGINT)
        out, err = child.communicate()
    assert (child.returncode, out.strip(), err) == (0, "", "")
    assert list(tmp_path.iterdir()) == [], "nothing of it stays"
