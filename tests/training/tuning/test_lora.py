"""Every way of training a causal base, on a tiny real model: LoRA, DoRA, all weights, fewer activations kept."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from riddles import language_model
from riddles.errors import ModelError, SettingsError, TrainingError
from riddles.language_model import LanguageModel
from riddles.settings import Model
from storage.tables import Adapter
from tests.training.launchers.work import liked
from training.adapters import adapter_folder, merging
from training.adapters.adapter_folder import Sealed
from training.data.examples import HELD_OUT, TRAIN
from training.tuning import arguments, lora
from training.tuning.recipe import Recipe

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning"),  # trl still uses the old name
]
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ROWS = [[one for one in liked().examples if one.split == side] for side in (TRAIN, HELD_OUT)]
PAIRS = [(one.prompt, one.completion) for one in ROWS[0]]


def recipe(**more: Any) -> Recipe:
    quick = {"rank": 4, "alpha": 8, "learning_rate": 3e-3, "batch": 4, "accumulate": 1, "max_length": 160, "epochs": 3,
             "dropout": 0.0, "forgetting": 0.0, "checkpoint_steps": 0}  # fmt: skip
    return Recipe.model_validate({**quick, **more})


def trained(base: Model, home: Path, plan: Recipe, job: int = 1) -> tuple[Sealed, dict[str, Any]]:
    """Train as the recipe says and seal the result; its figures, too."""
    staged = adapter_folder.staging(home, job)
    figures = lora.fine_tune(base, (ROWS[0], ROWS[1]), plan, (staged, home / "checkpoints"), lambda _stage, _done: None)
    return adapter_folder.seal(staged, job, "", {"job": job}), figures


def loss(model: LanguageModel) -> float:
    """Nats a token on the rows that were trained on."""
    found = model.log_likelihoods(PAIRS)
    return -sum(total for total, _ in found) / sum(tokens for _, tokens in found)


def config(made: Sealed) -> str:
    return (made.folder / "adapter_config.json").read_text()


@pytest.mark.parametrize(("way", "rate"), [({"dora": True}, 3e-3), ({"full": True}, 1e-3)], ids=["dora", "full"])
def test_what_was_learned_is_sealed_loaded_put_aside_and_merged(
    tmp_path: Path, tiny_model: Model, way: dict[str, bool], rate: float
) -> None:
    made, _ = trained(tiny_model, tmp_path, recipe(learning_rate=rate, **way))
    assert '"use_dora": true' in config(made) or '"modules_to_save": [' in config(made)
    model = language_model.load(tiny_model)
    before = loss(model)
    model.add_adapter(made.id, made.folder, made.manifest_sha256)
    with model.writing_with(made.id):
        after = loss(model)
    assert after < 0.9 * before
    with model.writing_with(""):
        assert loss(model) == pytest.approx(before)

    row = Adapter(id=made.id, folder="", manifest_sha256=made.manifest_sha256, base="", created_at=NOW)
    merged = merging.merge(tiny_model, row, made.folder, tmp_path / "merged")
    assert loss(language_model.load(Model(base=str(merged)))) == pytest.approx(after, rel=1e-3)


def test_a_lora_and_all_weights_lie_side_by_side(tmp_path: Path, tiny_model: Model) -> None:
    """As in an exam of the one against the other."""
    full, _ = trained(tiny_model, tmp_path, recipe(learning_rate=1e-3, full=True), 1)
    thin, _ = trained(tiny_model, tmp_path, recipe(), 2)
    alone = []
    for made in (full, thin):
        model = language_model.load(tiny_model)
        model.add_adapter(made.id, made.folder, made.manifest_sha256)
        model.use(made.id)
        alone.append(loss(model))
    for order in ((full, thin), (thin, full)):
        both = language_model.load(tiny_model)
        before = loss(both)
        for made in order:
            both.add_adapter(made.id, made.folder, made.manifest_sha256)
        for made, expected in zip((full, thin), alone, strict=True):
            with both.writing_with(made.id):
                assert loss(both) == pytest.approx(expected, rel=1e-4)
        with both.writing_with(""):
            assert loss(both) == pytest.approx(before, rel=1e-4)


def test_activations_that_are_computed_twice_teach_the_same(tmp_path: Path, tiny_model: Model) -> None:
    kept, again = (
        trained(tiny_model, tmp_path, recipe(gradient_checkpointing=said), job)[1]
        for job, said in enumerate(("off", "on"), 1)
    )
    assert (kept["gradient_checkpointing"], again["gradient_checkpointing"]) == (False, True)
    assert again["held_out_losses"] == pytest.approx(kept["held_out_losses"], abs=1e-3)


def test_a_loss_that_is_no_number_ends_the_training_with_its_remedy(tmp_path: Path, tiny_model: Model) -> None:
    with pytest.raises(TrainingError, match=r"lower the recipe's learning_rate"):
        trained(tiny_model, tmp_path, recipe(learning_rate=1e30, epochs=9))


def test_a_quantised_base_is_refused_where_there_is_no_gpu(tmp_path: Path, tiny_model: Model) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    quantised = tiny_model.model_copy(update={"quantise": "4bit"})
    with pytest.raises(ModelError, match=r"model\.quantise = '4bit' cannot be done: there is no GPU here"):
        trained(quantised, tmp_path, recipe())


def test_all_weights_of_a_quantised_base_are_not_trained(tiny_model: Model) -> None:
    model = language_model.load(tiny_model).model
    model.is_quantized = True
    with pytest.raises(TrainingError, match="quantised base cannot be trained"):
        arguments.adapter(recipe(full=True), "CAUSAL_LM", model)


@pytest.mark.parametrize(
    ("name", "fault"),
    [("zero9", r"no sharding 'zero9'; set it to fsdp2, zero2, zero3"), ("/nowhere/mine.json", "no sharding")],
)
def test_a_sharding_that_is_not_there_is_named(tmp_path: Path, tiny_model: Model, name: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault):
        trained(tiny_model, tmp_path, recipe(sharding=name))
