"""Where a connection may go, how long all of it may take, and how much it may bring.

httpx bounds each wait but not their sum, and asks nobody where a name leads. So the deadline, the count of bytes and
the check of addresses stand below it, at the socket.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from pricebook.errors import AddressRefused, TooLarge, TooSlow, Unreachable
from pricebook.fetch.addresses import is_keeper, is_public, literal
from pricebook.fetch.heads import MAX_HEAD, Heads
from pricebook.reading.text import MAX_BYTES
from pricebook.system.concurrency import in_lanes

MAX_RAW = MAX_BYTES + MAX_HEAD
"""Bytes of one connection, heads included."""
MAX_ADDRESSES = 8
"""Of one name that are tried; each gets its share of the time that is left."""
_LAST_WAIT = 1.0
"""Seconds that are waited for bytes behind the end of an answer."""
Clock = Callable[[], float]


class Line(httpcore.NetworkStream):
    """One connection, until its deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, clock: Clock, guard: "Guard") -> None:
        self.stream, self.deadline, self.clock, self.guard = stream, deadline, clock, guard
        self.heads = Heads()
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
        self.heads.take(data)
        if self.heads.size > MAX_HEAD:
            raise TooLarge(self.guard.said(f"the head of the answer has more than {MAX_HEAD:,} bytes"))


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
        local_address: str | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.NetworkStream:
        """As httpcore says, to an address that was checked; raises AddressRefused."""
        self.line = Line(self.stream_to(host, port, timeout), self.deadline, self.clock, self)
        return self.line

    def stream_to(self, host: str, port: int, timeout: float | None = None) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that takes one; raises what the last of them raised."""
        addresses = self.checked(host, port)
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for number, address in enumerate(addresses):
            left = self.deadline - self.clock()
            if left <= 0:
                raise TooSlow(self.said("no connection at the deadline"))
            share = left / (len(addresses) - number)
            try:
                return super().connect_tcp(address, port, share if timeout is None else min(timeout, share))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                problem = failed
        raise problem

    def checked(self, host: str, port: int) -> list[str]:
        """Those addresses of the name that may be connected to; raises AddressRefused if none may."""
        # The system's resolver knows no deadline.
        asked = in_lanes([[host]], lambda name: socket.getaddrinfo(name, port, type=socket.SOCK_STREAM), 1)[host]
        try:
            found = asked.result(max(0.0, self.deadline - self.clock()))
        except TimeoutError as problem:
            raise TooSlow(self.said(f"nobody says in time where {host} is")) from problem
        except (OSError, UnicodeError) as problem:
            raise httpcore.ConnectError(str(problem)) from problem
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        open_to_us = [address for address in addresses if self._may_go_to(address, host)]
        if addresses and not open_to_us:
            message = (
                f"{self.url}: {host} leads to {addresses[0]}, which is no public address. "
                "A scraper may name a private address itself; nobody else may."
            )
            raise AddressRefused(message)
        return open_to_us[:MAX_ADDRESSES]

    def _may_go_to(self, address: str, host: str) -> bool:
        known = literal(address)
        if known is None or is_keeper(known):
            return False
        return is_public(known) or (literal(host) is not None and host in self.named)


def transport(guard: Guard) -> httpx.HTTPTransport:
    """Httpx's transport, connected by the guard.

    httpx has no parameter for who connects; the attribute is its own, and a test fails if it moves.
    """
    made = httpx.HTTPTransport(verify=_trusted(), trust_env=False)
    made._pool = httpcore.ConnectionPool(  # noqa: SLF001
        ssl_context=_trusted(), network_backend=guard
    )
    return made


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; they are read once."""
    return httpx.create_ssl_context(trust_env=False)


def reach(url: str, seconds: float = 10.0) -> str:
    """Connects to the host of that address, says nothing and goes; raises Unreachable, AddressRefused, TooSlow."""
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    guard = Guard([host], seconds)
    guard.url = url
    try:
        guard.stream_to(host, port).close()
    except (httpcore.NetworkError, httpcore.TimeoutException) as problem:
        message = f"{url}: cannot be reached: {problem}. Check the network, or the address."
        raise Unreachable(message) from problem
    return f"can be reached at port {port}"
