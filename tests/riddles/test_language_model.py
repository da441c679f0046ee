"""The door to language models, on tiny models made here."""

from pathlib import Path
from typing import Any

import pytest

from riddles import language_model
from riddles.errors import ModelError, ModelNotFound
from riddles.language_model import LanguageModel, Sampling
from riddles.settings import Model

PROMPT = "Story: the bridge reopens\n\nRiddle:\n"
VERSE = "My back bears carts\nAnswer: bridge"


def two_way_model(folder: Path) -> Path:
    """A tiny T5 whose tokenizer, as T5's, knows no new line; it has learned one riddle by heart."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    known = ["<pad>", "</s>", "<unk>", "/", *sorted({*PROMPT.split(), *VERSE.split()})]
    words = Tokenizer(models.WordLevel({word: at for at, word in enumerate(known)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=64
    )
    torch.manual_seed(0)
    shape: Any = T5Config(
        vocab_size=len(known), d_model=32, d_kv=16, d_ff=64, num_layers=1, num_heads=2, dropout_rate=0.0,
        pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    shape.decoder_start_token_id = 0
    model = T5ForConditionalGeneration(shape)
    read = tokenizer(PROMPT.replace("\n", " / "), return_tensors="pt")["input_ids"]
    written = tokenizer(VERSE.replace("\n", " / ") + "</s>", return_tensors="pt")["input_ids"]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(80):
        loss = model(input_ids=read, labels=written).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def two_way(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    return language_model.load(Model(base=str(two_way_model(tmp_path_factory.mktemp("models") / "t5"))))


@pytest.mark.model
def test_an_encoder_decoder_writes_lines_though_its_tokenizer_knows_none(two_way: LanguageModel) -> None:
    texts = two_way.complete([PROMPT, PROMPT], 1, Sampling(temperature=0.01))

    assert texts == [VERSE, VERSE]


@pytest.mark.model
def test_an_encoder_decoder_scores_completions_as_the_library_does(two_way: LanguageModel) -> None:
    ((total, tokens),) = two_way.log_likelihoods([(PROMPT, VERSE)])
    ((worse, same),) = two_way.log_likelihoods([(PROMPT, VERSE.replace("carts", "back"))])

    inputs: Any = two_way.tokenizer(PROMPT.replace("\n", " / "), return_tensors="pt")
    labels = two_way.tokenizer(VERSE.replace("\n", " / ") + "</s>", return_tensors="pt")["input_ids"]
    loss = two_way.model(input_ids=inputs["input_ids"], labels=labels).loss.item()
    assert tokens == same == labels.numel()
    assert total == pytest.approx(-loss * tokens, rel=1e-3)
    assert worse < total - 1


@pytest.mark.model
def test_an_encoder_decoders_context_is_for_the_prompt_alone(two_way: LanguageModel) -> None:
    assert two_way.context == two_way.prompt_room(160) == 64
    assert two_way.token_count(PROMPT) == 8


@pytest.mark.model
def test_a_completion_ends_before_the_stop(tiny_model: Model) -> None:
    model = language_model.load(tiny_model)
    (whole,) = model.complete(["Subject: bridge\nRiddle:\n"], 3, Sampling())

    (stopped,) = model.complete(["Subject: bridge\nRiddle:\n"], 3, Sampling(stop="\nAnswer:"))

    assert "\nAnswer:" in whole
    assert stopped == whole.partition("\nAnswer:")[0]


@pytest.mark.model
def test_small_contexts_keep_a_third_for_the_riddle(tiny_model: Model) -> None:
    model = language_model.load(tiny_model)

    assert model.context == 160
    assert model.prompt_room(160) == 160 - 53
    assert model.prompt_room(20) == 140


@pytest.mark.model
@pytest.mark.parametrize("bits", ["4bit", "8bit"])
def test_quantised_loading_without_a_gpu_or_its_library_is_refused_with_the_remedy(bits: str) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    with pytest.raises(ModelError, match=f"model.quantise = '{bits}' cannot be done: there is no GPU here; set"):
        language_model.load(Model.model_validate({"quantise": bits}))


@pytest.mark.model
def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="check the folder holds a language model"):
        language_model.load(Model(base=str(tmp_path)))
