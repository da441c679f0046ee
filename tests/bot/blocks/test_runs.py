"""A retrain's message through its whole life."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.blocks import ids, runs
from bot.local_slack import validation
from evaluation import gate
from evaluation.metrics import METRICS
from evaluation.report import words
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


def test_a_running_one_says_how_long_it_should_still_take() -> None:
    expected = NOW + timedelta(seconds=75) + timedelta(minutes=4)
    assert "1 min 15 s, about 4 minutes to go" in shown(
        runs.progress(running("fine-tuning", 0.5, expected_at=expected), None, [])
    )
    soon = NOW + timedelta(seconds=80)
    assert "about 1 minute to go" in shown(runs.progress(running("deciding", 0.98, expected_at=soon), None, []))


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


def test_a_finished_run_tells_verdict_reasons_and_the_figures_of_the_gate_side_by_side() -> None:
    cards = [
        card("base", well_formed=figure(0.9), premade_loss=figure(2.05), rouge1=figure(0.2)),
        card("candidate", well_formed=figure(1.0, 70), premade_loss=figure(2.3)),
    ]
    worse = "Its premade_loss is 2.30, the base's 2.05: worse by more than 0.10."
    said = shown(runs.progress(finished(), outcome("promote", True, "It is closer.", worse), cards))
    assert "*Promote: the new adapter is better.*\nAdapter 3-9f2ab1 writes from now on." in said
    assert "• It is closer.\n• Its error on our own riddles is 2.30, the base's 2.05" in said
    rows = said.split("```")[1].splitlines()
    assert [row.split() for row in rows] == [
        ["new", "base", "n"],
        ["proper", "form", "100%", "90%", "70/72"],
        ["error", "on", "our", "own", "riddles", "↓", "2.30", "2.05", "72"],
    ]
    assert rows[0].index("new") + len("new") == rows[1].index("100%") + len("100%")
    assert "_" not in said


def test_every_figure_is_told_with_its_interval_and_the_missing_ones_with_one_reason() -> None:
    missing = {"unscored": "no liked riddle is held out"}
    cards = [
        card("candidate", well_formed=figure(0.9), rouge1=figure(0.2), heldout_perplexity=missing, odd_one=missing)
    ]
    said = shown(Content("", runs.all_figures(cards)))
    assert "80% to 100%" in said
    assert "likeness of words (ROUGE-1)" in said
    assert "surprise at liked riddles, odd one (no liked riddle is held out)." in said
    assert runs.all_figures([]) == []


def test_every_metric_of_an_exam_has_a_name_that_people_read() -> None:
    assert set(METRICS) - set(wording.NAMES) == set()
    assert {name for name, *_ in words.METRICS} - set(wording.NAMES) == set()
    assert {name for name, *_, better in words.METRICS if better is False} == set(wording.LOWER_IS_BETTER)
    assert {name for name, _, form, _ in words.METRICS if form == "share"} == set(wording.SHARES)
    assert set(gate.NEEDED) <= set(wording.TOLD_FIRST)
    forgetting = {name for name in wording.NAMES if name.startswith(gate.FORGETTING)}
    assert forgetting <= set(wording.TOLD_FIRST)
    assert max(map(len, wording.NAMES.values())) <= 30


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
