"""A server on loopback that says what a test tells it to."""

import re
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator

from pricebook.collection import Collection

Say = Callable[[bytes], None]


def answer(body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    lines = {
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value != "-")
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def once(data: bytes) -> Callable[[Say, str], None]:
    return lambda say, _: say(data)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    asked: list[str]
    says: dict[str, Callable[[Say, str], None]]

    def handle_error(self, *_: object) -> None:
        """What a client does to a server's connection is no news."""


class Handler(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = self.request.recv(65536)
            if not piece:
                return
            request += piece
        head, _, body = request.partition(b"\r\n\r\n")
        sent = re.search(rb"(?i)content-length: ([0-9]+)", head)
        while sent and len(body) < int(sent.group(1)):
            body += self.request.recv(65536)
        self.server.asked.append((head + b"\r\n\r\n" + body).decode())
        path = request.split()[1].decode()
        nothing = once(answer(b"", "404 Not Found"))
        try:
            self.server.says.get(path, nothing)(self.request.sendall, path)
        except ConnectionResetError:
            linger = socket.SO_LINGER
            self.request.setsockopt(socket.SOL_SOCKET, linger, b"\1\0\0\0\0\0\0\0")


def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    """A server on loopback that says what it is told to."""
    with Server((host, 0), Handler) as made:
        made.asked, made.says = [], {}
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield made
        made.shutdown()


def url(server: Server, path: str = "/price") -> str:
    host, port = server.server_address[:2]
    return f"http://{host!s}:{port}{path}"


def alone(collection: Collection, scraper: str, server: Server) -> None:
    """Makes acme the collection's only provider, whose pages the server has."""
    for module in collection.scrapers.glob("*.py"):
        module.unlink()
    text = scraper.replace("https://acme.example/", url(server, "/"))
    (collection.scrapers / "acme.py").write_text(text, encoding="utf-8")
