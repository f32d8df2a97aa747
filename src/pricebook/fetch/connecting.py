"""Where a connection may go, how long all of it may take, and how much it may bring.

httpx bounds each wait but not their sum, and asks nobody where a name leads. So the deadline, the count of bytes and
the check of addresses stand below it, at the socket.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from pricebook.errors import AddressRefused, TooLarge, TooSlow, Unreachable
from pricebook.system.concurrency import in_lanes

MAX_RAW = 8 * 1024 * 1024 + 64 * 1024
"""Bytes of one connection, head included."""
_LAST_WAIT = 1.0
"""Seconds that are waited for bytes behind the end of an answer."""
Clock = Callable[[], float]


class Line(httpcore.NetworkStream):
    """One connection, until its deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, clock: Clock, guard: "Guard") -> None:
        self.stream, self.deadline, self.clock, self.guard = stream, deadline, clock, guard
        self._head: bytes | None = b""
        self.body = 0
        """Bytes behind the head of the answer."""
        self.total = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As httpcore says; raises TooSlow behind the deadline, TooLarge for too much."""
        data = self.stream.read(max_bytes, self._left(timeout))
        self._count(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As httpcore says; raises TooSlow behind the deadline."""
        self.stream.write(buffer, self._left(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """As httpcore says; the encrypted connection has the same deadline."""
        stream = self.stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        self.guard.line = Line(stream, self.deadline, self.clock, self.guard)
        return self.guard.line

    def get_extra_info(self, info: str) -> Any:
        """As httpcore says."""
        return self.stream.get_extra_info(info)

    def close(self) -> None:
        """Closes it, after a look whether the server goes on behind the end of its answer."""
        with suppress(httpcore.NetworkError, httpcore.TimeoutException, OSError, TooSlow, TooLarge):
            self._count(self.stream.read(4096, min(_LAST_WAIT, max(0.0, self.deadline - self.clock()))))
        self.stream.close()

    def _left(self, timeout: float | None) -> float:
        left = self.deadline - self.clock()
        if left <= 0:
            raise TooSlow(self.guard.said("the answer was not whole at the deadline"))
        return left if timeout is None else min(timeout, left)

    def _count(self, data: bytes) -> None:
        self.total += len(data)
        if self.total > MAX_RAW:
            raise TooLarge(self.guard.said(f"more than {MAX_RAW:,} bytes"))
        if self._head is None:
            self.body += len(data)
            return
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end >= 0:
            self.body, self._head = len(self._head) - end - 4, None


class Guard(httpcore.SyncBackend):
    """Connects only where it may: to public addresses, and to those that were named as such."""

    def __init__(self, named: Iterable[str], seconds: float, clock: Clock = time.monotonic) -> None:
        self.named, self.deadline, self.clock = frozenset(named), clock() + seconds, clock
        self.url = ""
        """What is fetched, for messages."""
        self.line: Line | None = None
        """The last connection."""

    def said(self, what: str) -> str:
        """A message about what is fetched."""
        return f"{self.url}: {what}. Try again later."

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """As httpcore says, to an address that was checked; raises AddressRefused."""
        left = self.deadline - self.clock()
        if left <= 0:
            raise TooSlow(self.said("no connection at the deadline"))
        wait = left if timeout is None else min(timeout, left)
        stream = super().connect_tcp(self.checked(host, port), port, wait, local_address, socket_options)
        self.line = Line(stream, self.deadline, self.clock, self)
        return self.line

    def checked(self, host: str, port: int) -> str:
        """The address that the name leads to; raises AddressRefused if it is not public."""
        # The system's resolver knows no deadline.
        asked = in_lanes([[host]], lambda name: socket.getaddrinfo(name, port, type=socket.SOCK_STREAM), 1)[host]
        try:
            found = asked.result(max(0.0, self.deadline - self.clock()))
        except TimeoutError as problem:
            raise TooSlow(self.said(f"nobody says in time where {host} is")) from problem
        except OSError as problem:
            raise httpcore.ConnectError(str(problem)) from problem
        addresses = [str(entry[4][0]) for entry in found]
        literal = _literal(host) is not None and host in self.named
        for address in addresses:
            known = _literal(address)
            if not literal and (known is None or not known.is_global or known.is_multicast):
                message = (
                    f"{self.url}: {host} leads to {address}, which is no public address. "
                    "A scraper may name a private address itself; nobody else may."
                )
                raise AddressRefused(message)
        return addresses[0]


def transport(guard: Guard) -> httpx.HTTPTransport:
    """Httpx's transport, connected by the guard.

    httpx has no parameter for who connects; the attribute is its own, and a test fails if it moves.
    """
    made = httpx.HTTPTransport(trust_env=False)
    made._pool = httpcore.ConnectionPool(  # noqa: SLF001
        ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=guard
    )
    return made


def reach(url: str, seconds: float = 10.0) -> str:
    """Connects to the host of that address, says nothing and goes; raises Unreachable, AddressRefused, TooSlow."""
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    guard = Guard([host], seconds)
    guard.url = url
    try:
        httpcore.SyncBackend.connect_tcp(guard, guard.checked(host, port), port, seconds).close()
    except (httpcore.NetworkError, httpcore.TimeoutException) as problem:
        message = f"{url}: cannot be reached: {' '.join(str(problem).split())}. Check the network, or the address."
        raise Unreachable(message) from problem
    return f"can be reached at port {port}"


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0].strip("[]"))
    except ValueError:
        return None
