"""Where a capture may connect to: public addresses only, checked at the very address that is connected to.

The name is resolved once, every answer is checked, and the connection goes to the checked address, so that
a name that changes its answer in between (DNS rebinding) gains nothing. Redirects pass here again, because
each is a connection of its own.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Forbidden(Exception):
    """An address that no capture may touch; the message says why, in Chinese."""


def check_url(url: str) -> SplitResult:
    """Return the parts of an address that may be captured. Raises Forbidden.

    >>> check_url("https://example.com/a?b#c").hostname
    'example.com'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as problem:
        raise Forbidden("网址无法识别。") from problem
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Forbidden("只能采集以 http:// 或者 https:// 开头的完整网址。")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("网址中不能带用户名、密码。")
    if port == 0 or len(url) > 2000 or any(ord(c) <= 32 or ord(c) == 127 for c in url.strip()):
        raise Forbidden("网址无法识别。")
    return parts


def port_of(parts: SplitResult) -> int:
    """Return the port an address means."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def inner(address: Address) -> Address:
    """Return the IPv4 address hidden in an IPv6 one (mapped, 6to4, Teredo, NAT64), or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def is_public(text: str) -> bool:
    """Whether an address belongs to the public network.

    >>> [is_public(a) for a in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254")]
    [True, False, False, False]
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved and not one.is_unspecified
        for one in {address, inner(address)}
    )


@dataclass(frozen=True, slots=True)
class Guard:
    """Connects to public addresses, and to the ``host:port`` pairs that a setting names besides."""

    allowed: frozenset[str] = frozenset()

    def addresses(self, host: str, port: int) -> list[str]:
        """Return where a name leads, all of it checked. Raises Forbidden, also for a name nobody knows."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            raise Forbidden(f"找不到网站：{host}") from problem
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses:
            if not is_public(address) and f"{address}:{port}" not in self.allowed:
                raise Forbidden(f"{host} 指向内部网络地址，不予采集。")
        return addresses

    def connect(self, host: str, port: int, *, timeout: float) -> tuple[socket.socket, str]:
        """Connect to a checked address and return the socket with it. Raises Forbidden, OSError."""
        problem: OSError = OSError(f"{host}:{port}")
        for address in self.addresses(host, port):
            try:
                return socket.create_connection((address, port), timeout=timeout), address
            except OSError as failed:
                problem = failed
        raise problem
