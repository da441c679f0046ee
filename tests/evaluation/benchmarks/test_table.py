from typing import Any

from evaluation.benchmarks import table


def result(benchmark: str, **figures: Any) -> dict[str, Any]:
    return {"benchmark": benchmark, "sitter": "base", "figures": figures, "seconds": 0.01234}


def figure(value: float) -> dict[str, float]:
    return {"value": value, "n": 100, "low": value - 0.1, "high": value + 0.1}


def test_a_row_has_the_figure_of_each_column_with_its_interval() -> None:
    (row,) = table.rows(
        [result("mmlu", accuracy=figure(0.25), calibration_error=figure(0.3), robust_accuracy=figure(0.2))]
    )

    assert row == {
        "benchmark": "mmlu", "measures": "knowledge", "who": "base", "n": "100", "chance": "0.25",
        "accuracy": "0.25 (0.15–0.35)", "calibration": "0.30 (0.20–0.40)", "robustness": "0.20 (0.10–0.30)",
        "bias": "", "toxicity": "", "s/document": "0.012",
    }  # fmt: skip


def test_written_answers_stand_in_the_column_of_accuracy() -> None:
    (row,) = table.rows([result("squad_v2", exact_match=figure(0.1), f1=figure(0.2))])

    assert row["accuracy"] == "0.10 (0.00–0.20)"


def test_what_is_unscored_says_so_and_an_unknown_benchmark_is_shown_all_the_same() -> None:
    (row,) = table.rows([result("something", accuracy={"unscored": "it asked nothing"})])

    assert (row["accuracy"], row["n"], row["measures"]) == ("unscored", "0", "")
