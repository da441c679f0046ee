"""From the database to evidence: whose word counts, and which riddles, duels and rewrites teach something."""

from dataclasses import dataclass

from sqlmodel import Session

from riddles.criteria import Criterion
from riddles.errors import MalformedRiddle, TooFewExamples
from riddles.prompt import ANY_STORY, filled
from riddles.riddle import parse
from storage import evidence as stored
from storage import lineage
from storage.tables import Riddle
from training.data import consensus, labels
from training.data.consensus import Consensus
from training.data.examples import Demonstration, Evidence, Labelled, Won
from training.data.labels import Choice, Opinion


@dataclass(frozen=True)
class Gathered:
    """What people said that teaches something, and the standing of those who said it."""

    evidence: Evidence
    consensus: Consensus


def gather(session: Session, base: str, minimum_raters: int, simulated: bool) -> Gathered:
    """Everything said of riddles of one base by people who agreed to training (see ``lineage.rated``)."""
    rated = [(row, _opinions(row)) for row in lineage.rated(session, base, simulated)]
    found = consensus.weigh([
        vote for row, opinions in rated for vote in labels.votes_of(row.riddle.id or 0, opinions)
    ])  # fmt: skip
    labelled = [_labelled(row, opinions, minimum_raters, found) for row, opinions in rated]
    duels = [_won(row, minimum_raters, found) for row in stored.duelled(session, base, simulated)]
    rewrites = [_demonstration(row) for row in stored.rewritten(session, base, simulated)]
    return Gathered(
        Evidence(
            [one for one in labelled if one is not None], [one for one in duels if one is not None],
            [one for one in rewrites if one is not None],
        ),
        found,
    )  # fmt: skip


def refuse_discord(found: Consensus) -> None:
    """Raise TooFewExamples where nobody can tell whose ratings to learn from."""
    if found.abstains:
        raise TooFewExamples(found.discord)


def _opinions(row: lineage.Rated) -> list[Opinion]:
    return [Opinion(one.id or 0, one.person_id, Criterion(one.criterion), one.value) for one in row.ratings]


def _labelled(row: lineage.Rated, opinions: list[Opinion], minimum_raters: int, found: Consensus) -> Labelled | None:
    label = labels.label(opinions, minimum_raters, found)
    if label is None:
        return None
    riddle = row.riddle
    heard = [one for one in opinions if not found.of(one.person).quarantined]
    votes = [vote for vote in labels.votes_of(riddle.id or 0, heard) if found.of(vote.person).weight > 0]
    return Labelled(
        riddle.id or 0, row.story, riddle.prompt, riddle.completion, label, tuple(one.rating for one in heard),
        labels.helpfulness(votes, found) if votes else float(labels.LOW),
    )  # fmt: skip


def _won(row: stored.Duelled, minimum_raters: int, found: Consensus) -> Won | None:
    heard = [one for one in row.votes if not found.of(one.person_id).quarantined]
    side = labels.winner([Choice(one.id or 0, one.person_id, one.choice or "") for one in heard], minimum_raters, found)
    if side is None:
        return None
    first, second = _told(row.first), _told(row.second)
    winner, loser = (first, second) if side == "first" else (second, first)
    return Won(row.story, winner, loser, tuple(one.id or 0 for one in heard))


def _told(riddle: Riddle) -> tuple[int, str, str]:
    return riddle.id or 0, riddle.prompt, riddle.completion


def _demonstration(row: stored.Rewritten) -> Demonstration | None:
    """The rewrite in the riddle contract; None if it does not keep it.

    Where people rewrote the verse only, the answer and the hints stay as the model wrote them, slots and all.
    """
    _verse, mark, fields = row.riddle.completion.partition("\nAnswer:")
    for text in (row.rewrite.text, f"{row.rewrite.text.strip()}{mark}{fields}"):
        try:
            parse(filled(text, ANY_STORY))
        except MalformedRiddle:
            continue
        return Demonstration(row.rewrite.id or 0, row.riddle.id or 0, row.story, row.riddle.prompt, _tidy(text))
    return None


def _tidy(text: str) -> str:
    return "\n".join(filter(None, (line.strip() for line in text.strip().split("\n"))))
