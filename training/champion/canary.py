"""The challenger's half of blind duels: riddles on the same stories as the current writer's, screened alike.

A program of its own after each draft, because two adapters on one model would make every draft slower. Nothing it
writes is posted. Which stories: a fixed share of them, chosen by the story's hash.
"""

from collections.abc import Sequence
from datetime import timedelta

from riddles import language_model, screen
from riddles.article import Article
from riddles.language_model import LanguageModel
from riddles.writers import Candidate
from riddles.writers.tuned import TunedWriter
from storage import adapters, canary, drafts, duels, tables
from storage.tables import Adapter, Riddle
from storage.working import Work
from training.runs import examination
from training.runs.run import Desk

_FRESH = timedelta(hours=36)  # stories older than that are no news to vote on


def challenge(work: Work, desk: Desk) -> None:
    """Write and pair; ``work.result`` counts ``stories``, ``duels`` and says who the ``challenger`` is.

    No challenger, or no story without a duel, is no error: the counts are 0.
    """
    base = desk.settings.model.base
    with desk.database.reading() as session:
        found = canary.challenger(session, base)
        current = adapters.current(session, base)
        unmet = canary.unmet(session, current.id if current else None, desk.clock() - _FRESH)
        stories = [(riddle, drafts.told(session, riddle.id or 0)[1]) for riddle in unmet]
    chosen = [(riddle, story) for riddle, story in stories if _is_chosen(story, desk.settings.gate.canary_share)]
    work.result = {"challenger": None, "stories": len(chosen), "duels": 0}
    if found is None or not chosen:
        return
    (challenger,) = found
    work.report("loading the model", 0.1)
    writer = _writer(desk, challenger)
    made = 0
    for number, (riddle, story) in enumerate(chosen):
        work.report(f"challenging on story {number + 1} of {len(chosen)}", 0.3 + 0.7 * number / len(chosen))
        made += _meet(desk, writer, riddle, story, seed=(work.job.id or 0) + number)
    work.result = {"challenger": writer.adapter or canary.BASE, "stories": len(chosen), "duels": made}


def _is_chosen(story: tables.Article, share: float) -> bool:
    return int(story.fingerprint, 16) % 1000 < share * 1000


def _writer(desk: Desk, challenger: Adapter | None) -> TunedWriter:
    model: LanguageModel = language_model.load(desk.settings.model)
    if challenger is not None:
        model.add_adapter(challenger.id, desk.home / challenger.folder, challenger.manifest_sha256)
        model.use(challenger.id)
    return TunedWriter(model, examination.reader_for(model, desk.settings.model.use_hub))


def _meet(desk: Desk, writer: TunedWriter, against: Riddle, story: tables.Article, seed: int) -> bool:
    """Let the challenger write on a story and pair its first fit riddle with the current writer's; whether it could."""
    article = drafts.article_of(story)
    found = _fit(writer.write(article, desk.settings.writing.candidates, seed), article, against)
    if found is None:
        return False
    now = desk.clock()
    with desk.database.writing() as session:
        author = (writer.name, writer.base, writer.adapter)
        kept = drafts.keep(session, story, found, author, seed, (), now)
        assert isinstance(kept, Riddle), "it keeps the contract"
        assert kept.id is not None, "a stored row has an id"
        assert against.id is not None, "a stored row has an id"
        duels.create(session, against.id, kept.id, duels.CANARY, now)
    return True


def _fit(candidates: Sequence[Candidate], article: Article, against: Riddle) -> Candidate | None:
    """The first candidate that may be shown and says something else than the riddle it meets."""
    for one in candidates:
        if one.riddle is not None and one.riddle.text != against.text and not screen.screen(one.riddle, article, ()):
            return one
    return None
