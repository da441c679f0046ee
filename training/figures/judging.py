"""The judge and this team: what people have judged is put to the judge as well, and their agreement is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluation.judge import calibration, rubric
from evaluation.judge.calibration import Pair
from evaluation.judge.judging import Ask, Judge, Reply
from evaluation.scorecard import Entry
from riddles import language_model
from riddles.criteria import Criterion
from riddles.errors import SettingsError
from riddles.language_model import LanguageModel, Sampling
from riddles.model_service import ModelService
from riddles.settings import Model, Secrets, Settings
from storage import drafts
from storage import judgements as shelf
from storage.database import Database
from storage.working import Clock

DUELS = "duels"
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Agreement:
    """Kappa by criterion and for duels, whether the judge may count, and what was asked this time."""

    judge: str
    entries: Mapping[str, Entry]
    counts: bool
    asked: int
    tokens: float | None
    cost: float


def named(settings: Settings, secrets: Secrets) -> tuple[str, Callable[[], Ask]]:
    """The judge's name, and what loads it. Raises SettingsError where none is set."""
    told = settings.judge
    if told.base_url:
        return f"{told.model} at a service", lambda: _of_service(settings, secrets)
    if told.local:
        return told.local, lambda: _of_model(settings)
    raise SettingsError("No judge is set; name base_url and model, or local, under [judge] in riddlewire.toml.")


def ask(opened: Database, name: str, judge: Judge, limit: int, simulated: bool, clock: Clock, tell: Tell) -> None:
    """Put up to ``limit`` riddles and as many duels to the judge that people have judged and it has not.

    Each answer is stored at once. Raises what asking raises.
    """
    author = (name, rubric.IDENTITY)
    with opened.reading() as session:
        known, known_duels = shelf.of_riddles(session, author), shelf.of_duels(session, author)
        riddles = [one for one in shelf.rated_riddles(session, simulated) if one not in known][:limit]
        duels = [one for one in shelf.voted_duels(session, simulated) if one not in known_duels][:limit]
    todo = len(riddles) + len(duels)
    for number, riddle_id in enumerate(riddles):
        tell(f"riddle {riddle_id}", number / todo)
        _rate(opened, judge, riddle_id, author, clock)
    for number, duel_id in enumerate(duels):
        tell(f"duel {duel_id}", (len(riddles) + number) / todo)
        _compare(opened, judge, duel_id, author, clock)
    tell("done", 1.0)


def agreement(opened: Database, name: str, judge: Judge, simulated: bool, minimum: float) -> Agreement:
    """How far the judge's stored opinions agree with this team's; ``minimum`` kappa for its word to count."""
    author = (name, rubric.IDENTITY)
    with opened.reading() as session:
        people, told = shelf.rated_riddles(session, simulated), shelf.of_riddles(session, author)
        votes, choices = shelf.voted_duels(session, simulated), shelf.of_duels(session, author)
    entries: dict[str, Entry] = {
        criterion.value: calibration.kappa([
            Pair(value, people[riddle][criterion])
            for riddle, values in told.items()
            if (value := values.get(criterion)) is not None and people.get(riddle, {}).get(criterion)
        ])
        for criterion in Criterion
    }  # fmt: skip
    entries[DUELS] = calibration.agreement([
        (choice, calibration.majority(votes[duel]))
        for duel, choice in choices.items() if choice is not None and duel in votes
    ])  # fmt: skip
    counts = calibration.counts(entries, minimum)
    return Agreement(name, entries, counts, judge.asked, judge.tokens, judge.cost)


def _rate(opened: Database, judge: Judge, riddle_id: int, author: shelf.Author, clock: Clock) -> None:
    with opened.reading() as session:
        riddle, article = drafts.told(session, riddle_id)
    values = judge.rate(drafts.article_of(article), drafts.riddle_of(riddle))
    with opened.writing() as session:
        shelf.keep(session, riddle_id, values, author, clock())


def _compare(opened: Database, judge: Judge, duel_id: int, author: shelf.Author, clock: Clock) -> None:
    with opened.reading() as session:
        duel = shelf.duel(session, duel_id)
        (first, article), (second, _same) = (drafts.told(session, one) for one in (duel.first_id, duel.second_id))
    choice = judge.compare(drafts.article_of(article), drafts.riddle_of(first), drafts.riddle_of(second))
    with opened.writing() as session:
        shelf.keep_duel(session, duel_id, choice, author, clock())


def _of_service(settings: Settings, secrets: Secrets) -> Ask:
    service = ModelService(settings.judge, secrets.riddlewire_judge_key, "judge")

    def asked(request: str, seed: int) -> Reply:
        wishes = {"seed": seed, "temperature": 0.0, "max_tokens": settings.judge.new_tokens}
        text, spent = service.answers(request, wishes)[0]
        if spent is None:
            return Reply(text)
        return Reply(text, spent.prompt_tokens + spent.completion_tokens, spent.cost)

    return asked


def _of_model(settings: Settings) -> Ask:
    model = language_model.load(Model(base=settings.judge.local, use_hub=settings.model.use_hub))
    # as good as greedy: a judge should say the same twice
    sampling = Sampling(temperature=0.01, top_p=1.0, new_tokens=settings.judge.new_tokens)

    def asked(request: str, seed: int) -> Reply:
        return _asked_model(model, request, seed, sampling)

    return asked


def _asked_model(model: LanguageModel, request: str, seed: int, sampling: Sampling) -> Reply:
    prompt = model.chat_prompt(model.defused(request))
    (text,) = model.complete([prompt], seed, sampling)
    return Reply(text, model.token_count(prompt) + model.token_count(text))
