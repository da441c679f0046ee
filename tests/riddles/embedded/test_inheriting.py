"""A writer that starts from an earlier one, on the tiny model of the tests."""

import random
from pathlib import Path
from typing import Any

import pytest

from riddles import language_model
from riddles.corpus import bank as clue_bank
from riddles.embedded import composing, inheriting, training
from riddles.embedded.composing import Line
from riddles.errors import ModelNotFound
from riddles.prompt import Gist, filled, subject_prompt
from riddles.riddle import parse
from riddles.settings import Model
from tests.conftest import few_subjects

pytestmark = pytest.mark.model
SHAPE = training.Shape(hidden=64, layers=2, heads=2, feed_forward=128, pieces=384, context=160)


def with_one_more() -> dict[str, Any]:
    known = few_subjects()
    new = next(entry for subject, entry in reversed(clue_bank.read().items()) if subject not in known)
    return {**known, new.subject: new}


def fresh(shape: training.Shape) -> tuple[Any, Any, list[Line]]:
    entries = with_one_more()
    lines = composing.whole_lines(entries)
    texts = composing.texts(entries, 64, random.Random(1))
    tokenizer = training._tokenizer(texts, [line.text for line in lines], shape)
    return training._model(shape, 1, tokenizer), tokenizer, lines


def test_known_lines_keep_their_vectors_and_only_the_new_subjects_are_made(tiny_model: Model) -> None:
    model, tokenizer, lines = fresh(SHAPE)
    new = inheriting.inherit(model, tokenizer, lines, Path(tiny_model.base))

    earlier = language_model.load(tiny_model)
    old, vectors = earlier.model.get_input_embeddings().weight, model.get_input_embeddings().weight
    (subject,) = set(with_one_more()) - set(few_subjects())
    assert new == sum(line.subject == subject for line in lines)
    for line in lines:
        token = tokenizer(line.text)["input_ids"][0]
        if line.subject != subject:
            assert vectors[token].equal(old[earlier.tokenizer(line.text)["input_ids"][0]].to(vectors.device))
        else:
            assert 0 < vectors[token].norm() < 3 * old.norm(dim=1).max()


def test_a_writer_of_another_shape_or_none_is_refused(tiny_model: Model, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="another shape"):
        inheriting.inherit(*fresh(training.Shape(hidden=32, layers=2, heads=2, pieces=384)), Path(tiny_model.base))
    with pytest.raises(ModelNotFound, match="train without it"):
        inheriting.inherit(*fresh(SHAPE), tmp_path)


def test_a_little_training_teaches_an_inherited_writer_the_new_subject(tiny_model: Model, tmp_path: Path) -> None:
    plan = training.Plan(texts=640, batch=16, rate=2e-3, seed=5)
    told = training.train(
        with_one_more(), tmp_path / "next", plan, SHAPE, lambda _stage, _done: None, Path(tiny_model.base)
    )
    (subject,) = set(with_one_more()) - set(few_subjects())
    assert told["new_lines"] > 10
    assert told["earlier"]["plan"]["texts"] == 2400
    model = language_model.load(Model(base=str(tmp_path / "next")))
    gist = Gist(subject, "Harrowby", "four bells", "The news")
    written = model.complete([subject_prompt(gist)] * 8, 1, language_model.USUAL_SAMPLING[model.style])
    answers = [line for text in written for line in filled(text, gist).splitlines() if line == f"Answer: {subject}"]
    assert len(answers) >= 6
    assert parse(filled(written[0], gist))
