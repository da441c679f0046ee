"""Only checkpoints that were written whole are gone on from."""

from pathlib import Path

from training.tuning import checkpoints


def written(folder: Path, step: int, whole: bool) -> Path:
    made = folder / f"checkpoint-{step}"
    made.mkdir()
    (made / "trainer_state.json").write_text("{}")
    if whole:
        checkpoints.seal(made)
    return made


def test_the_newest_whole_one_is_found_and_what_a_kill_left_is_removed(tmp_path: Path) -> None:
    older = written(tmp_path, 8, whole=True)
    newest = written(tmp_path, 12, whole=True)
    half = written(tmp_path, 100, whole=False)
    assert checkpoints.newest(tmp_path) == newest
    assert not half.exists()
    assert older.exists()


def test_there_is_none_where_nothing_was_sealed(tmp_path: Path) -> None:
    assert checkpoints.newest(tmp_path / "nowhere") is None
    written(tmp_path, 4, whole=False)
    assert checkpoints.newest(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
