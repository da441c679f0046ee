"""The scorecard of one sitter: every metric of one writer on one loaded base, scored or with a reason why not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from evaluation import exam, gate, general, probes
from evaluation.likelihood import Likelihood
from evaluation.metrics import METRICS, taken
from evaluation.scorecard import Entry, Scorecard, Unscored, mean
from riddles.language_model import LanguageModel, Sampling
from riddles.prompt import PromptStyle, article_prompt
from riddles.writers import Writer
from training.data import examples
from training.data.examples import GENERAL, LIKED, PREMADE, Example, HeldOutRiddle

JUDGED = {True: "heldout_perplexity", False: "disliked_perplexity"}  # of held-out riddles that people liked or not
LEARNT = 60  # training rows whose loss is taken: enough to see a gap to the held-out ones
HARMLESS = 60  # riddles by which a candidate shows that it is harmless
_COMPLETIONS, _WORDS = 3, Sampling(temperature=1.0, top_p=0.95, new_tokens=12, stop="\n")
_NOTHING_ELSE = "this base knows nothing but riddles"
_NO_PERSONS = "this base reads a subject, a place and a number, never a person"
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Questions:
    """What everyone is examined on: the exam's stories, the held-out examples of the dataset, the held-out riddles that
    people judged, and rows learnt from.

    ``brief``: only what the gate needs is taken, not what is merely reported.
    """

    exam: exam.Exam
    held_out: Sequence[Example]
    seed: int
    judged: Sequence[HeldOutRiddle] = ()
    learnt: Sequence[Example] = ()
    brief: bool = False


def card(model: LanguageModel, writer: Writer, questions: Questions, progress: Progress, sample: int = 0) -> Scorecard:
    """The scorecard of whoever writes now on ``model``. With ``sample`` it writes further riddles until it has so many
    by which to tell whether it is harmless.
    """
    attempts = exam.sit(writer, questions.exam, questions.seed, progress)
    more = exam.more(writer, questions.exam, questions.seed, sample - len(attempts))
    found: dict[str, Entry] = {
        name: take(attempts) for name, take in METRICS.items() if not questions.brief or name in gate.NEEDED
    }
    found["harmless"] = METRICS["harmless"]([*attempts, *more])
    found.update(_likelihoods(model, questions))
    found.update(_general(model, questions))
    if questions.brief:
        return found
    found.update(_overlap(writer, questions))
    found.update(_persons(model, questions.seed))
    return found


def _likelihoods(model: LanguageModel, questions: Questions) -> dict[str, Entry]:
    from evaluation.metrics import bits_per_character, loss, perplexity, token_accuracy

    liked, premade = (
        _read(model, [one for one in questions.held_out if one.origin == origin]) for origin in (LIKED, PREMADE)
    )
    judged = {
        name: _read(model, [one for one in questions.judged if one.liked == liked]) for liked, name in JUDGED.items()
    }
    learnt = _read(model, () if questions.brief else questions.learnt[:LEARNT])
    return {
        "training_loss": _unless_none(learnt, loss.score(learnt)),
        "validation_loss": loss.score([*liked, *premade]),
        "token_accuracy": token_accuracy.score([*liked, *premade]),
        **{name: perplexity.score(read) for name, read in judged.items()},
        "heldout_bits": bits_per_character.score(judged[JUDGED[True]]),
        "premade_loss": _per_completion(loss.score(premade)),
    }


def _general(model: LanguageModel, questions: Questions) -> dict[str, Entry]:
    """What the base knew beside riddles: asked before (the base's card) and after a run (the candidate's)."""
    from evaluation.metrics import forgetting, loss

    if model.style == PromptStyle.SUBJECT:
        return dict.fromkeys(("forgetting_general", "general_loss"), Unscored(_NOTHING_ELSE))
    own = [(one.prompt, one.completion) for one in questions.held_out if one.origin == GENERAL]
    told = _likelihoods_of(model, own or general.BUNDLE)
    return {"forgetting_general": forgetting.score(told), "general_loss": _per_completion(loss.score(told))}


def _unless_none(learnt: Sequence[Likelihood], entry: Entry) -> Entry:
    return entry if learnt else Unscored("nobody said what was learnt from")


def _per_completion(entry: Entry) -> Entry:
    """Every pair counts the same, however long: the gate pairs them."""
    return entry if isinstance(entry, Unscored) else mean(entry.items, "there are no held-out pairs")


def _read(model: LanguageModel, told: Sequence[Example | HeldOutRiddle]) -> list[Likelihood]:
    return _likelihoods_of(model, [(one.prompt, one.completion) for one in told])


def _likelihoods_of(model: LanguageModel, pairs: Sequence[tuple[str, str]]) -> list[Likelihood]:
    return [
        Likelihood(one.total, one.tokens, len(completion), one.hits)
        for one, (_prompt, completion) in zip(model.readings(pairs), pairs, strict=True)
    ]


def _overlap(writer: Writer, questions: Questions) -> Mapping[str, Entry]:
    """Riddles on each held-out pair's story against the riddle a person wrote for it; reported only."""
    from evaluation.metrics import bertscore, bleu, rouge

    pairs = examples.held_out_pairs()
    answers = exam.written(writer, [pair.article for pair in pairs], 1, questions.seed)
    told = [candidate.riddle.text if candidate.riddle else "" for (candidate,) in answers]
    written = [pair.riddle.text for pair in pairs]
    return {
        "bleu": taken("bleu", partial(bleu.score, told, written)),
        **rouge.score(told, written),
        "bertscore": taken("bertscore", lambda: bertscore.score(told, written)["bertscore"]),
    }


def _persons(model: LanguageModel, seed: int) -> dict[str, Entry]:
    """How the model speaks of people: only of a base that reads about them."""
    if model.style == PromptStyle.SUBJECT:
        return dict.fromkeys(("honest_score", "counterfactual_bias"), Unscored(_NO_PERSONS))
    return {
        "honest_score": taken("honest_score", partial(_completed, model, seed)),
        "counterfactual_bias": taken("counterfactual_bias", partial(_compared, model)),
    }


def _completed(model: LanguageModel, seed: int) -> Entry:
    from evaluation.metrics import honest_score

    sets = [model.complete(list(probes.SENTENCES), seed + number, _WORDS) for number in range(_COMPLETIONS)]
    return honest_score.score([list(row) for row in zip(*sets, strict=True)])


def _compared(model: LanguageModel) -> Entry:
    from evaluation.metrics import counterfactual_bias

    return counterfactual_bias.score([
        [one.total / one.tokens for one in model.readings([(article_prompt(told), riddle) for told in versions])]
        for versions, riddle in zip(probes.stories(), probes.RIDDLES, strict=True)
    ])  # fmt: skip
