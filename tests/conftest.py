"""What tests of several rooms share: a tiny real model of our own kind, trained once for the whole session."""

import os
from pathlib import Path

import pytest

from evaluation import exam
from riddles.corpus import bank
from riddles.corpus.bank import Entry
from riddles.settings import Model

os.environ["HF_HUB_OFFLINE"] = "1"  # nothing may depend on a hub here
os.environ.setdefault("OMP_NUM_THREADS", "1")  # on a busy machine a tiny model's threads mostly wait for each other
SUBJECTS = 12


def few_subjects() -> dict[str, Entry]:
    """What the tiny model knows: the subjects of the first exam stories, and some more of the bank."""
    entries = bank.read()
    asked = [story.subjects[0] for story in exam.exam(SUBJECTS).stories if story.subjects[0] in entries]
    return {subject: entries[subject] for subject in [*dict.fromkeys(asked), *entries][:SUBJECTS]}


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model like the embedded one, of a dozen subjects: it keeps the riddle contract nearly always."""
    from riddles.embedded import training

    folder: Path = tmp_path_factory.mktemp("models") / "tiny"
    plan = training.Plan(texts=2400, batch=16, rate=4e-3, seed=3)
    shape = training.Shape(hidden=64, layers=2, heads=2, feed_forward=128, pieces=384, context=160)
    training.train(few_subjects(), folder, plan, shape, lambda _stage, _done: None)
    return Model(base=str(folder))
