import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from riddles import harm
from riddles.article import Article
from riddles.corpus import bank
from riddles.feeds import gathering

HARMFUL = [
    "Two die in collision on coast road", "Man killed in fall", "Woman stabbed outside bar", "Singer dies aged 94",
    "Author found dead", "Murder inquiry opens", "Airstrike hits market", "Troops cross the border",
    "Earthquake shakes the coast", "Actor's suicide shocks fans", "School shooting leaves town in grief",
    "Missing child found",
    "Coach accused of sexual abuse", "Cocaine worth millions seized", "Bomb threat closes station",
    "Family's heartbreak over cancer diagnosis", "Man to stand trial over assault", "Knife attack on train",
    "Police arrest suspect after robbery", "Boy drowns in lake", "Hostages freed", "Plane crash: search for survivors",
    "‘Shot dead’ at home", "Mass-shooting plot", "Racist chants at match", "Migrants rescued at sea",
]  # fmt: skip
HARMLESS = [
    "Regatta ends in a dead heat", "Killer whale greets the ferry", "Shooting star seen over town",
    "Party builds its war chest", "Train drivers' strike ends", "Model arrives for photo shoot",
    "Battle of the bands fills the hall", "New soap kills bacteria", "Deadline for tax returns moves",
    "A fuse blew in the concert hall", "White fire of the opal on show", "Striker leads the attack in derby win",
    "Counter-attack seals the cup final", "Goalkeeper saves a late shot on target", "Star Wars fans queue",
    "Tug-of-war team pulls a bus", "Floodlit pitch opens", "Fireworks light the harbour", "Fire engine for sale",
    "Baker wins with blood orange tart", "Hitting the tennis court at ninety", "Essex village cheers its goose",
    "Hearing aids the size of a grain", "Bath bomb recipe sells out", "Volcano tour opens",
    "Election won by a landslide",
    "Moth lands on mirror of the new telescope", "Storm to victory for the home side",
]  # fmt: skip


@pytest.mark.parametrize("title", HARMFUL)
def test_a_harmful_headline_is_unfit(title: str) -> None:
    assert harm.unfit(Article(title, "It was reported on Tuesday."))


@pytest.mark.parametrize("title", HARMLESS)
def test_a_harmless_sense_does_not_trip(title: str) -> None:
    assert harm.unfit(Article(title, "It was reported on Tuesday.")) == ""


def test_the_reason_names_the_class_and_the_word() -> None:
    assert harm.unfit(Article("Two killed on coast road")) == "is about death ('killed')"


def test_one_hint_is_not_enough_and_two_forms_of_one_are_one_but_two_are_enough() -> None:
    assert harm.harm_in("Attack after attack by the attackers") == ""
    assert harm.harm_in("Police look for the attackers") == "hints at harm ('police', 'attackers')"


def test_harm_in_the_opening_counts_at_once_and_further_down_only_twice() -> None:
    filler = "The garden opens at nine and closes at five. " * 20

    assert harm.unfit(Article("Garden opens", "Its founder was murdered. " + filler))
    assert harm.unfit(Article("Garden opens", filler + "Its founder was murdered.")) == ""
    assert harm.unfit(Article("Garden opens", filler + "He was murdered, the second was kidnapped."))


def test_the_operators_words_are_refused_anywhere_as_whole_words() -> None:
    filler = "The garden opens at nine. " * 60

    assert (
        harm.unfit(Article("Garden", filler + "Acme Corp pays."), ["acme corp"])
        == "contains the refused words 'acme corp'"
    )
    assert harm.unfit(Article("Garden", filler + "Acmeology."), ["acme", " "]) == ""
    assert harm.unfit(Article("Garden", filler + "It costs a (lot)."), ["(lot)", "a.c"])


def test_crude_language_is_refused() -> None:
    assert harm.harm_in("What a shitty riddle").startswith("uses crude language")
    assert harm.harm_in("A chink of light at Scunthorpe") == ""


def test_the_sample_has_exactly_two_unfit_stories() -> None:
    refused = [article.title for article in gathering.sample(datetime(2026, 1, 1, tzinfo=UTC)) if harm.unfit(article)]

    assert refused == [
        "Two die in collision on coast road near Saltern",
        "Man to stand trial over assault outside railway station",
    ]


def test_hardly_any_line_of_our_own_clue_bank_trips() -> None:
    lines = [
        line
        for entry in bank.read().values()
        for line in (*entry.plain, *entry.questions, *entry.hints, *(line for pair in entry.couplets for line in pair))
    ]

    assert sum(bool(harm.harm_in(line)) for line in lines) <= 0.01 * len(lines)


def test_of_real_news_summaries_about_deaths_all_are_refused() -> None:
    folder = os.environ.get("RIDDLEWIRE_TEST_DATA")
    if not folder:
        pytest.skip("RIDDLEWIRE_TEST_DATA is not set: real news is not part of the repository")
    stories = [json.loads(line) for line in (Path(folder) / "wikinews" / "wikinews.jsonl").read_text().splitlines()]
    grave = [story for story in stories if any(word in story["title"].lower() for word in ("dead", "killed", "death"))]

    assert len(grave) >= 3
    assert all(harm.unfit(Article(story["title"], story["text"])) for story in grave)
