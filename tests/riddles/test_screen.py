from dataclasses import replace
from datetime import UTC, datetime

import pytest

from riddles.article import Article
from riddles.corpus import bank, stories
from riddles.riddle import Riddle
from riddles.screen import screen
from riddles.screen_aids import Aids

STORY = Article(
    "Village opens 212 small doors for its night walkers",
    "Residents of Little Marden in Canada cut the last of 212 holes in their garden fences on Saturday. Each is 13 "
    "centimetres square, wide enough for an animal that carries about 5,000 spines.",
    source="The Post",
    published=datetime(2026, 5, 23, tzinfo=UTC),
)
GOOD = Riddle(
    (
        "I wear five thousand pins and cannot sew,",
        "I curl into a ball you dare not throw.",
        "Two hundred holes and more were cut for me:",
        "In Little Marden now the slugs come free.",
    ),
    "hedgehog",
    ("hedgepig",),
    ("I go out at dusk and dine in other gardens",),
)


def with_line(line: str) -> Riddle:
    return replace(GOOD, lines=(*GOOD.lines[:3], line))


def classes(riddle: Riddle, *earlier: Riddle, story: Article = STORY) -> set[str]:
    return {reason.split(": ")[0] for reason in screen(riddle, story, earlier)}


def test_a_good_riddle_passes() -> None:
    assert screen(GOOD, STORY, []) == []


@pytest.mark.parametrize(
    "line",
    ["A hedgehog walks the lane", "Two hedgehogs walk the lane", "I am a hedgepig still", "My hedgehogish little nose"],
)
def test_a_line_that_says_the_answer_is_a_leak(line: str) -> None:
    assert classes(with_line(line)) == {"leak"}


def test_a_hint_that_says_the_answer_is_a_leak() -> None:
    assert classes(replace(GOOD, hints=("Rhymes with sledgehog, says the hedgehog",))) == {"leak"}


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("I need 213 doors to walk about", "213"),
        ("For thirty-one long nights I walked about", "thirty one"),
        ("The slugs of Paris never worry me", "Paris"),
        ("They built my doors in Little Warden town", "Warden"),
        ("Monday is the day they built my doors", "Monday"),
        ("The Austrian slugs are not for me", "Austrian"),
    ],
)
def test_a_number_or_name_the_story_does_not_have_is_unfaithful(line: str, missing: str) -> None:
    (reason,) = screen(with_line(line), STORY, [])

    assert reason.startswith("unfaithful: ")
    assert missing in reason


@pytest.mark.parametrize(
    "line",
    [
        "When dusk comes down, I walk; I'm small and I've no key",
        "My doors are 13 across and made on Saturday",
        "In May of 2026 they opened all my doors",
        "The Canadian slugs are all that I desire",
        'The neighbours ask: "Who was it in the leaves?"',
        "O let me pass! The fence is not for me",
        "I have one nose, two eyes and ten thousand dreams",
        "The Post has told my story to the town",
    ],
)
def test_ordinary_language_and_the_storys_own_words_are_faithful(line: str) -> None:
    assert screen(with_line(line), STORY, []) == []


@pytest.mark.parametrize("line", ["They found me dead beside the road", "I do not give a shit about the slugs"])
def test_harm_in_a_line_is_refused(line: str) -> None:
    assert classes(with_line(line)) == {"harm"}


def test_hints_of_harm_in_two_lines_are_two_figures_of_speech() -> None:
    lines = ("I cross the court and no one says a word", "A blaze of autumn leaves is all my bed", *GOOD.lines[2:])

    assert screen(replace(GOOD, lines=lines), STORY, []) == []


def test_a_line_or_answer_of_the_last_riddles_is_a_repeat() -> None:
    other = Riddle(("I curl into a BALL you dare not throw!", "And more of it to say"), "armadillo")
    same = Riddle(("Another verse in every way", "And more of it to say"), "Hedgehogs")

    assert classes(GOOD, other) == {"repeat"}
    assert classes(GOOD, same) == {"repeat"}
    assert classes(GOOD, *(Riddle((f"Line {n} is here",), f"thing{n}") for n in range(10)), same) == set()


def test_a_line_that_stands_in_the_riddle_twice_is_a_repeat() -> None:
    assert classes(with_line(GOOD.lines[0])) == {"repeat"}


def test_another_language_is_refused() -> None:
    german = Riddle(("Ich trage tausend Nadeln ohne Faden", "und rolle mich zu einer Kugel ein"), "hedgehog")

    assert "language" in classes(german)


@pytest.mark.parametrize(
    "riddle",
    [
        with_line("See me at evil.example or so"),
        with_line("See me at https://evil.example or so"),
        with_line("Wake up the <!channel> for me"),
        with_line("I walk \u202eback the way I came"),
        with_line("So it is"[:5]),
        with_line("I walk " * 20),
        replace(GOOD, answer="42"),
        replace(GOOD, answer="x"),
        replace(GOOD, answer="one of the many small animals of night"),
        replace(GOOD, answer="hedge; hog"),
    ],
)
def test_a_broken_form_is_refused(riddle: Riddle) -> None:
    assert "form" in classes(riddle)


@pytest.mark.parametrize(
    "answer",
    ["ox", "St. Nicholas", "cup final", "jack-o'-lantern"],
)
def test_a_word_or_short_name_is_an_answer(answer: str) -> None:
    assert "form" not in classes(replace(GOOD, answer=answer))


def test_all_reasons_are_told_and_begin_with_their_class() -> None:
    bad = Riddle(("A hedgehog died in Paris in 1850", "A hedgehog died in Paris in 1850"), "hedgehog")

    assert classes(bad) == {"leak", "unfaithful", "harm", "repeat"}


def test_what_our_clue_bank_says_of_an_answer_always_passes() -> None:
    for entry in bank.read().values():
        couplets = [line for pair in entry.couplets for line in pair]
        for start in range(0, len(couplets) - 3, 4):
            riddle = Riddle(tuple(couplets[start : start + 4]), entry.subject, entry.aliases, entry.hints[:2])
            reasons = [reason for reason in screen(riddle, STORY, []) if not reason.startswith(("leak", "repeat"))]
            assert reasons == [], entry.subject


def test_nine_in_ten_of_our_own_pairs_are_faithful_and_hardly_any_to_another_story() -> None:
    pairs = stories.pairs()
    strangers = [pair.article for pair in (*pairs[1:], pairs[0])]
    own = sum(_is_unfaithful(pair.riddle, pair.article) for pair in pairs)
    swapped = sum(_is_unfaithful(pair.riddle, article) for pair, article in zip(pairs, strangers, strict=True))

    assert own <= 0.1 * len(pairs)
    assert swapped >= 0.9 * len(pairs)


def _is_unfaithful(riddle: Riddle, article: Article) -> bool:
    return any(reason.startswith("unfaithful") for reason in screen(riddle, article, []))


class FakeSolver:
    """Finds a fixed share of other answers better; remembers what it was asked."""

    most_ahead = 0.5

    def __init__(self, ahead: float) -> None:
        self.ahead = ahead
        self.asked: list[Riddle] = []

    def share_ahead(self, riddle: Riddle) -> float:
        self.asked.append(riddle)
        return self.ahead


@pytest.mark.parametrize(("ahead", "found"), [(0.5, set()), (0.6, {"unsolvable"})])
def test_clues_that_fit_most_other_answers_better_are_refused(ahead: float, found: set[str]) -> None:
    reasons = screen(GOOD, STORY, [], Aids(solver=FakeSolver(ahead)))

    assert {reason.partition(":")[0] for reason in reasons} == found


def test_a_clue_of_our_bank_for_another_subject_is_refused_without_any_solver() -> None:
    line = bank.read()["river"].plain[0]

    (reason,) = screen(with_line(line), STORY, [])

    assert reason == f"unsolvable: {line!r} is our clue for 'river', not for 'hedgehog'"


def test_a_riddle_made_of_our_own_clues_is_not_solved_again() -> None:
    entry, solver = bank.read()["river"], FakeSolver(1.0)
    riddle = Riddle(entry.plain[:2], "river", (), (*entry.hints[:1], "The trail starts in Canada"))

    assert screen(riddle, STORY, [], Aids(solver=solver)) == []
    assert solver.asked == []


def test_toxic_language_is_refused_where_a_classifier_finds_it() -> None:
    aids = Aids(toxicity=lambda lines: [0.95 if "slugs" in line else 0.1 for line in lines])

    (reason,) = screen(GOOD, STORY, [], aids)

    assert reason == "toxic: 'In Little Marden now the slugs come free.' is offensive to the classifier (0.95)"


def test_the_operators_words_are_refused_in_a_riddle_too() -> None:
    (reason,) = screen(GOOD, STORY, [], Aids(refused_words=("slugs",)))

    assert reason.startswith("harm: ")
    assert reason.endswith("contains the refused words 'slugs'")


def test_a_riddle_about_a_private_person_is_refused() -> None:
    story = replace(STORY, text=f"{STORY.text} Ann Brook, 61, cut the first of them.")

    assert classes(with_line("It was Ann Brook who cut the door for me"), story=story) == {"private"}
    assert classes(replace(GOOD, answer="Ann Brook", aliases=()), story=story) == {"private"}
    assert classes(GOOD, story=story) == set()
