"""Which addresses may be fetched: the URL's form, and every network address its host has."""

import ipaddress
import queue
import socket
import threading
import time

import httpx

from riddles.errors import FeedUnavailable

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ADDRESSES_TRIED = 3
_LAST_PORT = 65535
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def shown(address: str) -> str:
    """The address as messages and logs may show it: without user name, query and fragment, which hold keys."""
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL:
        return repr(address.split("?")[0].rpartition("@")[2][:80])
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{url.host}{port}{url.path}"[:200]


def is_public(address: Address) -> bool:
    """Whether the address, and any IPv4 address carried inside it, belongs to the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        carried = [address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(inner) for inner in carried if inner):
            return False
    return address.is_global and not address.is_multicast


def checked(address: str, allow_private_hosts: bool) -> httpx.URL:
    """The address as a URL that may be looked up: http(s), no user name, an allowed port. Raises FeedUnavailable."""
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL as error:
        raise FeedUnavailable(f"The feed address {shown(address)} is no URL; correct it.") from error
    if url.port and url.port > _LAST_PORT:
        raise FeedUnavailable(f"The feed address {shown(address)} is no URL; correct its port.")
    if url.scheme not in ("http", "https") or not url.host:
        raise FeedUnavailable(f"The feed address {shown(address)} is not http or https; only those are fetched.")
    if url.userinfo:
        raise FeedUnavailable(f"The feed address {shown(address)} holds a user name; remove it.")
    if url.port not in (None, 80, 443) and not allow_private_hosts:
        raise FeedUnavailable(
            f"The feed {shown(address)} is on port {url.port}; only 80 and 443 are fetched "
            "unless [news] allow_private_hosts is true."
        )
    return url


def too_slow(url: httpx.URL) -> str:
    """The sentence for a feed that ran out of time."""
    return f"The feed {shown(str(url))} did not answer in time; try again later or remove it."


def looked_up(url: httpx.URL, allow_private_hosts: bool, deadline: float) -> list[Address]:
    """The first addresses of the host, IPv4 first, after each of its addresses was found allowed.

    ``deadline`` is a time.monotonic() instant. Raises FeedUnavailable.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    found = _all_addresses(url, port, deadline)
    for address in found:
        if not (_is_allowed_privately(address) if allow_private_hosts else is_public(address)):
            raise FeedUnavailable(
                f"The feed {shown(str(url))} is at the private address {address}, which is refused; "
                "for an intranet feed set [news] allow_private_hosts = true."
            )
    return sorted(found, key=lambda address: address.version)[:_ADDRESSES_TRIED]


def _is_allowed_privately(address: Address) -> bool:
    # link-local is where cloud hosts keep their credentials
    inner = getattr(address, "ipv4_mapped", None) or address
    return not (inner.is_link_local or inner.is_multicast or inner.is_unspecified)


def _all_addresses(url: httpx.URL, port: int, deadline: float) -> list[Address]:
    answers: queue.SimpleQueue[list[Address] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            host = url.raw_host.decode("ascii").strip("[]")
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(ipaddress.ip_address(row[4][0]) for row in rows)))
        except (OSError, ValueError) as error:  # ValueError: a name too long or empty
            answers.put(error)

    threading.Thread(target=look_up, name="feed look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty as error:
        raise FeedUnavailable(too_slow(url)) from error
    if isinstance(answer, Exception) or not answer:
        raise FeedUnavailable(
            f"The host of the feed {shown(str(url))} is not found; check the address and the network."
        )
    return answer
