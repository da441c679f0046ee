from pathlib import Path

import pytest

from riddles.errors import SettingsError
from training import recipe


@pytest.mark.parametrize("path", sorted(recipe.FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_recipe_of_ours_is_valid(path: Path) -> None:
    assert recipe.read(path.stem)[1] == path.read_text(encoding="utf-8")


def test_an_unknown_recipe_names_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"no recipe 'fancy'; set training\.recipe to default, embedded"):
        recipe.read("fancy")


@pytest.mark.parametrize(("text", "fault"), [("ranc = 4", "ranc"), ("rank = 0", "rank"), ("rank =", "not valid TOML")])
def test_a_wrong_recipe_is_refused_by_the_key(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=fault):
        recipe.read(str(path))
