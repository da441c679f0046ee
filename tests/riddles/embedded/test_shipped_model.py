"""The model in the package belongs to the clue bank in the package."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from riddles import language_model
from riddles.corpus import bank
from riddles.embedded import composing
from riddles.errors import MalformedRiddle
from riddles.language_model import EMBEDDED_FOLDER, USUAL_SAMPLING
from riddles.prompt import ANY_STORY, Gist, filled, subject_prompt
from riddles.riddle import parse
from riddles.settings import Model

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


def test_even_with_its_weights_spoiled_it_writes_nothing_but_riddles() -> None:
    """What holds a fine-tune that went astray in form is the decoder, so it is asked of one that did."""
    import torch

    spoiled = language_model.load(Model())
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for weights in spoiled.model.parameters():
            weights.add_(torch.randn(weights.shape, generator=generator) * 0.05)
    prompts = [subject_prompt(Gist(subject, "London", "seven weeks")) for subject in list(bank.read())[:40]]
    usual = USUAL_SAMPLING[spoiled.style]

    assert malformed(spoiled.complete(prompts, 1, usual)) == 0
    assert malformed(spoiled.complete(prompts, 1, replace(usual, in_form=False))) > 10


def malformed(completions: Sequence[str]) -> int:
    found = 0
    for completion in completions:
        try:
            parse(filled(completion, ANY_STORY))
        except MalformedRiddle:
            found += 1
    return found
