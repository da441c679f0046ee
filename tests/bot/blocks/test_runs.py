"""A retrain's message through its whole life."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.blocks import ids, runs
from bot.local_slack import validation
from storage.outbox import Content
from storage.tables import AdapterState, Decision, Job, JobState, Scorecard
from tests.bot.blocks.rows import NOW


def job(state: JobState, **more: Any) -> Job:
    return Job(id=7, key="retrain:1", kind="train", state=state, requested_at=NOW, **more)


def running(stage: str, progress: float, **more: Any) -> Job:
    beat = NOW + timedelta(seconds=75)
    return job(JobState.RUNNING, stage=stage, progress=progress, started_at=NOW, heartbeat_at=beat, **more)


def decision(verdict: str, promoted: bool = False, *reasons: str) -> Decision:
    return Decision(adapter_id="3-9f2ab1", verdict=verdict, reasons=list(reasons), promoted=promoted, at=NOW)


def outcome(verdict: str, promoted: bool = False, *reasons: str, waits: bool = False) -> runs.Outcome:
    state = AdapterState.CURRENT if promoted else AdapterState.CANDIDATE
    return runs.Outcome(decision(verdict, promoted, *reasons), state, waits)


def card(role: str, **metrics: Any) -> Scorecard:
    return Scorecard(role=role, exam="1", metrics=metrics, created_at=NOW)


def figure(value: float, n: int = 72) -> dict[str, Any]:
    return {"value": value, "n": n, "low": value - 0.1, "high": value + 0.1}


def test_a_requested_run_waits() -> None:
    assert wording.RUN_WAITS in shown(runs.progress(job(JobState.REQUESTED), None, []))


def test_a_running_one_shows_bar_stage_and_time() -> None:
    said = shown(runs.progress(running("fine-tuning, step 12 of 40", 0.5), None, []))
    assert "▰▰▰▰▰▰▱▱▱▱▱▱  50%" in said
    assert "✓ choosing examples\n▸ *fine-tuning, step 12 of 40*\n· sealing the adapter" in said
    assert "1 min 15 s" in said


@pytest.mark.parametrize(
    ("stage", "at"),
    [
        ("gathering ratings", "dataset"),
        ("freezing the dataset", "dataset"),
        ("loading the model", "train"),
        ("sealing the adapter", "seal"),
        ("exam of the candidate", "exam"),
        ("deciding", "gate"),
    ],
)
def test_stages_are_placed_by_their_words(stage: str, at: str) -> None:
    before, _, after = shown(runs.progress(running(stage, 0.1), None, [])).partition(f"▸ *{stage}*")
    assert before.count("✓") == list(wording.STAGES).index(at)
    assert after.count("· ") == len(wording.STAGES) - 1 - before.count("✓")


def test_an_unknown_stage_is_said_as_it_is() -> None:
    assert "polishing &lt;brass&gt;" in shown(runs.progress(running("polishing <brass>", 0.1), None, []))


def test_the_message_changes_with_the_heartbeat_s_facts_only() -> None:
    one = runs.progress(running("fine-tuning", 0.5), None, [])
    assert one == runs.progress(running("fine-tuning", 0.5), None, [])
    assert one != runs.progress(running("fine-tuning", 0.6), None, [])


def test_a_run_asked_to_stop_says_so() -> None:
    assert wording.RUN_STOPPING in shown(runs.progress(running("fine-tuning", 0.5, cancel_asked=True), None, []))


def test_a_finished_run_tells_verdict_reasons_and_figures_side_by_side() -> None:
    cards = [
        card("base", well_formed=figure(0.9), rouge=figure(0.2)),
        card("candidate", well_formed=figure(1.0), heldout={"unscored": "no liked riddle is held out"}),
    ]
    said = shown(runs.progress(finished(), outcome("promote", True, "It is closer."), cards))
    assert "*Promote: the new adapter is better.*\nAdapter 3-9f2ab1 writes from now on." in said
    assert "• It is closer." in said
    rows = said.split("```")[1].splitlines()
    assert [row.split() for row in rows] == [
        ["candidate", "base"],
        ["well_formed", "1.00", "(n=72)", "0.90", "(n=72)"],
        ["heldout", "–", "–"],
        ["rouge", "–", "0.20", "(n=72)"],
    ]
    assert rows[0].index("candidate") + len("candidate") == rows[1].index(")") + 1
    assert "Unscored: heldout (no liked riddle is held out)." in said


def test_the_verdicts_are_worded_apart() -> None:
    said = {
        verdict: shown(runs.progress(finished(), outcome(verdict, waits=verdict == "promote"), []))
        for verdict in wording.VERDICTS
    }
    assert wording.waits_for_decision("3-9f2ab1") in said["promote"]
    assert "Keep: the current writer stays." in said["keep"]
    assert "Not enough evidence" in said["not enough evidence"]


def test_only_what_waits_for_an_admin_has_buttons() -> None:
    waits = runs.progress(finished(), outcome("promote", waits=True), [])
    assert validation.of_blocks(waits.blocks, "message") == []
    assert ids.APPROVE in str(waits.blocks)
    decided = outcome("promote")
    decided.decision.decided_at, decided.decision.decided_by = NOW, 4
    said = runs.progress(finished(), decided, [])
    assert ids.APPROVE not in str(said.blocks)
    assert wording.rejected("<@person:4>") in shown(said)


def test_failed_and_cancelled_runs_say_that_the_writer_stays() -> None:
    failed = job(JobState.FAILED, error="Only 3 <liked> riddles.", started_at=NOW, finished_at=NOW)
    said = shown(runs.progress(failed, None, []))
    assert "Only 3 &lt;liked&gt; riddles. The current writer stays." in said
    assert wording.RUN_CANCELLED in shown(runs.progress(job(JobState.CANCELLED), None, []))


@given(st.text(max_size=3000), st.sampled_from(list(JobState)), st.floats(0, 1))
def test_slack_takes_every_message_of_a_run(foreign: str, state: JobState, progress: float) -> None:
    made = job(state, stage=foreign, error=foreign, progress=progress, started_at=NOW, heartbeat_at=NOW)
    cards = [card(role, **{f"{foreign}{n}": figure(n) for n in range(30)}) for role in ("candidate", "current", "base")]
    content = runs.progress(made, outcome("keep", False, *[foreign] * 20), cards)
    assert validation.of_blocks(content.blocks, "message") == []
    assert "<" not in shown(content)


def finished() -> Job:
    return job(JobState.FINISHED, started_at=NOW, finished_at=NOW + timedelta(seconds=40))


def shown(content: Content) -> str:
    assert validation.of_blocks(content.blocks, "message") == []
    texts = [block["text"]["text"] for block in content.blocks if "text" in block]
    return "\n".join(
        texts
        + [
            part["text"]
            for block in content.blocks
            for part in block.get("elements", [])
            if isinstance(part["text"], str)
        ]
    )
