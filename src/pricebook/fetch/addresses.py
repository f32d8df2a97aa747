"""Which addresses a connection may go to: public ones, in whatever dress they come.

An address of IPv6 may hold one of IPv4, to which a gateway passes it on: both must be public. Tables of the standard
library differ from one Python to the next, so what matters is said here.
"""

import ipaddress
from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
KEEPERS = frozenset(map(ipaddress.ip_address, (
    "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
    "100.100.100.200", "192.0.0.192", "168.63.129.16",
)))  # fmt: skip
"""Where clouds tell a machine its secrets; some of these are public by their number."""
_CLOSED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "100.64.0.0/10", "192.88.99.0/24", "240.0.0.0/4")))
"""Addresses of IPv4 that are of a machine's own network, or nobody's."""
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given to the public."""
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_LOW = 0xFFFF_FFFF


def literal(host: str) -> Address | None:
    """The address that the host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0].strip("[]"))
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether everybody may be sent there.

    >>> [is_public(ipaddress.ip_address(each)) for each in ("8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8")]
    [True, True, True]
    >>> [is_public(ipaddress.ip_address(each)) for each in ("10.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1")]
    [False, False, False]
    """
    return all(_is_open(each) for each in (address, *held(address)))


def is_keeper(address: Address) -> bool:
    """Whether a cloud tells a machine its secrets there; nobody is ever sent to such an address."""
    return not KEEPERS.isdisjoint((address, *held(address)))


def held(address: Address) -> Iterator[ipaddress.IPv4Address]:
    """The addresses of IPv4 that one of IPv6 holds: mapped, compatible, NAT64, 6to4, Teredo."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped or address in _TRANSLATED or address in _COMPATIBLE:
        yield ipaddress.IPv4Address(int(address) & _LOW)
    if address.sixtofour:
        yield address.sixtofour
    yield from address.teredo or ()


def _is_open(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        # What is mapped or translated is as public as the address that it holds.
        passed_on = address.ipv4_mapped is not None or address in _TRANSLATED
        return passed_on or (address in _UNICAST and address.is_global)
    closed = any(address in network for network in _CLOSED) or address in KEEPERS
    return address.is_global and not address.is_multicast and not closed
