from pathlib import Path

import pytest

from riddles.corpus import bank
from riddles.errors import CorpusError

RIVER = """# a remark
@ river ; waterway, stream
- Water rose at {place}
+ I run all day and never leave my bed
+ My mouth is far away, I have no head
= I have two banks
? What moves, yet keeps its bed?
~ Ducks and stones
~ Salt at the end
% barge, upstream
% riverbank
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_entry_is_read_with_every_kind_of_line(tmp_path: Path) -> None:
    entry = bank.read(folder(tmp_path, nature=RIVER))["river"]
    assert entry.aliases == ("waterway", "stream")
    assert entry.theme == "nature"
    assert entry.facts == ("Water rose at {place}",)
    assert entry.couplets == (("I run all day and never leave my bed", "My mouth is far away, I have no head"),)
    assert (entry.plain, entry.questions) == (("I have two banks",), ("What moves, yet keeps its bed?",))
    assert entry.hints == ("Ducks and stones", "Salt at the end")
    assert entry.signs == ("barge", "upstream", "riverbank")


def test_entries_keep_the_order_of_files_and_lines(tmp_path: Path) -> None:
    read = bank.read(folder(tmp_path, b="@ owl\n@ fox\n", a="@ tax\n"))
    assert list(read) == ["tax", "owl", "fox"]


def test_a_couplet_without_its_rhyme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nature\.txt gives 'river' 1 couplet lines"):
        bank.read(folder(tmp_path, nature="@ river\n+ I run all day\n"))


def test_a_subject_told_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"b\.txt tells 'river' a second time"):
        bank.read(folder(tmp_path, a="@ river\n", b="@ river\n"))


@pytest.mark.parametrize("line", ["* a bullet", "- a fact before any subject"])
def test_a_line_without_its_place_is_refused_by_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(CorpusError, match=r"nature\.txt line 2"):
        bank.read(folder(tmp_path, nature=f"# remark\n{line}\n"))


def test_the_shipped_bank_has_more_subjects_than_a_year_of_working_days() -> None:
    assert len(bank.read()) >= 400
