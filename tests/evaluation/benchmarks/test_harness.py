from evaluation.benchmarks import harness
from evaluation.scorecard import Score, Unscored


def test_the_engines_figures_become_entries_with_1_96_standard_errors_either_side() -> None:
    card = harness.figures_of({
        "truthfulqa_mc1": {"alias": "mc1", "sample_len": 100, "acc,none": 0.3, "acc_stderr,none": 0.05},
        "squad_completion": {"sample_len": 50, "contains,strict": 0.2, "contains_stderr,strict": "N/A"},
    })  # fmt: skip

    known = card["truthfulqa_mc1.acc"]
    assert isinstance(known, Score)
    assert (known.value, known.n) == (0.3, 100)
    assert round(known.low, 3) == 0.202
    assert round(known.high, 3) == 0.398
    assert isinstance(card["squad_completion.contains.strict"], Unscored)
