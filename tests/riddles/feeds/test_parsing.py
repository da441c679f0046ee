import html
import json
from datetime import UTC, datetime

import pytest

from riddles.article import Article
from riddles.errors import FeedUnreadable
from riddles.feeds.parsing import Limits, parse

NAME = "The feed x"


def rss(*items: str, head: str = "<title>The Daily Otter</title>") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(title: str = "Bridge opens", text: str = "It carries trams.", link: str = "https://example.com/a") -> str:
    return f"<item><title>{title}</title><description>{text}</description><link>{link}</link></item>"


def only(body: bytes) -> Article:
    (article,) = parse(body, NAME)
    return article


def test_rss_2_gives_title_text_link_source_and_utc_time() -> None:
    dated = item().replace("</item>", "<pubDate>Wed, 18 Nov 2026 07:30:00 +0200</pubDate></item>")

    article = only(rss(dated))

    assert (article.title, article.text, article.link) == ("Bridge opens", "It carries trams.", "https://example.com/a")
    assert article.source == "The Daily Otter"
    assert article.published == datetime(2026, 11, 18, 5, 30, tzinfo=UTC)


def test_rdf_is_read() -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old Post</title></channel>
      <item><title>Tram returns</title><link>https://example.com/t</link><description>After years.</description>
      <dc:date>2026-11-18T06:00:00Z</dc:date></item></rdf:RDF>"""

    article = only(body)

    assert (article.title, article.source) == ("Tram returns", "Old Post")
    assert article.published == datetime(2026, 11, 18, 6, 0, tzinfo=UTC)


def test_atom_is_read_and_its_content_preferred_over_a_shorter_summary() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Atomic</title><entry>
      <title type="html">A &amp;amp; B</title>
      <link href="https://example.com/e"/><updated>2026-11-18T06:00:00+01:00</updated><summary>Short.</summary>
      <content type="html">&lt;p&gt;Long first.&lt;/p&gt;&lt;p&gt;Long second.&lt;/p&gt;</content></entry></feed>"""

    article = only(body)

    assert (article.title, article.text) == ("A & B", "Long first. Long second.")
    assert article.published == datetime(2026, 11, 18, 5, 0, tzinfo=UTC)


def test_json_feed_is_read() -> None:
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Json Post",
        "items": [
            {
                "title": "Owl",
                "content_html": "<p>Hoo<br>hoo</p>",
                "url": "https://example.com/o",
                "date_published": "2026-11-18T06:00:00Z",
            },
            "no object",
        ],
    }

    article = only(json.dumps(body).encode())

    assert (article.title, article.text, article.source) == ("Owl", "Hoo hoo", "Json Post")
    assert article.published == datetime(2026, 11, 18, 6, 0, tzinfo=UTC)


def test_a_news_api_answer_is_read_without_its_cut_off_copy() -> None:
    story = {
        "title": "Owl lands",
        "description": "An owl landed on the town hall today.",
        "content": "An owl landed on the town hall today. It stayed. [+1200 chars]",
        "url": "https://example.com/o",
        "publishedAt": "2026-11-18T06:00:00Z",
        "source": {"id": None, "name": "The Post"},
    }

    article = only(json.dumps({"status": "ok", "articles": [story]}).encode())

    assert article.source == "The Post"
    assert "chars]" not in article.text
    assert article.text.startswith("An owl landed")


def test_a_news_api_error_says_what_the_endpoint_said() -> None:
    with pytest.raises(FeedUnreadable, match="apiKey is missing"):
        parse(b'{"status": "error", "message": "Your apiKey is missing."}', NAME)


def test_markup_control_and_direction_characters_are_gone() -> None:
    markup = "<p>one</p><p>two<script>evil()</script></p> \u202etxt\u2066 zero\u200bwidth<img src=x onerror=y>"

    article = only(rss(item(title="A\u202e b\t\n  c&lt;b&gt;d&lt;/b&gt;", text=html.escape(markup))))

    assert article.title == "A b cd"
    assert article.text == "one two txt zerowidth"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://u:p@example.com/", "https://e.com/a|b"],
)
def test_only_plain_web_links_are_kept(link: str) -> None:
    assert only(rss(item(link=link))).link == ""


def test_a_giant_title_is_cut() -> None:
    assert len(only(rss(item(title="word " * 20_000))).title) <= 300


def test_a_story_without_a_title_is_called_by_its_first_words() -> None:
    assert only(rss(item(title="", text="Just a remark about otters."))).title == "Just a remark about otters."


@pytest.mark.parametrize("date", ["", "<pubDate>yesterday, I think</pubDate>", "<pubDate>99 Foo 99999 99:99</pubDate>"])
def test_a_missing_or_senseless_date_is_no_date(date: str) -> None:
    assert only(rss(item().replace("</item>", f"{date}</item>"))).published is None


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + rss(item(title="Caf\u00e9")),
        rss(item(title="Caf\u00e9")).decode().replace('"1.0"', '"1.0" encoding="iso-8859-1"').encode("latin-1"),
        rss(item(title="Caf\u00e9")).decode().encode("utf-16"),
        b"\n  " + rss(item(title="Caf\u00e9")),
    ],
    ids=["utf-8 mark", "latin-1", "utf-16", "leading space"],
)
def test_the_encoding_is_found(body: bytes) -> None:
    assert only(body).title == "Café"


def test_an_unescaped_ampersand_and_a_control_character_do_not_lose_the_feed() -> None:
    assert only(rss(item(title="Fish & chips\x0b &nbsp;today"))).title == "Fish & chips today"


def test_of_a_hundred_thousand_items_the_first_hundred_are_read_at_no_more_cost() -> None:
    body = rss(*(f"<item><title>Story {number}</title></item>" for number in range(100_000)))

    articles = parse(body, NAME, Limits(seconds=3))

    assert [article.title for article in articles] == [f"Story {number}" for number in range(100)]
    assert articles[0].source == "The Daily Otter"


@pytest.mark.parametrize("prolog", ["", "<!-- harmless -->", "<?xml-stylesheet href='x'?>"])
def test_an_entity_bomb_is_refused_for_its_document_type(prolog: str) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'{prolog}<!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>'.encode() + rss(item(text="&a9;"))[21:]

    with pytest.raises(FeedUnreadable, match="DOCTYPE"):
        parse(body, NAME)


def test_a_document_type_in_utf_16_is_refused_too() -> None:
    with pytest.raises(FeedUnreadable, match="DOCTYPE"):
        parse('<!DOCTYPE rss [<!ENTITY a "x">]><rss/>'.encode("utf-16"), NAME)


def test_a_story_may_write_about_document_types() -> None:
    assert only(rss(item(text="&lt;!DOCTYPE html&gt; is a line, <![CDATA[<!DOCTYPE x>]]> too."))).title


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The feed x is empty"),
        (b" \n\t", "The feed x is empty"),
        (rss(), "The feed x has no stories"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "has no stories"),
        (b"<!DOCTYPE html><html><body>Hi</body></html>", "is a web page"),
        (b"<html><body>Hi</body></html>", "is a web page"),
        (b"just some words", "is no RSS"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "is no RSS"),
        (b"[1, 2]", "is no RSS"),
        (b'{"a": 1}', "neither a JSON Feed"),
        (b'{"items": [', "not readable JSON"),
        (b'{"items": ' + b"[" * 200_000, "not readable JSON"),
        (b"<?xml version='1.0' encoding='no-such'?><rss/>", "unknown encoding 'no-such'"),
        (b"<!-- never closed", "cut off"),
    ],
)
def test_what_is_no_feed_is_one_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(FeedUnreadable, match=sentence):
        parse(body, NAME)


def test_a_parse_that_takes_too_long_is_ended() -> None:
    deep = rss(item(text="<b>" * 300_000))

    with pytest.raises(FeedUnreadable, match="could not be parsed within 1 seconds"):
        parse(deep, NAME, Limits(seconds=1))


def test_a_parse_that_takes_too_much_memory_is_ended() -> None:
    body = rss(item(text="x" * 30_000_000))

    with pytest.raises(FeedUnreadable, match="and 90 MB"):
        parse(body, NAME, Limits(megabytes=90))
