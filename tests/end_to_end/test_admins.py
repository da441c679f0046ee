"""What admins command in Slack, and what the channel sees of it."""

import pytest
from playwright.sync_api import Locator, expect

from bot.messages import announcements
from storage import audit
from storage.tables import Adapter, AdapterState, Job, JobState, Pause, Post, Slot, SlotState
from tests.end_to_end.conftest import Visit
from tests.end_to_end.tab import Tab
from tests.end_to_end.team import ANNA, BEN, CHANNEL, YOU, Team


def test_everybody_sees_where_things_stand_and_what_they_may_ask(team: Team, visit: Visit) -> None:
    admin, anna = visit(YOU), visit(ANNA)
    admin.command("/riddle status")
    expect(admin.private("is posted.")).to_contain_text("Riddles are written by")
    admin.command("/riddle help")
    expect(admin.private("What you can ask of Riddlewire")).to_contain_text("promote [ID]")
    anna.command("/riddle help")
    expect(anna.private("What you can ask of Riddlewire")).not_to_contain_text("promote")
    anna.command("/riddle sing")
    anna.private("There is no /riddle sing")


def test_who_is_no_admin_is_refused_and_the_attempt_is_audited(team: Team, visit: Visit) -> None:
    anna, admin = visit(ANNA), visit(YOU)
    anna.command("/riddle promote run-1")
    anna.private("Only an admin of Riddlewire may do that.")
    with team.desk.database.reading() as session:
        newest = audit.latest(session)[0]
    assert (newest.command, "Only an admin" in newest.outcome) == ("/riddle promote run-1", True)
    admin.command("/riddle audit")
    expect(admin.private("The last commands")).to_contain_text("@Teammate A: /riddle promote run-1")


def test_an_extra_riddle_is_posted_on_command(team: Team, visit: Visit) -> None:
    admin, ben = visit(YOU), visit(BEN)
    before = len(team.rows(Post))
    admin.command("/riddle post again")
    admin.private("on its way")
    team.until(lambda _session: len(team.rows(Post)) > before or None, "one more post")
    newest = max(team.rows(Post), key=lambda post: post.id)
    expect(ben.message(f"Extra riddle #{newest.id}")).to_be_visible()


def test_a_retrain_is_followed_to_its_verdict_approved_and_rolled_back(team: Team, visit: Visit) -> None:
    admin, ben = visit(YOU), visit(BEN)
    before = team.slack.history.length
    admin.command("/riddle retrain")
    message = retrain(ben)
    expect(message).to_contain_text("Promote: the new adapter is better.", timeout=30_000)
    expect(message).to_contain_text("Preferred in 0.90 of 60 exam riddles, 0.70 before.")
    posted = [e for e in team.slack.history.entries("post")[-3:] if "Retrain #" in e["text"] and e.number >= before]
    assert len(posted) == 1, "the progress is shown by editing one message"
    assert team.slack.history.count("update", ts=posted[0]["ts"]) >= 2
    ben.press("Approve", retrain(ben))
    ben.confirm("Approve")
    ben.private("Only an admin of Riddlewire may do that.")
    admin.press("Approve", retrain(admin))
    admin.confirm("Approve")
    expect(retrain(ben)).to_contain_text("Approved by @You")
    name = max(team.rows(Adapter), key=lambda row: row.created_at).id
    assert states(team)[name] is AdapterState.CURRENT
    admin.command("/riddle models")
    expect(admin.private("Adapters, newest first")).to_contain_text(f"{name} writes now")
    admin.command("/riddle rollback")
    question = admin.private(f"Instead of adapter {name}, the base model alone will write")
    admin.press("Confirm", question)
    admin.confirm("Confirm")
    expect(admin.page.get_by_text("The base model alone writes from now on.")).to_be_visible()
    assert states(team)[name] is AdapterState.RETIRED
    admin.command(f"/riddle promote {name}")
    admin.press("Never mind", admin.private(f"Adapter {name} will write every riddle from now on"))
    expect(admin.page.get_by_text("Nothing was done.").last).to_be_visible()
    assert states(team)[name] is AdapterState.RETIRED
    admin.command("/riddle metrics")
    expect(admin.private("The last exam")).to_contain_text("0.90 (0.80 to 0.96)")


def test_a_running_retrain_is_stopped(team: Team, visit: Visit) -> None:
    admin = visit(YOU)
    (team.desk.home / "slow").touch()
    try:
        admin.command("/riddle retrain")
        team.until(lambda _session: [job for job in trainings(team) if job.state == JobState.RUNNING], "the run")
        admin.command("/riddle cancel")
        admin.press("Confirm", admin.private("will be stopped. What it has learned is lost."))
        admin.confirm("Confirm")
        expect(retrain(admin)).to_contain_text("Cancelled. The current writer stays.", timeout=20_000)
    finally:
        (team.desk.home / "slow").unlink()


def test_a_dry_run_says_what_a_retrain_would_learn_from(team: Team, visit: Visit) -> None:
    admin = visit(YOU)
    admin.command("/riddle retrain --dry-run")
    admin.private("comes by direct message in a moment")
    told = admin.direct().filter(has_text="Retrain, dry run").last
    expect(told).to_be_visible(timeout=60_000)
    expect(told).to_contain_text("riddles are liked")
    assert [job for job in trainings(team) if job.state in (JobState.REQUESTED, JobState.RUNNING)] == []


def test_the_next_riddle_is_seen_before_it_is_posted(team: Team, visit: Visit) -> None:
    admin, ben = visit(YOU), visit(BEN)
    admin.command("/riddle preview")
    draft = preview(admin)
    verse = draft.locator("blockquote").inner_text().splitlines()[0]
    admin.press("Post now", draft)
    admin.confirm("Post now")
    expect(ben.message(verse).get_by_role("button", name="Guess", exact=True)).to_be_visible()


def test_a_channel_is_paused_and_goes_on(team: Team, visit: Visit) -> None:
    admin = visit(YOU)
    admin.command("/riddle pause")
    admin.press("Confirm", admin.private("until somebody resumes it"))
    admin.confirm("Confirm")
    expect(admin.page.get_by_text("No daily riddle is posted in this channel until").last).to_be_visible()
    assert team.rows(Pause)
    admin.command("/riddle resume")
    admin.private("Daily riddles are posted in this channel again.")
    assert team.rows(Pause) == []


def test_the_next_riddle_is_skipped_after_it_was_said_which_one(team: Team, visit: Visit) -> None:
    admin = visit(YOU)
    admin.command("/riddle skip")
    question = admin.private("will not come")
    expect(question).to_contain_text("Skip? The riddle of ")
    admin.press("Confirm", question)
    admin.confirm("Confirm")
    expect(admin.page.get_by_text("is skipped.").last).to_be_visible()
    skipped = [slot for slot in team.rows(Slot) if slot.state == SlotState.SKIPPED]
    assert "An admin skipped it." in [slot.reason for slot in skipped]


@pytest.mark.parametrize(
    ("asked", "at_once", "later"),
    [
        ("raters", "is being counted", "Raters, most ratings first"),
        ("metrics", "The last exam", "What people say"),
    ],
)
def test_what_takes_counting_comes_by_direct_message(
    team: Team, visit: Visit, asked: str, at_once: str, later: str
) -> None:
    rate(team, visit(ANNA))
    admin = visit(YOU)
    admin.command(f"/riddle {asked}")
    admin.private(at_once)
    told = admin.direct().filter(has_text=later).last
    expect(told).to_be_visible(timeout=60_000)
    expect(told).to_contain_text("Teammate A" if asked == "raters" else "Helpful:")


@pytest.mark.parametrize(("asked", "told"), [("settings", "Settings in force"), ("outbox", "No message is stuck.")])
def test_what_else_admins_ask_is_told_only_to_them(team: Team, visit: Visit, asked: str, told: str) -> None:
    admin = visit(YOU)
    admin.command(f"/riddle {asked}")
    answer = admin.private(told)
    expect(answer).not_to_contain_text(team.slack.bot_token)


def test_the_week_is_told_in_the_channel_with_its_chart_in_the_thread(team: Team, visit: Visit) -> None:
    for user in (ANNA, BEN, "U0TEAM3"):
        rate(team, visit(user))
    ben, now = visit(BEN), team.desk.clock()
    announcements.request_weekly(team.desk, CHANNEL, now.date(), now)
    summary = ben.message("The week to", seconds=60)
    expect(summary).to_contain_text("riddles, ")
    expect(summary).to_contain_text("What changed in the model")
    expect(summary.locator(".thread-link")).to_be_visible(timeout=30_000)
    chart = ben.thread_of(summary).get_by_role("img", name="Line chart of the mean ratings")
    expect(chart).to_be_visible()
    assert chart.evaluate("picture => picture.naturalWidth") > 400


def retrain(tab: Tab) -> Locator:
    """The newest run's message."""
    return tab.message("Retrain #")


def preview(tab: Tab) -> Locator:
    """The draft that an admin sees, which comes at once or, if it must be written first, by direct message."""
    first = tab.page.locator("article").filter(has_text="A draft, as only you see it")
    waiting = tab.page.locator("article.ephemeral").filter(has_text="A riddle is being drafted")
    expect(first.or_(waiting).last).to_be_visible()
    if not first.count():
        first = tab.direct().filter(has_text="A draft, as only you see it")
        expect(first.last).to_be_visible(timeout=30_000)
    return first.last


def rate(team: Team, tab: Tab) -> None:
    """Somebody rates three riddles that wait for them."""
    team.duel()
    team.duel()  # four riddles more, whatever others have left
    tab.home().get_by_role("button", name="Rate", exact=True).click()
    for _ in range(3):
        before = tab.shows("This riddle was not posted").locator("blockquote").first.inner_text()
        tab.rate(helpful="4", honest="5", harmless="5")
        tab.press("Rate another riddle")
        expect(tab.dialog).not_to_contain_text(before.splitlines()[0])
    tab.close()


def states(team: Team) -> dict[str, AdapterState]:
    """Every adapter's state."""
    return {row.id: row.state for row in team.rows(Adapter)}


def trainings(team: Team) -> list[Job]:
    """Every run."""
    return [job for job in team.rows(Job) if job.kind == "train"]
