"""The definitions people rate by: an edition is never edited, because ratings point to it."""

import hashlib

from riddles.criteria import DEFINITIONS, DEFINITIONS_VERSION, EDITIONS, Criterion

# when you add an edition, add its fingerprint; when this fails for an old one, put the old words back
FINGERPRINTS = {1: "feeb1ec9932800ba"}


def test_no_edition_has_changed_since_people_rated_by_it() -> None:
    assert {number: _fingerprint(words) for number, words in EDITIONS.items()} == FINGERPRINTS


def test_the_newest_edition_is_shown_and_explains_every_criterion() -> None:
    assert EDITIONS[DEFINITIONS_VERSION] is DEFINITIONS
    assert len(EDITIONS) == DEFINITIONS_VERSION
    assert all(set(words) == set(Criterion) for words in EDITIONS.values())


def _fingerprint(words: dict[Criterion, str]) -> str:
    return hashlib.sha256("\n".join(words[name] for name in Criterion).encode()).hexdigest()[:16]
