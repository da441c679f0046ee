"""Foreign text never becomes markup, and never breaks a limit."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import kit

TEXT = st.text(max_size=300)


@given(TEXT, st.integers(min_value=10, max_value=300))
def test_escaped_text_has_no_angle_bracket_and_keeps_its_length(text: str, most: int) -> None:
    made = kit.escaped(text, most)
    assert not re.search("[<>]", made)
    assert not re.search("&(?!amp;|lt;|gt;)", made)
    assert len(made) <= most
    assert html.unescape(made).rstrip("…") in text + "…" or not made.isascii()


def test_a_text_that_fits_is_not_cut() -> None:
    assert kit.escaped("a < b & c", 17) == "a &lt; b &amp; c"
    assert kit.escaped("<<<<", 9) == "&lt;&lt;…"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/x",
        "//example.org/x",
        "https:///path",
        "http://[broken",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_only_plain_web_addresses_become_links(address: str) -> None:
    assert kit.link(address, "A title") == "A title"


def test_a_link_cannot_be_broken_out_of() -> None:
    made = kit.link('https://example.org/a|b>c<!channel>"d?x=1&y=2', "A | <!here> title")
    assert made == (
        "<https://example.org/a%7Cb%3Ec%3C!channel%3E%22d?x=1&amp;y=2|A | &lt;!here&gt; title>"
    )  # fmt: skip


@given(TEXT, TEXT)
def test_a_link_has_one_opening_and_one_closing_bracket_at_most(address: str, label: str) -> None:
    for made in (kit.link(address, label), kit.link(f"https://example.org/{address}", label)):
        assert made.count("<") == made.count(">") <= 1
        assert made


def test_a_quotation_covers_every_line() -> None:
    assert kit.quoted("one\n<two>") == "> one\n> &lt;two&gt;"
