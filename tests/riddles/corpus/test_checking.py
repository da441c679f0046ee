from dataclasses import replace
from pathlib import Path

import pytest

from riddles.corpus import checking
from riddles.corpus.bank import Entry
from riddles.corpus.checking import Corpus
from riddles.corpus.fault import Fault
from riddles.corpus.stories import ExamStory, Pair


def whats(corpus: Corpus) -> list[str]:
    return [fault.what for fault in checking.check(corpus) if not fault.what.startswith("holds ")]


def test_our_own_corpus_is_clean() -> None:
    faults = [str(fault) for fault in checking.check(checking.read()) if not fault.advice]
    assert not faults


def test_a_small_corpus_is_told_what_it_lacks(river: Entry) -> None:
    found = {(fault.file, fault.what) for fault in checking.check(Corpus({"river": river}, (), ()))}
    assert found == {("clues", "holds 1"), ("pairs", "holds 0"), ("exam", "holds 0")}


def test_a_line_used_by_two_subjects_is_a_fault(river: Entry, bridge: Pair) -> None:
    other = replace(river, subject="canal", aliases=("channel",))
    found = whats(Corpus({"river": river, "canal": other}, (), ()))
    assert "'river' has nearly the same line" in found


def test_a_pair_that_repeats_a_line_of_the_bank_is_a_fault(river: Entry, bridge: Pair) -> None:
    spoiled = replace(bridge, riddle=replace(bridge.riddle, hints=(river.hints[0], "Two banks need me")))
    assert "'river' has nearly the same line" in whats(Corpus({"river": river}, (spoiled,), ()))


def test_an_exam_sentence_that_training_reads_is_a_fault(bridge: Pair, asked: ExamStory) -> None:
    found = whats(Corpus({}, (bridge,), (asked,)))
    assert any(what.startswith("training reads 'The old stone bridge at Harrowby reopened") for what in found)


def test_a_name_shared_by_two_subjects_is_advice(river: Entry) -> None:
    other = replace(river, subject="canal", couplets=(), plain=(), questions=(), hints=(), aliases=("streams",))
    advice = [fault for fault in checking.check(Corpus({"river": river, "canal": other}, (), ())) if fault.advice]
    assert [fault.what for fault in advice] == ["shares the name 'stream' with 'river'"]


def test_an_exam_subject_the_bank_lacks_is_advice(asked: ExamStory) -> None:
    (advice,) = (fault for fault in checking.check(Corpus({}, (), (asked,))) if fault.advice)
    assert advice.what == "the bank has no 'bridge'"


def test_an_odd_couplet_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    for part in ("clues", "pairs", "exam"):
        (tmp_path / part).mkdir()
    (tmp_path / "clues" / "nature.txt").write_text("@ river\n+ I run all day\n", encoding="utf-8")
    corpus = checking.read(tmp_path)
    assert corpus.bank == {}
    assert any("gives 'river' 1 couplet lines" in fault.what for fault in checking.check(corpus))


@pytest.mark.parametrize("line", ["I run all day", ""])
def test_a_fault_reads_as_one_sentence(line: str) -> None:
    fault = Fault("clues/nature.txt", "river", "a line leaks", "say it otherwise", line)
    told = " in 'I run all day'" if line else ""
    assert str(fault) == f"clues/nature.txt: river: a line leaks{told}; say it otherwise."
