import random
import re
from collections.abc import Mapping
from dataclasses import replace

from riddles.corpus import bank as clue_bank
from riddles.corpus.bank import Entry
from riddles.embedded import composing
from riddles.prompt import Gist, filled
from riddles.riddle import gives_answer_away, parse

SEEDS = range(200)


def written_by_people(entry: Entry) -> set[str]:
    couplets = {line for first, second in entry.couplets for line in (f"{first},", f"{second}.")}
    return couplets | {f"{line}." for line in entry.plain} | set(entry.questions)


def test_a_riddle_is_made_of_its_own_subjects_lines_only() -> None:
    river = clue_bank.read()["river"]
    for seed in SEEDS:
        riddle = composing.compose(river, Gist("river"), random.Random(seed))
        assert riddle.answer == "river"
        assert set(riddle.lines) <= written_by_people(river)
        assert len(set(riddle.lines)) == len(riddle.lines)


def test_couplets_stay_whole_and_a_question_closes() -> None:
    river = clue_bank.read()["river"]
    second_of = {f"{first},": f"{second}." for first, second in river.couplets}
    for seed in SEEDS:
        lines = composing.compose(river, Gist("river"), random.Random(seed)).lines
        for at, line in enumerate(lines):
            if line in second_of:
                assert lines[at + 1] == second_of[line]
            assert not line.endswith("?") or at == len(lines) - 1


def test_riddles_come_in_several_forms() -> None:
    river = clue_bank.read()["river"]
    made = [composing.compose(river, Gist("river"), random.Random(seed)) for seed in SEEDS]
    assert {len(riddle.lines) for riddle in made} >= {2, 3, 4, 5, 6}
    assert {riddle.lines[-1].endswith("?") for riddle in made} == {True, False}


def test_the_last_hint_has_a_slot_for_what_the_gist_tells() -> None:
    river = clue_bank.read()["river"]
    told = set()
    for seed in SEEDS:
        rng = random.Random(seed)
        riddle = composing.compose(river, Gist("river", place="Harrowby", number="four bells"), rng)
        told.update(re.findall(r"\{(\w+)\}", riddle.hints[-1]))
        assert "{headline}" in composing.compose(river, Gist("river"), rng).hints[-1]
        assert "{" not in riddle.text
    assert told == {"place", "number", "headline"}


def test_no_riddle_tells_one_joke_twice() -> None:
    queue = replace(
        clue_bank.read()["queue"], plain=("The other line of me is faster, always", "I shuffle, you sigh, we wait")
    )
    queue = replace(queue, hints=("The other line is always faster", "A head, a tail and patience", "One till is open"))
    for seed in SEEDS:
        riddle = composing.compose(queue, Gist("queue"), random.Random(seed))
        told = (*riddle.lines, *riddle.hints)
        assert sum("faster" in line for line in told) < 2


def test_every_composed_text_keeps_the_contract_once_its_slots_are_filled(bank: Mapping[str, Entry]) -> None:
    gist = Gist("", place="Harrowby", number="four bells", headline="Old stone ... reopens")
    for text in composing.texts(clue_bank.read(), 300, random.Random(1)):
        riddle = parse(filled(text.completion, gist))
        assert f"Subject: {riddle.answer}" in text.prompt.splitlines()
        assert not gives_answer_away(riddle)


def test_texts_tell_every_subject_equally_often_and_the_same_seed_the_same_texts(bank: Mapping[str, Entry]) -> None:
    made = composing.texts(bank, 30, random.Random(7))
    told = [parse(filled(text.completion, Gist("", "Oslo", "two owls"))).answer for text in made]
    assert {told.count(subject) for subject in bank} == {10}
    assert composing.texts(bank, 30, random.Random(7)) == made


def test_the_tokenizers_lines_are_each_told_once_and_cover_what_is_composed() -> None:
    entries = {"river": clue_bank.read()["river"]}
    lines = [line.text for line in composing.whole_lines(entries)]
    assert len(set(lines)) == len(lines)
    for text in composing.texts(entries, 100, random.Random(3)):
        assert set(text.completion.splitlines()) <= set(lines)
