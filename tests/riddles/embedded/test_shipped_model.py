"""The model in the package belongs to the clue bank in the package."""

import pytest

from riddles.corpus import bank
from riddles.embedded import composing
from riddles.language_model import EMBEDDED_FOLDER

pytestmark = pytest.mark.model


def test_its_tokenizer_knows_every_line_of_the_bank() -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(EMBEDDED_FOLDER), local_files_only=True)
    lines = [line.text for line in composing.whole_lines(bank.read())]
    spelled = [line for line, read in zip(lines, tokenizer(lines)["input_ids"], strict=True) if len(read) != 1]

    assert not spelled, "run `riddlewire embed-model train --earlier`: lines were edited since the model was trained"


def test_it_never_opens_a_riddle_with_an_answer_or_a_hint_and_never_writes_a_prompt() -> None:
    from transformers import AutoTokenizer, GenerationConfig

    tokenizer = AutoTokenizer.from_pretrained(str(EMBEDDED_FOLDER), local_files_only=True)
    config = GenerationConfig.from_pretrained(str(EMBEDDED_FOLDER))
    tokens: dict[str, set[int]] = {}
    for line in composing.whole_lines(bank.read()):
        tokens.setdefault(line.role, set()).add(tokenizer(line.text)["input_ids"][0])

    assert tokens["subject"] | tokens["start"] == set(config.suppress_tokens)
    assert tokens["answer"] | tokens["hint 0"] | tokens["question"] <= set(config.begin_suppress_tokens)
    assert not (tokens["first"] | tokens["plain"]) & set(config.begin_suppress_tokens)
