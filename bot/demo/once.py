"""`riddlewire demo --once`: news, riddle, ratings, retrain, verdict, answer, second riddle, weekly summary."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from bot import wording
from bot.blocks import ids
from bot.collaborators import Collaborators
from bot.day import calendar, posting
from bot.demo import team
from bot.demo.demo_settings import CHANNEL, YOU
from bot.demo.team import Teammate
from bot.demo.transcript import Transcript
from bot.local_slack import LocalSlack, Person, SeenMessage
from bot.messages import announcements
from bot.serve import Bot
from storage import adapters, jobs, outbox, posts, slots
from storage.posts import Told
from storage.tables import Job, JobState, MessageState, Scorecard, SlotState

_SHOWN_METRICS = 8
# seconds after which a stage has failed; two idle cores take a tenth, but a busy machine is no fault
_DRAFT_LIMIT, _RETRAIN_LIMIT = 900, 1800


def play(slack: LocalSlack, bot: Bot, said: Transcript) -> None:
    """Every stage in order. Raises StageFailed at the first that does not come to its end."""
    desk, you = bot.desk, slack.person(YOU)
    with said.stage("News to riddle"):
        first, slot_id = _posted(desk, said, 0)
        _tell_riddle(first, said)
        _tell_draft(_drafted(desk, said), said)
    with said.stage("Simulated teammates A to D guess and rate"):
        _team_plays(slack, first, said)
    with said.stage("/riddle retrain"):
        job = _retrain(you, desk, said)
        _tell_verdict(desk, job, said)
    with said.stage("The answer is shown"):
        _reveal(desk, you, first, said)
    with said.stage("/riddle post again"):
        you.command("/riddle post again")
        second, _ = _posted(desk, said, slot_id)
        _check_writer(desk, second, said)
        _tell_riddle(second, said)
    with said.stage("Weekly summary"):
        _weekly(desk, you, first, said)
    said.say("The whole loop has turned once.", style="bold green")


def riddle_message(person: Person, timeout: float) -> SeenMessage:
    """The newest message with a Guess button, as that person sees it."""
    message = person.sees(CHANNEL, "iddle #", timeout=timeout)
    assert any(ids.GUESS in action for action in message.actions), "a riddle can be guessed"
    return message


def _posted(desk: Collaborators, said: Transcript, after: int) -> tuple[Told, int]:
    """The post that the next slot after one becomes, once Slack has it, and that slot's id."""
    day = desk.clock().date()

    def look() -> tuple[Told, int] | None:
        with desk.database.reading() as session:
            newest = (one for one in slots.latest(session, CHANNEL) if one.kind.split(":")[0] == calendar.POST)
            slot = next((one for one in newest if (one.id or 0) > after and one.local_date >= day), None)
            if slot is None or slot.state == SlotState.CLAIMED:
                return None
            if slot.state == SlotState.SKIPPED:
                said.fail(slot.reason)
            post_id = posts.on_date(session, CHANNEL, slot.local_date)[-1].id or 0
            message = outbox.by_key(session, f"post:{post_id}")
            if message is not None and message.state in (MessageState.PARKED, MessageState.UNKNOWN):
                said.fail(message.fault)
            return (posts.told(session, post_id), slot.id or 0) if message is not None and message.ts else None

    return said.wait(look, "The riddle", _DRAFT_LIMIT)


def _drafted(desk: Collaborators, said: Transcript) -> Job:
    """The draft, once it has written every riddle: the first one is posted while the others are being written."""

    def look() -> Job | None:
        with desk.database.reading() as session:
            draft = jobs.latest(session, "draft", 1)[0]
        return draft if draft.finished_at is not None else None

    ended = said.wait(look, "The end of the draft", _DRAFT_LIMIT)
    if ended.state != JobState.FINISHED:
        said.fail(ended.error)
    return ended


def _tell_draft(draft: Job, said: Transcript) -> None:
    result = draft.result
    if result.get("sample"):
        why = f" ({result['problems'][0]})" if result.get("problems") else ""
        said.say(f"  The news could not be read{why}, so the bundled sample is used: its stories are invented.")
    said.say(
        f"  {result.get('stories')} stories, {result.get('riddles')} riddles, {result.get('passed')} passed the screen"
    )


def _tell_riddle(told: Told, said: Transcript) -> None:
    said.say(f"  Story: {told.article.title}")
    for line in told.riddle.text.splitlines():
        said.say(f"    {line}", style="italic")
    said.say(f"  Answer: {told.riddle.answer}  (written by {told.riddle.adapter_id or 'the base model'})")


def _team_plays(slack: LocalSlack, told: Told, said: Transcript) -> None:
    def take_part(number: int, user: str) -> tuple[int, int]:
        person = slack.person(user)
        mate = Teammate(person, number)
        mate.guess(riddle_message(person, timeout=10), told.riddle.answer if number == 0 else "a rainbow")
        mate.agree()
        rated = sum(1 for _ in mate.rate_all())
        compared = sum(1 for _ in mate.compare_all())
        mate.leave()
        return rated, compared

    with ThreadPoolExecutor(len(team.TEAM)) as at_once:
        done = list(at_once.map(take_part, count(), team.TEAM))
    rated, compared = (", ".join(map(str, counts)) for counts in zip(*done, strict=True))
    said.say(f"  Riddles rated by each: {rated}; compared in pairs: {compared}; one of four solved the riddle.")


def _retrain(you: Person, desk: Collaborators, said: Transcript) -> Job:
    you.command("/riddle retrain")

    def look() -> Job | None:
        with desk.database.reading() as session:
            newest = next(iter(jobs.latest(session, "train", 1)), None)
        return newest if newest is not None and newest.finished_at is not None else None

    ended = said.wait(look, "The end of the retrain", _RETRAIN_LIMIT)
    if ended.state != JobState.FINISHED:
        said.fail(ended.error or f"the retrain was {ended.state}")
    return ended


def _tell_verdict(desk: Collaborators, job: Job, said: Transcript) -> None:
    with desk.database.reading() as session:
        cards = adapters.scorecards_of(session, job.id or 0)
        decision = adapters.decision_of(session, job.id or 0)
    for line in _table(cards):
        said.say(f"  {line}")
    if decision is None:
        said.fail("the retrain ended without a verdict")
    said.say(f"  Verdict: {decision.verdict}{', promoted' if decision.promoted else ''}", style="bold")
    for reason in decision.reasons:
        said.say(f"    {wording.in_words(reason)}")


def _table(cards: Sequence[Scorecard]) -> list[str]:
    """The first metrics side by side, one line each."""
    names = list(dict.fromkeys(name for card in cards for name in card.metrics))[:_SHOWN_METRICS]
    rows = [["metric", *(card.role for card in cards)]]
    rows += [[wording.metric(name), *(_figure(card.metrics.get(name, {})) for card in cards)] for name in names]
    return ["".join([f"{row[0]:<32}", *(f"{cell:<20}" for cell in row[1:])]).rstrip() for row in rows]


def _figure(entry: dict[str, object]) -> str:
    value = entry.get("value")
    return f"{value:.3f} (n={entry.get('n')})" if isinstance(value, int | float) else "unscored"


def _reveal(desk: Collaborators, you: Person, told: Told, said: Transcript) -> None:
    posting.reveal(desk, told.post.id or 0, desk.clock())
    you.sees(CHANNEL, f"Answer: *{told.riddle.answer}*", timeout=30)
    with desk.database.reading() as session:
        tally = posts.tally(session, told.post.id or 0)
    said.say(f"  {tally.solved} of {tally.guessed} solved it.")


def _check_writer(desk: Collaborators, told: Told, said: Transcript) -> None:
    with desk.database.reading() as session:
        current = adapters.current(session, desk.settings.model.base)
    if told.riddle.adapter_id != (current.id if current else None):
        said.fail(f"the second riddle is by {told.riddle.adapter_id or 'the base'}, which is not the current writer")


def _weekly(desk: Collaborators, you: Person, told: Told, said: Transcript) -> None:
    announcements.request_weekly(desk, CHANNEL, told.post.local_date, desk.clock())

    def look() -> str | None:
        with desk.database.reading() as session:
            slot = next((one for one in slots.latest(session, CHANNEL) if one.kind == "weekly"), None)
            if slot is not None and slot.state == SlotState.SKIPPED:
                said.fail(slot.reason)
            message = outbox.by_key(session, f"weekly:{CHANNEL}:{slot.local_date}") if slot else None
            return message.text if message is not None and message.ts else None

    text = said.wait(look, "The summary", 90)
    for line in you.sees(CHANNEL, text.splitlines()[0][:40]).readable.splitlines():
        said.say(f"    {line.replace('*', '')}")  # Slack's sign for bold
