"""Which network addresses a calendar may be read from.

An IPv6 address that carries an IPv4 one is judged by what it carries: to `is_global` several of them are global.
"""

from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network


class Reach(StrEnum):
    ALLOW_LAN = "allow-lan"
    """Public addresses, this machine and the networks of a home."""
    PUBLIC_ONLY = "public-only"


_LAN: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",  # carriers, and the overlay networks people join their own machines with
        "::1/128",
        "fc00::/7",
    )
)
_NEVER: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.88.99.0/24",  # once the 6to4 relays; still "global" to the standard library
        "168.63.129.16/32",  # the next five hand out a cloud machine's secrets, though they look like any other
        "100.100.100.200/32",
        "fd00:ec2::254/128",
        "fd20:ce::254/128",
        "fd00:42::42/128",
        "3fff::/20",  # for documentation, RFC 9637; "global" to older standard libraries
        "::/128",
        "64:ff9b:1::/48",  # NAT64 of one's own provider: what it carries cannot be told
        "fe80::/10",
        "fec0::/10",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


def may_connect(text: str, reach: Reach) -> bool:
    """False for anything that is not the text of an address."""
    try:
        address = carried(ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if _within(address, _NEVER):
        return False
    if _within(address, _LAN):
        return reach is Reach.ALLOW_LAN
    return address.is_global and not (address.is_multicast or address.is_reserved)


def carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside a mapped, compatible, NAT64, 6to4 or Teredo one; any other as it is."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _within(address: IPv4Address | IPv6Address, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return any(address in network for network in networks)
