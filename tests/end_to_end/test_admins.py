"""What admins command in Slack, and what the channel sees of it."""

from playwright.sync_api import expect

from bot import announcements
from storage import audit
from storage.tables import Adapter, Job, Post
from tests.end_to_end.conftest import Visit
from tests.end_to_end.team import ANNA, BEN, CHANNEL, YOU, Team


def test_everybody_sees_where_things_stand_and_what_they_may_ask(team: Team, visit: Visit) -> None:
    admin, anna = visit(YOU), visit(ANNA)
    admin.command("/riddle status")
    standing = admin.private("is posted.")
    expect(standing).to_contain_text("Riddles are written by")
    admin.command("/riddle help")
    expect(admin.private("What you can ask of Riddlewire")).to_contain_text("retrain")
    anna.command("/riddle help")
    expect(anna.private("What you can ask of Riddlewire")).not_to_contain_text("retrain:")
    anna.command("/riddle sing")
    anna.private("There is no /riddle sing")


def test_who_is_no_admin_is_refused_and_the_attempt_is_audited(team: Team, visit: Visit) -> None:
    anna = visit(ANNA)
    anna.command("/riddle retrain")
    anna.private("Only an admin of Riddlewire may do that.")
    with team.desk.database.reading() as session:
        newest = audit.latest(session)[0]
    assert newest.command == "/riddle retrain"
    assert "Only an admin" in newest.outcome
    assert [job for job in team.rows(Job) if job.kind == "train" and job.requested_by == newest.person_id] == []


def test_an_extra_riddle_is_posted_on_command(team: Team, visit: Visit) -> None:
    admin, ben = visit(YOU), visit(BEN)
    before = len(team.rows(Post))
    admin.command("/riddle post again")
    admin.private("on its way")
    team.until(lambda _session: len(team.rows(Post)) > before or None, "one more post")
    newest = max(team.rows(Post), key=lambda post: post.id)
    expect(ben.message(f"Extra riddle #{newest.id}")).to_be_visible(timeout=10_000)


def test_a_retrain_is_followed_in_one_message_to_its_verdict(team: Team, visit: Visit) -> None:
    admin, ben = visit(YOU), visit(BEN)
    before = team.slack.history.count("post")
    admin.command("/riddle retrain")
    message = ben.message("Retrain #")
    expect(message).to_contain_text("Promote: the new adapter is better.", timeout=20_000)
    expect(message).to_contain_text("Preferred in 0.90 of 60 exam riddles, 0.70 before.")
    posted = [entry for entry in team.slack.history.entries("post")[before:] if "Retrain #" in entry["text"]]
    assert len(posted) == 1, "the progress is shown by editing one message"
    assert team.slack.history.count("update", ts=posted[0]["ts"]) >= 2
    (adapter,) = [row for row in team.rows(Adapter) if row.created_at]
    assert adapter.id.startswith("run-")


def test_the_week_is_told_in_the_channel(team: Team, visit: Visit) -> None:
    ben = visit(BEN)
    now = team.desk.clock()
    announcements.request_weekly(team.desk, CHANNEL, now.date(), now)
    summary = ben.message("The week to")
    expect(summary).to_contain_text("solved")
