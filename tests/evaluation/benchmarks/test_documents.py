from evaluation.benchmarks import documents
from evaluation.benchmarks.documents import Choice, Prompt

QUESTIONS = [Choice(f"Which number is {number}?", (str(number), "none"), 0) for number in range(30)]


def test_a_sample_is_drawn_from_everywhere_and_always_the_same() -> None:
    some = documents.drawn(QUESTIONS, 10)

    assert some == documents.drawn(QUESTIONS, 10)
    assert some != QUESTIONS[:10]
    assert len(set(some)) == 10
    assert set(documents.drawn(QUESTIONS, None)) == set(QUESTIONS)
    assert documents.drawn(QUESTIONS, None)[:10] == some


def test_only_the_same_questions_have_the_same_identity() -> None:
    identity = documents.identity(QUESTIONS)

    assert len(identity) == 12
    assert identity == documents.identity(list(QUESTIONS))
    assert identity != documents.identity(QUESTIONS[::-1])
    assert identity != documents.identity(QUESTIONS[:-1])
    assert documents.identity([Prompt("a")]) != documents.identity([Choice("a", ("b",), 0)])


def test_a_disturbed_question_has_slips_and_the_same_options() -> None:
    asked = Choice(
        "Question: " + "Where does the Wandering albatross breed and wander? " * 20 + "\nAnswer:", ("a", "b"), 1
    )

    disturbed = documents.disturbed(asked, 3)

    assert disturbed == documents.disturbed(asked, 3)
    assert (disturbed.options, disturbed.right) == (asked.options, asked.right)
    assert disturbed.query != asked.query.lower()
    assert sorted(disturbed.query) == sorted(asked.query.lower())
    assert disturbed.query.count("\n") == 1
