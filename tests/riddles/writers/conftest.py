from collections.abc import Callable, Iterator

import pytest

from riddles import language_model
from riddles.language_model import LanguageModel
from riddles.settings import Model
from tests.riddles.writers.served_model import ServedModel


@pytest.fixture(scope="session")
def loaded(tiny_model: Model) -> LanguageModel:
    return language_model.load(tiny_model)


@pytest.fixture(scope="session")
def chatty(loaded: LanguageModel, tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """A model with a chat template and a context of 2,048 tokens that reads articles; untrained, it writes nonsense."""
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("models") / "chatty"
    tokenizer = AutoTokenizer.from_pretrained(loaded.name)
    tokenizer.add_special_tokens({"bos_token": "<s>", "additional_special_tokens": ["<|im_start|>", "<|im_end|>"]})
    tokenizer.chat_template = (
        "<s>{% for turn in messages %}<|im_start|>{{ turn.role }}\n{{ turn.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    shape = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=2048, pad_token_id=tokenizer.pad_token_id, eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.bos_token_id,
    )  # fmt: skip
    LlamaForCausalLM(shape).save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))
    return language_model.load(Model(base=str(folder)))


@pytest.fixture
def serve(loaded: LanguageModel) -> Iterator[Callable[..., ServedModel]]:
    running: list[ServedModel] = []

    def start(key: str = "") -> ServedModel:
        running.append(ServedModel(loaded, key))
        return running[-1]

    yield start
    for server in running:
        server.stop()
