from datetime import UTC, datetime, timedelta

import pytest

from riddles import settings
from riddles.article import Article
from riddles.selection import select, speaks_english

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEWS = settings.News()
TEXT = "The council said on Tuesday that the old tram will run again between the market and the harbour from Monday on."


def story(title: str, hours: float | None = 1, source: str = "Post", **fields: str) -> Article:
    published = None if hours is None else NOW - timedelta(hours=hours)
    return Article(title, fields.get("text", TEXT), fields.get("link", ""), source, published)


def refusals(*articles: Article, seen: tuple[Article, ...] = (), news: settings.News = NEWS) -> list[str]:
    return [reason for _, reason in select(articles, seen, NOW, news).refused]


def test_a_fresh_new_long_english_harmless_story_is_fit() -> None:
    article = story("Tram returns to the harbour")

    assert select([article], [], NOW, NEWS).fit == (article,)


def test_each_unfit_story_is_refused_with_its_reason() -> None:
    assert refusals(story("Tram returns", hours=49)) == ["is not from the last 48 hours"]
    assert refusals(story("Tram returns", text="Soon.")) == ["has only 3 words"]
    assert refusals(story("Tram kills two")) == ["is about death ('kills')"]
    assert refusals(story("Tram returns"), news=settings.News(refused_words=("tram",))) == [
        "contains the refused words 'tram'"
    ]
    german = "Die Stadt hat am Dienstag mitgeteilt, dass die alte Bahn wieder zwischen Markt und Hafen fahren wird."
    assert refusals(story("Bahn kehrt nach Jahren wieder in die Stadt", text=german)) == ["is not in English"]


def test_a_story_used_before_or_told_twice_is_refused_and_the_first_stays() -> None:
    first = story("Tram returns to the old harbour", source="Post")
    second = story("Tram returns to old harbour", source="Courier", hours=0.5)

    assert refusals(first, seen=(second,)) == ["was used before"]
    chosen = select([first, second], [], NOW, NEWS)
    assert chosen.fit == (first,)
    assert chosen.refused == ((second, "is told by another source too"),)


def test_a_refused_story_does_not_take_the_place_of_its_twin() -> None:
    stale, fresh = story("Tram returns to harbour", hours=90), story("Tram returns to harbour", hours=2)

    assert select([stale, fresh], [], NOW, NEWS).fit == (fresh,)


def test_the_freshest_come_first_and_sources_take_turns() -> None:
    articles = [
        story("Goose rides bus", 3, "B"),
        story("Apple is found", 1, "A"),
        story("Bridge moves upstream", 2, "A"),
        story("Moth meets telescope", None, "A"),
        story("Monks sell sunshine", 5, "C"),
    ]

    fit = select(articles, [], NOW, NEWS).fit

    assert [article.title.split()[0] for article in fit] == ["Apple", "Goose", "Monks", "Bridge", "Moth"]


def test_nothing_gathered_is_nothing_selected() -> None:
    assert select([], [], NOW, NEWS).fit == ()


@pytest.mark.parametrize(
    "text",
    [
        "The river runs to the sea and never tires of it",
        "Who goes between two posts without a stamp?",
        "Apple unveils new phone as sales slow, shares fall in early trade on Wall Street",
    ],
)
def test_english_is_english(text: str) -> None:
    assert speaks_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 2 3 4",
        "Le conseil a annoncé mardi que le vieux tramway circulera de nouveau entre le marché et le port dès lundi.",
        "El ayuntamiento anunció el martes que el viejo tranvía volverá a circular entre el mercado y el puerto.",
        "De gemeente heeft dinsdag bekendgemaakt dat de oude tram weer tussen de markt en de haven gaat rijden.",
        "Il comune ha annunciato martedì che il vecchio tram tornerà a circolare tra il mercato e il porto.",
        "Мэрия сообщила во вторник, что старый трамвай снова будет ходить",
        "市議会は火曜日、古い路面電車が再び走ると発表した",
        "asdf qwer zxcv uiop hjkl vbnm tyui ghjk cvbn rtyu",
    ],
)
def test_another_language_or_none_is_not(text: str) -> None:
    assert not speaks_english(text)
