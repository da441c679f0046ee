"""The weekly summary."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.blocks import weekly
from bot.local_slack import validation
from storage.outbox import Content


def figures(**more: Any) -> dict[str, Any]:
    scored = {"value": 4.1, "n": 12, "low": 3.8, "high": 4.4, "change": 0.2}
    week: dict[str, Any] = {
        "week_ending": "2026-11-20",
        "posts": 5,
        "guessed": 31,
        "solved": 12,
        "criteria": {
            "helpful": scored,
            "honest": {**scored, "change": None},
            "harmless": {"unscored": "too few ratings (n=2)"},
        },
        "current": "3-9f2ab1",
        "changes": ["Retrain #7: promoted."],
        "top_riddle": {"text": "What <am> I?\nSay.", "answer": "river", "value": 4.7, "n": 5},
        "raters": 4,
    }
    return {**week, **more}


def test_a_week_is_told_with_its_evidence() -> None:
    said = shown(weekly.summary(figures()))
    assert "The week to 20 November 2026" in said
    assert "5 riddles, 12 of 31 tries solved." in said
    assert "*Helpful*: 4.1 of 5  (n=12, 95% interval 3.8 to 4.4, +0.2 on the week before)" in said
    assert "*Honest*: 4.1 of 5  (n=12, 95% interval 3.8 to 4.4)" in said
    assert "• Retrain #7: promoted." in said
    assert "> What &lt;am&gt; I?\n> Say." in said
    assert "Thank you to the 4 people who rated." in said


def test_too_few_ratings_are_said_and_no_figure_is_shown() -> None:
    assert "*Harmless*: too few ratings (n=2)" in shown(weekly.summary(figures()))


def test_a_week_without_anything_is_told_as_such() -> None:
    quiet = figures(posts=0, guessed=0, solved=0, criteria={}, current=None, changes=[], top_riddle=None, raters=0)
    said = shown(weekly.summary(quiet))
    for sentence in (wording.QUIET_WEEK, wording.NO_CHANGES, wording.NOBODY_RATED, "The base model writes alone."):
        assert sentence in said


def test_every_measure_is_told_with_its_evidence_or_the_lack_of_it() -> None:
    week = figures(
        solve_rate={"value": 0.387, "n": 31, "low": 0.24, "high": 0.56, "change": -0.1},
        duels={"unscored": "too few closed duels (n=4)"},
        agreement={"helpful": {"value": 0.71, "n": 9, "low": 0.4, "high": 0.9, "reading": "good enough"},
                   "honest": {"unscored": "no riddle was rated by two people"}},
    )  # fmt: skip
    said = shown(weekly.summary(week))
    assert "*Solved*: 39%  (n=31, 95% interval 24% to 56%, −10 points on the week before)" in said
    assert "*Duels won by the current adapter*: too few closed duels (n=4)" in said
    assert "*Agreement of the raters*\n*Helpful*: 0.71  (n=9, 95% interval 0.40 to 0.90) – good enough" in said
    assert "*Honest*: no riddle was rated by two people" in said


def test_slack_s_own_chart_needs_two_weeks_in_which_everything_drawn_has_a_figure() -> None:
    def week(day: int, helpful: dict[str, Any]) -> dict[str, Any]:
        return {"ending": f"2026-11-{day:02}", "criteria": {"helpful": helpful, "honest": {"unscored": "few"}}}

    scored, few = {"value": 4.1, "n": 12, "low": 3.8, "high": 4.4}, {"unscored": "too few ratings (n=4)"}
    one = weekly.summary(figures(history=[week(6, few), week(13, scored)])).blocks
    two = weekly.summary(figures(history=[week(6, scored), week(13, few), week(20, scored)])).blocks
    assert "data_visualization" not in str(one)
    (chart,) = [block["chart"] for block in two if block["type"] == "data_visualization"]
    assert chart["axis_config"]["categories"] == ["6 Nov", "20 Nov"]
    assert [series["name"] for series in chart["series"]] == ["helpful"]
    assert validation.of_blocks(two, "message") == []


def test_whether_there_is_a_chart_is_said() -> None:
    assert wording.NO_CHART in shown(weekly.summary(figures()))
    assert wording.CHART_BELOW in shown(weekly.summary(figures(chart={"path": "charts/1.png", "told": "A line."})))


@given(st.text(max_size=3000))
def test_slack_takes_every_summary(foreign: str) -> None:
    top = {"text": foreign, "answer": foreign, "value": 4.7, "n": 5}
    week = figures(current=foreign, changes=[foreign] * 30, top_riddle=top, criteria={foreign: {"unscored": foreign}})
    assert "<" not in shown(weekly.summary(week))


def shown(content: Content) -> str:
    assert validation.of_blocks(content.blocks, "message") == []
    texts = [block["text"]["text"] for block in content.blocks if "text" in block]
    return "\n".join(texts + [part["text"] for block in content.blocks for part in block.get("elements", [])])
