"""Addresses of clients as rate limits count them: one client of IPv6 has more than one."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

UNKNOWN = "unknown"
IPV4_NETWORK = 24
IPV6_NETWORK = 64  # of one household or one phone
IPV6_CLIENT = 56  # what a provider gives one subscriber; a phone network puts 256 phones in it


def client(address: str | None) -> str:
    """Return what counts as one address: an IPv4 address, or the /56 of an IPv6 address.

    Who has an IPv6 address has as many as they like, so a single one limits nothing.
    """
    read = _read(address)
    return UNKNOWN if read is None else _around(read, ipv4=32, ipv6=IPV6_CLIENT)


def network(address: str | None) -> str:
    """Return the /24 of an IPv4 address, the /64 of an IPv6 address."""
    read = _read(address)
    return UNKNOWN if read is None else _around(read, ipv4=IPV4_NETWORK, ipv6=IPV6_NETWORK)


def _read(address: str | None) -> IPv4Address | IPv6Address | None:
    try:
        read = ip_address(address or "")
    except ValueError:  # a local socket has none
        return None
    return getattr(read, "ipv4_mapped", None) or read  # one client, whichever way it comes in


def _around(address: IPv4Address | IPv6Address, *, ipv4: int, ipv6: int) -> str:
    if isinstance(address, IPv6Address):
        plain = IPv6Address(int(address))  # without the zone of a link-local one
        return str(ip_network((plain, ipv6), strict=False))
    return str(ip_network((address, ipv4), strict=False))
