"""Which method the evidence allows, and that preference training is kept only where it helps."""

from dataclasses import replace
from pathlib import Path

import pytest

from riddles.prompt import Gist, subject_prompt
from riddles.settings import Model
from tests.conftest import few_subjects
from training.data.examples import DISLIKED, DUEL, HELD_OUT, LIKED, TRAIN, Chosen, Example, Preference
from training.tuning import lora, preferring
from training.tuning.preferring import State
from training.tuning.recipe import Preferring, Recipe


def evidence(pairs: int, liked: int, disliked: int) -> Chosen:
    return Chosen(
        [Example(f"p{n}", f"c{n}", TRAIN, LIKED, f"s{n}") for n in range(liked)],
        [Example(f"p{n}", f"d{n}", TRAIN, DISLIKED, f"s{n}") for n in range(disliked)],
        [Preference(f"p{n}", f"c{n}", f"d{n}", TRAIN, DUEL, f"s{n}", (n, n + 1)) for n in range(pairs)],
    )


@pytest.mark.parametrize(
    ("wanted", "counts", "chosen"),
    [
        ("none", (99, 99, 99), "none"),
        ("auto", (16, 99, 99), "dpo"),
        ("auto", (15, 8, 8), "kto"),
        ("auto", (15, 99, 7), "none"),
        ("dpo", (15, 99, 99), "none"),
        ("kto", (99, 8, 8), "kto"),
        ("kto", (99, 99, 0), "none"),
    ],
)
def test_the_evidence_decides_the_method(wanted: str, counts: tuple[int, int, int], chosen: str) -> None:
    recipe = Preferring.model_validate({"method": wanted})
    assert preferring.method(recipe, evidence(*counts)).method == chosen


def test_what_is_missing_is_said() -> None:
    found = preferring.method(Preferring(method="auto"), evidence(3, 20, 0))
    assert "DPO needs 16 preferences to train on, there are 3." in found.reason
    assert "there are only 0 disliked to train on" in found.reason


def test_a_worse_writer_is_not_kept() -> None:
    before = State(1.0, 1)
    assert preferring._worse(before, State(2.0, 1)) == ""
    assert "did not become clearer (+1.00 to +0.90 nats)" in preferring._worse(before, State(0.9, 0))
    assert "2 of its sampled riddles are malformed, before 1" in preferring._worse(before, State(5.0, 2))


def real_evidence() -> Chosen:
    """Riddles that end with a question over those that do not, on subjects the tiny model knows."""
    liked, disliked, preferences = [], [], []
    for number, entry in enumerate(few_subjects().values()):
        prompt, hint = subject_prompt(Gist(entry.subject)), f"Answer: {entry.subject}\nHint: {entry.hints[0]}"
        split = HELD_OUT if number % 4 == 0 else TRAIN
        for couplet in entry.couplets[:3]:
            plain = f"{couplet[0]},\n{couplet[1]}."
            better, worse = f"{plain}\n{entry.questions[0]}\n{hint}", f"{plain}\n{hint}"
            liked.append(Example(prompt, better, split, LIKED, entry.subject))
            disliked.append(Example(prompt, worse, split, DISLIKED, entry.subject))
            preferences.append(Preference(prompt, better, worse, split, DUEL, entry.subject, (1, 2)))
    return Chosen(liked, disliked, preferences)


@pytest.mark.model
@pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning")
@pytest.mark.parametrize("method", ["dpo", "kto"])
def test_both_methods_move_held_out_preferences_on_a_real_model(method: str, tmp_path: Path, tiny_model: Model) -> None:
    chosen = real_evidence()
    base = Recipe(learning_rate=1e-3, max_steps=4, batch=4, accumulate=1, max_length=160, replay=0)
    trained_on, held_out = ([one for one in chosen.examples if one.split == side] for side in (TRAIN, HELD_OUT))
    staged = tmp_path / "staged"
    lora.fine_tune(
        tiny_model, (trained_on, held_out), base, (staged, tmp_path / "staged.scratch"), lambda _stage, _done: None
    )
    before = (staged / "adapter_model.safetensors").read_bytes()
    recipe = Preferring.model_validate({"method": method, "learning_rate": 1e-3, "max_steps": 8, "max_length": 160})
    steps: list[str] = []

    told = preferring.prefer(tiny_model, staged, chosen, recipe, lambda stage, _done: steps.append(stage))

    assert (told["preference"], len(steps)) == (method, 8)
    assert told["margin_after"] > told["margin_before"]
    changed = (staged / "adapter_model.safetensors").read_bytes() != before
    assert changed == told["preference_kept"]
    assert {path.name for path in tmp_path.iterdir()} <= {"staged", "staged.scratch"}
    lonely = replace(chosen, disliked=[], preferences=[])
    assert preferring.prefer(tiny_model, staged, lonely, recipe, lambda _s, _d: None)["preference"] == "none"
