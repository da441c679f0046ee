"""The forgetting bundle on a scorecard: what a base knew beside riddles, before and after."""

from collections.abc import Mapping

import pytest

from evaluation import exam, gate
from evaluation.gate import Evidence, Verdict
from evaluation.scorecard import Entry, Score, Unscored
from riddles import language_model
from riddles.language_model import EMBEDDED_FOLDER, LanguageModel
from riddles.settings import Model
from training.data.examples import GENERAL, HELD_OUT, PREMADE, Example
from training.runs import scoring
from training.runs.scoring import Questions

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    """An untrained model that reads articles."""
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("models") / "reading"
    tokenizer = AutoTokenizer.from_pretrained(str(EMBEDDED_FOLDER))
    shape = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=512, pad_token_id=tokenizer.pad_token_id, eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.bos_token_id,
    )  # fmt: skip
    LlamaForCausalLM(shape).save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))
    return language_model.load(Model(base=str(folder)))


def general(model: LanguageModel, *held_out: Example) -> Mapping[str, Entry]:
    return scoring._general(model, Questions(exam.exam(2), held_out, 1))


def task(number: int) -> Example:
    return Example(f"Count to {number}.\n\nAnswer:\n", "one, two", HELD_OUT, GENERAL, f"s{number}")


def test_without_data_of_the_teams_own_our_bundle_is_asked(reading: LanguageModel) -> None:
    found = general(reading, Example("p", "c", HELD_OUT, PREMADE, "s"))
    assert {name: entry.n for name, entry in found.items() if isinstance(entry, Score)} == {
        "forgetting_general": 48, "general_loss": 48,
    }  # fmt: skip


def test_the_held_out_part_of_the_teams_own_data_is_asked_instead(reading: LanguageModel) -> None:
    found = general(reading, task(1), task(2))
    known = found["forgetting_general"]
    assert isinstance(known, Score)
    assert (known.n, len(known.items)) == (2, 2)
    assert 0 <= known.value <= 1


def test_a_base_that_knows_nothing_but_riddles_has_nothing_to_forget() -> None:
    found = general(language_model.load(Model()))
    assert found["forgetting_general"] == Unscored("this base knows nothing but riddles")


def test_the_gate_keeps_a_writer_out_that_forgot_what_it_knew() -> None:
    """The figure is named so that the gate compares it, wherever somebody has it."""
    right = Score(1.0, 48, 0.9, 1.0, (1.0,) * 48)
    needed: dict[str, Entry] = dict.fromkeys(gate.NEEDED, right)
    before, after = (Score(value, 48, 0.0, 1.0, (value,) * 48) for value in (0.6, 0.4))
    cards = [{**needed, "forgetting_general": entry} for entry in (after, before)]
    told = gate.decide(Evidence(cards[0], {"base": cards[1]}, [], 5))
    assert told.verdict == Verdict.KEEP
    assert told.reasons == ("Its forgetting_general is 0.40, the base's 0.60: worse by more than 0.03.",)
