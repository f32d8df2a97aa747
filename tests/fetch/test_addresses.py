"""Where a connection may go: to public addresses, in whatever dress they come, one after the other."""

import ipaddress
import socket
from collections.abc import Callable

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.errors import AddressRefused, TooSlow, Unreachable
from pricebook.fetch.addresses import KEEPERS, is_keeper, is_public
from pricebook.fetch.connecting import MAX_ADDRESSES, Guard, reach

V4 = st.ip_addresses(v=4)
OWN = ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255")
PUBLIC = ("8.8.8.8", "1.1.1.1", "47.95.0.1", "2606:4700::1111", "2400:3200::1")


def number(address: object) -> int:
    return int(ipaddress.IPv4Address(str(address)))


def teredo(server: object, client: object) -> str:
    return str(ipaddress.IPv6Address((0x20010000 << 96) | (number(server) << 64) | (number(client) ^ 0xFFFFFFFF)))


DRESSES: dict[str, Callable[[object], str]] = {
    "mapped": lambda four: f"::ffff:{four}",
    "compatible": lambda four: f"::{four}",
    "NAT64": lambda four: f"64:ff9b::{four}",
    "NAT64 of one's own": lambda four: f"64:ff9b:1::{four}",
    "6to4": lambda four: str(ipaddress.IPv6Address((0x2002 << 112) | (number(four) << 80) | 1)),
    "Teredo": lambda four: teredo("8.8.8.8", four),
    "a Teredo server": lambda four: teredo(four, "8.8.8.8"),
}
REACHED = {"mapped", "NAT64", "6to4"}
"""Dresses in which a public address is one."""


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("four", [*OWN, *(str(each) for each in sorted(KEEPERS, key=str) if each.version == 4)])
def test_what_is_not_public_is_not_so_in_a_dress(four: str, dress: str) -> None:
    assert not is_public(ipaddress.ip_address(four))
    assert not is_public(ipaddress.ip_address(DRESSES[dress](four)))


@pytest.mark.parametrize("dress", DRESSES)
def test_what_is_public_is_so_where_a_gateway_passes_it_on(dress: str) -> None:
    assert is_public(ipaddress.ip_address(DRESSES[dress]("8.8.8.8"))) == (dress in REACHED)


@pytest.mark.parametrize(
    "address", ["fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "::1", "::", "ff02::1", "2001:db8::1", "100::1"]
)
def test_an_address_of_ones_own(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(V4, st.sampled_from(sorted(DRESSES)))
def test_a_dress_makes_nothing_public(four: ipaddress.IPv4Address, dress: str) -> None:
    dressed = ipaddress.ip_address(DRESSES[dress](four))
    assert is_public(four) or not is_public(dressed)
    assert is_keeper(four) <= (is_keeper(dressed) or dress == "NAT64 of one's own")


def leading_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Lets every name lead to these addresses."""
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)


def test_of_several_addresses_the_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(["a.example"], 10)
    leading_to(monkeypatch, "10.0.0.1", "8.8.8.8", "8.8.8.8", "::ffff:127.0.0.1", "1.1.1.1")
    assert guard.checked("a.example", 80) == ["8.8.8.8", "1.1.1.1"]
    leading_to(monkeypatch, "10.0.0.1", "::ffff:127.0.0.1")
    with pytest.raises(AddressRefused, match=r"a\.example leads to 10\.0\.0\.1, which is no public address"):
        guard.checked("a.example", 80)
    leading_to(monkeypatch, *(f"8.8.{a}.{b}" for a in range(4) for b in range(200)))
    assert len(guard.checked("a.example", 80)) == MAX_ADDRESSES


@pytest.mark.parametrize("keeper", sorted(map(str, KEEPERS)))
def test_a_clouds_secrets_are_asked_for_by_nobody(keeper: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even by a scraper that names the address."""
    leading_to(monkeypatch, keeper)
    with pytest.raises(AddressRefused):
        Guard([keeper], 10).checked(keeper, 80)


class Time:
    """A clock that goes on when somebody waits."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def connecting(
    monkeypatch: pytest.MonkeyPatch, clock: Time, answers: dict[str, float | None]
) -> list[tuple[str, float]]:
    """Lets each address take a connection after so many seconds, or refuse it; gives who was tried for how long."""
    tried: list[tuple[str, float]] = []

    def connect(_: object, host: str, __: int, timeout: float, *___: object) -> httpcore.NetworkStream:
        tried.append((host, timeout))
        after = answers[host]
        if after is None:
            raise httpcore.ConnectError(f"{host} refuses")
        clock.now += min(after, timeout)
        if after > timeout:
            raise httpcore.ConnectTimeout(f"{host} is silent")
        return httpcore.NetworkStream()

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    leading_to(monkeypatch, *answers)
    return tried


@pytest.mark.parametrize(
    ("answers", "shares"),
    [
        ({"8.8.8.1": 0.1}, [60.0]),
        ({"8.8.8.1": None, "8.8.8.2": 0.1}, [30.0, 60.0]),
        ({"8.8.8.1": 1e9, "8.8.8.2": 0.1}, [30.0, 30.0]),
        ({"8.8.8.1": 1e9, "8.8.8.2": 1e9, "8.8.8.3": 0.1}, [20.0, 20.0, 20.0]),
    ],
)
def test_every_address_has_its_share_of_the_time(
    answers: dict[str, float | None], shares: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Time()
    tried = connecting(monkeypatch, clock, answers)
    Guard(["a.example"], 60.0, clock).stream_to("a.example", 80)
    assert tried == list(zip(answers, shares, strict=True))


def test_no_address_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Time()
    tried = connecting(monkeypatch, clock, {"8.8.8.1": 1e9, "8.8.8.2": None})
    with pytest.raises(httpcore.ConnectError, match=r"8\.8\.8\.2 refuses"):
        Guard(["a.example"], 60.0, clock).stream_to("a.example", 80)
    assert len(tried) == 2
    with pytest.raises(TooSlow, match="no connection at the deadline"):
        Guard(["a.example"], 0.0, lambda: 1.0).stream_to("a.example", 80)


def test_a_name_that_is_none_is_no_traceback() -> None:
    with pytest.raises(Unreachable, match="cannot be reached"):
        reach(f"http://{'a' * 70}.example/")
