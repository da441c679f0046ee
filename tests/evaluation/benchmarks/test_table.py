from typing import Any

from evaluation.benchmarks import table


def result(benchmark: str, sitter: str = "base", **figures: Any) -> dict[str, Any]:
    return of_tasks(benchmark, sitter, figures)


def of_tasks(benchmark: str, sitter: str, figures: dict[str, Any]) -> dict[str, Any]:
    return {"benchmark": benchmark, "sitter": sitter, "figures": figures, "seconds": 0.01234}


def figure(value: float) -> dict[str, float]:
    return {"value": value, "n": 100, "low": value - 0.1, "high": value + 0.1}


def test_a_benchmark_has_a_row_for_each_metric_and_a_column_for_each_sitter() -> None:
    told = table.rows([
        result("mmlu", accuracy=figure(0.25), calibration_error=figure(0.3)),
        result("mmlu", "7-abc", accuracy=figure(0.5)),
    ])  # fmt: skip

    assert told == [
        {
            "benchmark": "mmlu", "metric": "accuracy", "n": "100", "chance": ".25",
            "base": ".25 (.15–.35)", "7-abc": ".50 (.40–.60)",
        },
        {
            "benchmark": "mmlu", "metric": "calibration error", "n": "100", "chance": "",
            "base": ".30 (.20–.40)", "7-abc": "",
        },
        {"benchmark": "mmlu", "metric": "seconds each", "n": "", "chance": "", "base": "0.012", "7-abc": "0.012"},
    ]  # fmt: skip


def test_written_answers_stand_in_the_row_of_accuracy() -> None:
    assert table.rows([result("squad_v2", exact_match=figure(0.1), f1=figure(0.2))])[0]["base"] == ".10 (.00–.20)"


def test_what_is_unscored_says_so_and_a_sitter_without_a_result_has_none() -> None:
    told = table.rows(
        [result("bbh", accuracy={"unscored": "it asked nothing"}), result("mmlu", "7-abc", accuracy=figure(1))]
    )

    assert (told[0]["base"], told[0]["7-abc"], told[0]["n"]) == ("unscored", "", "")
    assert told[1]["7-abc"] == ""


def test_figures_of_the_engines_own_tasks_have_rows_of_their_own() -> None:
    told = table.rows(
        [of_tasks("truthfulqa", "base", {"truthfulqa_mc1.acc": figure(0.3), "truthfulqa_mc2.acc": figure(0.4)})]
    )

    assert [row["metric"] for row in told] == ["truthfulqa_mc1.acc", "truthfulqa_mc2.acc", "seconds each"]
