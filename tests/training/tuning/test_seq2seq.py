"""Encoder-decoder bases: a tiny T5 learns, its adapter is sealed, loaded, put aside and merged."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from riddles import language_model
from riddles.language_model import LanguageModel
from riddles.settings import Model
from storage.tables import Adapter
from training.adapters import adapter_folder, merging
from training.data.examples import HELD_OUT, LIKED, TRAIN, Example
from training.tuning import lora
from training.tuning.recipe import Recipe

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:.*gradient_checkpointing.*:FutureWarning"),  # peft still uses the old name
]
PROMPT = "Write a riddle about the river that runs past town number {}."
TOLD = "I run but have no legs,\nI pass the town at {}.\nWho am I?\nAnswer: river"
NUMBERS = "one two three four five six seven eight nine ten".split()
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ROWS = [
    Example(PROMPT.format(name), TOLD.format(name), HELD_OUT if at % 5 == 4 else TRAIN, LIKED, f"s{at}")
    for at, name in enumerate(NUMBERS)
]
SPLIT = [[one for one in ROWS if one.split == side] for side in (TRAIN, HELD_OUT)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A tiny T5 that knows the words and nothing else; its tokenizer, as T5's, knows no new line."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    folder = tmp_path_factory.mktemp("models") / "t5"
    said = [word for one in ROWS for word in f"{one.prompt} {one.completion}".split()]
    known = ["<pad>", "</s>", "<unk>", "/", *dict.fromkeys(said)]
    words = Tokenizer(models.WordLevel({word: at for at, word in enumerate(known)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    torch.manual_seed(0)
    shape: Any = T5Config(
        vocab_size=len(known), d_model=32, d_kv=16, d_ff=64, num_layers=1, num_heads=2, dropout_rate=0.0,
        pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    shape.decoder_start_token_id = 0
    T5ForConditionalGeneration(shape).save_pretrained(str(folder))
    PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=64
    ).save_pretrained(str(folder))
    return Model(base=str(folder))


def loss(model: LanguageModel) -> float:
    """Nats a token on the rows that were trained on."""
    found = model.log_likelihoods([(one.prompt, one.completion) for one in SPLIT[0]])
    return -sum(total for total, _ in found) / sum(tokens for _, tokens in found)


@pytest.mark.parametrize("way", [{}, {"full": True}], ids=["lora", "full"])
def test_it_learns_is_sealed_loaded_put_aside_and_merged(tmp_path: Path, base: Model, way: dict[str, bool]) -> None:
    plan = Recipe.model_validate({
        "rank": 8, "alpha": 16, "learning_rate": 1e-2, "epochs": 12, "batch": 4, "accumulate": 1, "max_length": 64,
        "dropout": 0.0, "forgetting": 0.0, "checkpoint_steps": 0, **way,
    })  # fmt: skip
    staged = adapter_folder.staging(tmp_path, 1)
    figures = lora.fine_tune(base, (SPLIT[0], SPLIT[1]), plan, (staged, tmp_path / "saved"), lambda _stage, _done: None)
    assert figures["held_out_losses"][-1] < figures["held_out_losses"][0]
    made = adapter_folder.seal(staged, 1, "", {"job": 1})

    model = language_model.load(base)
    before = loss(model)
    model.add_adapter(made.id, made.folder, made.manifest_sha256)
    with model.writing_with(made.id):
        after = loss(model)
    with model.writing_with(""):
        assert loss(model) == pytest.approx(before)
    assert after < 0.8 * before

    row = Adapter(id=made.id, folder="", manifest_sha256=made.manifest_sha256, base="", created_at=NOW)
    merged = merging.merge(base, row, made.folder, tmp_path / "merged")
    assert loss(language_model.load(Model(base=str(merged)))) == pytest.approx(after, rel=1e-3)
