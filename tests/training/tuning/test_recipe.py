import json
from pathlib import Path

import pytest

from riddles.errors import SettingsError
from training.tuning import arguments, recipe

OURS = sorted(recipe.FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_recipe_of_ours_is_valid_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert recipe.read(path.stem)[1] == text
    assert text.startswith("# ")


def test_there_is_a_recipe_for_every_family_of_bases() -> None:
    ways = {path.stem: recipe.read(path.stem)[0] for path in OURS}
    assert ways.keys() >= {"default", "embedded", "qlora", "t5", "full", "dora", "large"}
    assert ways["full"].full
    assert ways["dora"].dora
    assert ways["qlora"].optimizer == "paged_adamw_8bit"
    assert ways["large"].sharding == "fsdp2"


def test_every_key_of_a_recipe_is_documented() -> None:
    source = Path(recipe.__file__).read_text(encoding="utf-8")
    for name in recipe.Recipe.model_fields:
        line = source.index(f"\n    {name}: ")
        assert source[line + 1 :].splitlines()[1].startswith('    """'), name


def test_every_sharding_is_a_configuration_that_its_library_reads() -> None:
    found = {path.stem: json.loads(path.read_text()) for path in arguments.SHARDINGS.glob("*.json")}
    assert found.keys() == {"fsdp2", "zero2", "zero3"}
    assert found["fsdp2"]["version"] == 2
    assert [found[name]["zero_optimization"]["stage"] for name in ("zero2", "zero3")] == [2, 3]


def test_an_unknown_recipe_names_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"no recipe 'fancy'; set training\.recipe to default, dora, embedded"):
        recipe.read("fancy")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ranc = 4", "ranc"),
        ("rank = 0", "rank"),
        ("rank =", "not valid TOML"),
        ("full = true\ndora = true", "set one of full and dora"),
        ('full = true\n[preference]\nmethod = "auto"', "preferences are learned by a LoRA only"),
        ('sharding = "zero3"', "set forgetting = 0 and sampled = 0"),
    ],
)
def test_a_wrong_recipe_is_refused_by_the_key(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=fault):
        recipe.read(str(path))
