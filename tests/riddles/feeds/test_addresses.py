import ipaddress

import pytest

from riddles.errors import FeedUnavailable
from riddles.feeds.addresses import checked, is_public, shown
from riddles.feeds.fetching import fetch

LOOPBACK_FORMS = [
    "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
    "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://0.0.0.0/",
    "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://100.64.0.1/", "http://169.254.169.254/",
    "http://[fe80::1]/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("address", LOOPBACK_FORMS)
def test_no_form_of_a_private_address_is_fetched(address: str) -> None:
    with pytest.raises(FeedUnavailable):
        fetch(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "not http or https"),
        ("gopher://example.org/", "not http or https"),
        ("http:///nohost", "not http or https"),
        ("http://user:secret@example.org/", "user name"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:99999999/", "no URL"),
        ("http://[::1/", "no URL"),
    ],
)
def test_an_address_of_another_kind_is_refused_before_it_is_looked_up(address: str, reason: str) -> None:
    with pytest.raises(FeedUnavailable, match=reason) as caught:
        checked(address, allow_private_hosts=False)
    assert "secret" not in str(caught.value)


def test_another_port_is_allowed_with_private_hosts() -> None:
    assert checked("http://intranet:8080/feed", allow_private_hosts=True).port == 8080


def test_an_unknown_host_is_one_sentence() -> None:
    with pytest.raises(FeedUnavailable, match=r"is not found; check"):
        fetch("http://no-such-host.invalid/feed")


def test_messages_show_an_address_without_what_may_be_a_key() -> None:
    assert shown("https://me:pw@example.org/feed?apiKey=k#x") == "https://example.org/feed"
