import gzip
import socket
import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from riddles.errors import FeedUnavailable
from riddles.feeds.fetching import Limits, fetch
from tests.riddles.feeds.website import Page, Site

QUICK = Limits(seconds=0.6, size=200_000, redirects=3)


def get(url: str, **options: Any) -> bytes:
    return fetch(url, allow_private_hosts=True, limits=QUICK, **options)


def test_a_page_comes_back_byte_for_byte(site: Site) -> None:
    site.pages["/feed"] = Page(b"<rss>\xff\x00</rss>")

    assert get(site.url("/feed")) == b"<rss>\xff\x00</rss>"


def test_the_connection_goes_to_the_checked_address_with_the_original_host(site: Site) -> None:
    site.pages["/feed"] = Page(b"here")

    assert get(site.url("/feed", host="localhost")) == b"here"
    assert site.seen[0][1]["host"] == f"localhost:{site.port}"


def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.pages["/feed"] = Page(gzip.compress(b"<rss/>" * 100), headers={"Content-Encoding": "gzip"})

    assert get(site.url("/feed")) == b"<rss/>" * 100


def test_a_gzip_bomb_is_refused_at_the_size_limit_before_it_fills_memory(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.pages["/bomb"] = Page(bomb, headers={"Content-Encoding": "gzip"})

    tracemalloc.start()
    try:
        with pytest.raises(FeedUnavailable, match="larger than 195 kB"):
            get(site.url("/bomb"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_a_page_over_the_limit_is_refused(site: Site) -> None:
    site.pages["/long"] = Page(b"x" * 200_001)

    with pytest.raises(FeedUnavailable, match="larger than"):
        get(site.url("/long"))


@pytest.mark.parametrize("body", [b"not packed", gzip.compress(b"cut off" * 50, mtime=0)[:30]])
def test_what_is_no_whole_gzip_is_refused(site: Site, body: bytes) -> None:
    site.pages["/feed"] = Page(body, headers={"Content-Encoding": "gzip"})

    with pytest.raises(FeedUnavailable):
        get(site.url("/feed"))


def test_another_packing_is_refused_by_name(site: Site) -> None:
    site.pages["/feed"] = Page(b"x", headers={"Content-Encoding": "br"})

    with pytest.raises(FeedUnavailable, match="'br'"):
        get(site.url("/feed"))


def test_a_server_that_drips_its_body_is_left(site: Site) -> None:
    site.pages["/drip"] = Page(b"x" * 200, pause=0.05)

    with pytest.raises(FeedUnavailable, match="did not answer in time"):
        get(site.url("/drip"))


def test_a_server_that_drips_its_headers_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
                    if stop.wait(0.05):
                        return
                    connection.sendall(bytes([byte]))

        def drip_until_left() -> None:
            try:
                drip()
            except OSError:
                return

        thread = threading.Thread(target=drip_until_left)
        thread.start()
        try:
            with pytest.raises(FeedUnavailable, match="did not answer in time"):
                get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        finally:
            stop.set()
            thread.join()


def test_three_redirects_are_followed_and_a_fourth_is_not(site: Site) -> None:
    for step in range(4):
        site.pages[f"/{step}"] = Page(status=302, headers={"Location": f"/{step + 1}"})
    site.pages["/4"] = Page(b"arrived")

    assert get(site.url("/1")) == b"arrived"
    with pytest.raises(FeedUnavailable, match="more than 3 times"):
        get(site.url("/0"))


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "not http or https"),
        ("ftp://127.0.0.1/", "not http or https"),
        ("http://me:pw@127.0.0.1/", "holds a user name"),
        ("http://169.254.169.254/latest/", "private address"),
        ("http://[fe80::1]/", "private address"),
        ("http://0.0.0.0/", "private address"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(site: Site, target: str, reason: str) -> None:
    site.pages["/go"] = Page(status=301, headers={"Location": target})

    with pytest.raises(FeedUnavailable, match=reason):
        get(site.url("/go"))


def test_a_key_is_not_carried_to_another_origin(new_site: Callable[[], Site]) -> None:
    first, other = new_site(), new_site()
    first.pages["/"] = Page(status=307, headers={"Location": other.url("/")})
    other.pages["/"] = Page(b"ok")

    assert get(first.url("/"), headers={"X-Api-Key": "s3cret"}) == b"ok"
    assert first.seen[0][1]["x-api-key"] == "s3cret"
    assert "x-api-key" not in other.seen[0][1]


def test_an_error_page_is_told_with_its_status_and_without_the_query(site: Site) -> None:
    with pytest.raises(FeedUnavailable, match=r"/feed answered 404 Not Found") as caught:
        get(site.url("/feed?key=s3cret"))
    assert "s3cret" not in str(caught.value)


def test_a_closed_port_is_an_unreachable_feed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(FeedUnavailable, match="cannot be reached"):
        get(f"http://127.0.0.1:{port}/")


def test_a_server_that_does_not_speak_http_broke_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def babble() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"220 mail.example.org ESMTP\r\n")

        thread = threading.Thread(target=babble)
        thread.start()
        with pytest.raises(FeedUnavailable, match="broke off"):
            get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()


def test_a_proxy_in_the_environment_is_ignored(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.pages["/feed"] = Page(b"direct")

    assert get(site.url("/feed")) == b"direct"
