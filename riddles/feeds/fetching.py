"""Fetching one address within hard limits: where it may point, how far it redirects, how long and how large.

The address is resolved once, every answer must be a public address, and the connection goes to exactly that
checked address with the original Host and server name: a second look-up cannot lead elsewhere. Proxies in the
environment are ignored, because a proxy would resolve the name again, out of our sight.
"""

import asyncio
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import httpx

from riddles.errors import FeedUnavailable
from riddles.feeds.addresses import Address, checked, looked_up, shown, too_slow

_AGENT = "Riddlewire/0.1 (news riddles for a Slack channel; one request a day)"
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml, */*;q=0.5"


@dataclass(frozen=True)
class Limits:
    """What one fetch may cost: seconds in all, decompressed bytes, redirects followed."""

    seconds: float = 10.0
    size: int = 5 * 1024 * 1024
    redirects: int = 3


@dataclass(frozen=True)
class _Hop:
    """One answer: the body, or where it redirects to."""

    body: bytes = b""
    location: str = ""


def fetch(
    address: str,
    *,
    allow_private_hosts: bool = False,
    headers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> bytes:
    """The decompressed body behind an http(s) address.

    ``headers`` (an API key) go to the first host only, never along a redirect to another one. The time limit covers
    looking up, connecting, redirects and a server that drips; only a look-up that the operating system will not end
    may leave a sleeping thread behind. Raises FeedUnavailable.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    start = url = checked(address, allow_private_hosts)
    for _ in range(limits.redirects + 1):
        private = dict(headers or {}) if _origin(url) == _origin(start) else {}
        found = looked_up(url, allow_private_hosts, deadline)
        hop = _answer(url, found, private, limits.size, deadline)
        if not hop.location:
            return hop.body
        url = checked(_joined(url, hop.location), allow_private_hosts)
    raise FeedUnavailable(
        f"The feed {shown(address)} redirects more than {limits.redirects} times; use the address it ends at."
    )


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FeedUnavailable(f"The feed {shown(str(url))} redirects to no URL; use another address.") from error


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _answer(url: httpx.URL, addresses: list[Address], headers: dict[str, str], size: int, deadline: float) -> _Hop:
    """The answer of the first address that can be reached."""
    for address in addresses:
        try:
            return asyncio.run(_within(url, address, headers, size, deadline))
        except httpx.ConnectError as error:
            if "CERTIFICATE" in str(error):
                raise FeedUnavailable(
                    f"The certificate of the feed {shown(str(url))} is not trusted; for an intranet authority "
                    "name its file in SSL_CERT_FILE."
                ) from error
        except TimeoutError as error:
            raise FeedUnavailable(too_slow(url)) from error
        except httpx.HTTPError as error:
            raise FeedUnavailable(
                f"The feed {shown(str(url))} broke off ({type(error).__name__}); try again later."
            ) from error
    raise FeedUnavailable(f"The feed {shown(str(url))} cannot be reached; check the address and the network.")


async def _within(url: httpx.URL, address: Address, headers: dict[str, str], size: int, deadline: float) -> _Hop:
    # one clock over everything: timeouts per read never end a server that drips
    async with asyncio.timeout(deadline - time.monotonic()):
        return await _request(url, address, headers, size)


async def _request(url: httpx.URL, address: Address, headers: dict[str, str], size: int) -> _Hop:
    pinned = url.copy_with(host=str(address))
    sent = headers | {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": _AGENT,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
    }
    # no timeout of its own: _within has the clock
    client = httpx.AsyncClient(trust_env=False, timeout=None, verify=_trust())
    async with (
        client,
        client.stream(
            "GET", pinned, headers=sent, extensions={"sni_hostname": url.raw_host.decode("ascii")}
        ) as response,
    ):
        if response.has_redirect_location:
            return _Hop(location=response.headers["location"])
        if response.status_code != 200:
            raise FeedUnavailable(
                f"The feed {shown(str(url))} answered {response.status_code} "
                f"{response.reason_phrase}; check its address."
            )
        return _Hop(body=await _body(response, url, size))


async def _body(response: httpx.Response, url: httpx.URL, size: int) -> bytes:
    """The body, inflated piece by piece so that a small bomb never becomes a large one in memory."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("gzip", "x-gzip", "deflate", "identity", ""):
        raise FeedUnavailable(
            f"The feed {shown(str(url))} is packed as {encoding[:40]!r}, which was not asked for; use another address."
        )
    inflate = zlib.decompressobj(wbits=47) if encoding not in ("identity", "") else None
    body = bytearray()
    try:
        async for piece in response.aiter_raw():
            body += inflate.decompress(piece, size + 1 - len(body)) if inflate else piece
            if len(body) > size:
                raise FeedUnavailable(
                    f"The feed {shown(str(url))} is larger than {size // 1024} kB; use a shorter one."
                )
    except zlib.error as error:
        raise FeedUnavailable(f"The feed {shown(str(url))} is packed, but not as gzip; try again later.") from error
    if inflate and not inflate.eof:
        raise FeedUnavailable(f"The feed {shown(str(url))} broke off; try again later.")
    return bytes(body)


@cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities trusted: certifi's, or those SSL_CERT_FILE names."""
    return httpx.create_ssl_context()
