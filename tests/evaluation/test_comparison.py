from collections.abc import Sequence
from typing import Any

from evaluation import comparison, comparison_page, comparison_table
from evaluation.comparison import Column
from evaluation.human import Vote
from riddles.article import Article
from riddles.corpus.stories import ExamStory
from riddles.criteria import Criterion
from riddles.errors import ServiceUnavailable
from riddles.riddle import Riddle
from riddles.writers import Candidate, Usage

BRIDGE = ExamStory(Article("The crossing reopens", "Carts cross the Avel again."), ("bridge",), "", named=False)
OWL = ExamStory(Article("<b>Owls</b> return", "To the old barn & the mill."), ("owl",), "", named=True)
GOOD = Riddle(
    ("I carry carts and never tire,", "my back is stone and I don't perspire."), "bridge", (), ("Look below",)
)
LEAK = Riddle(("I am an owl and own the night,", "my barn is dark, my face is white."), "owl", (), ("Hoot",))


class FakeWriter:
    """Writes what it was given, in order, and remembers what it was asked."""

    name, base, adapter = "few_shot", "a base", ""

    def __init__(self, *candidates: Candidate, fails_after: int = 99) -> None:
        self.asked: list[tuple[str, int, int]] = []
        self._candidates = list(candidates)
        self._fails_after = fails_after

    def write(self, article: Article, count: int, seed: int) -> Sequence[Candidate]:
        if len(self.asked) == self._fails_after:
            raise ServiceUnavailable("The service went away; call it back.")
        self.asked.append((article.title, count, seed))
        return [self._candidates.pop(0) for _ in range(count)]


def candidate(riddle: Riddle | None, seconds: float = 1.0, **more: Any) -> Candidate:
    return Candidate("prompt", "<i>text</i>", riddle, "" if riddle else "no answer", seconds, **more)


def test_every_story_is_asked_with_its_own_seed() -> None:
    writer = FakeWriter(*[candidate(GOOD)] * 4)
    heard: list[float] = []

    column = comparison.column(writer, [BRIDGE, OWL], (2, 7), heard.append)

    assert writer.asked == [("The crossing reopens", 2, 7), ("<b>Owls</b> return", 2, 8)]
    assert heard == [0.5, 1.0]
    assert len(column.samples) == 4


def test_figures_count_quality_refusals_effort_and_limits() -> None:
    writer = FakeWriter(
        candidate(GOOD, 1.0, usage=Usage(100, 40, 0.002), dropped=2),
        candidate(None, 3.0, usage=Usage(100, 20, 0.004), unread=50),
        candidate(LEAK, 2.0, usage=None),
        candidate(LEAK, 8.0),
    )

    figures = comparison.figures(comparison.column(writer, [BRIDGE, OWL], (2, 0)))

    assert figures["riddles"] == 4
    assert (figures["passed"]["value"], figures["passed"]["n"]) == (0.25, 4)
    assert (figures["well_formed"]["value"], figures["answer_hidden"]["value"]) == (0.75, 0.3333)
    assert figures["subject_right"]["value"] == 0.75
    assert figures["refused"] == {"leak": 2, "malformed": 1}
    assert figures["seconds"] == {"median": 2.5, "total": 14.0, "n": 4}
    assert figures["cost"] == {"median": 0.003, "total": 0.006, "n": 2}
    assert figures["completion_tokens"]["median"] == 30
    assert figures["limits"] == {"articles_cut": 1, "examples_dropped": 2}


def test_without_known_subjects_that_figure_is_unscored_not_zero() -> None:
    column = comparison.column(FakeWriter(candidate(GOOD)), [comparison.question(BRIDGE.article)], (1, 0))

    assert comparison.figures(column)["subject_right"] == {"unscored": "nobody said what these articles' subjects are"}


def test_a_writer_that_fails_on_the_way_keeps_what_it_wrote_and_says_why() -> None:
    writer = FakeWriter(candidate(GOOD), fails_after=1)

    column = comparison.column(writer, [BRIDGE, OWL], (1, 0))

    assert len(column.samples) == 1
    assert comparison.figures(column)["fault"] == "The service went away; call it back."


def test_a_column_without_riddles_is_unscored_throughout() -> None:
    figures = comparison.figures(Column("instruct", fault="It cannot."))

    assert all("unscored" in figures[name] for name in ("passed", "well_formed", "seconds", "cost", "prompt_tokens"))
    assert (figures["riddles"], figures["refused"], figures["fault"]) == (0, {}, "It cannot.")


def test_peoples_ratings_of_a_writer_stand_beside_its_metrics() -> None:
    votes = [Vote(riddle, Criterion.HELPFUL, value) for riddle, value in enumerate([5, 4, 5, 4, 5, 4])]

    figures = comparison.figures(comparison.column(FakeWriter(candidate(GOOD)), [BRIDGE], (1, 0)), votes)

    assert (figures["ratings"]["helpful"]["value"], figures["ratings"]["helpful"]["n"]) == (4.5, 6)
    assert dict(comparison_table.rows([figures]))["rated helpful"][0].startswith("4.5 (")


def test_the_table_has_a_cell_for_every_writer_and_no_row_that_says_nothing() -> None:
    good = comparison.figures(comparison.column(FakeWriter(candidate(GOOD)), [BRIDGE], (1, 0)))
    none = comparison.figures(Column("service", fault="It cannot."))

    table = dict(comparison_table.rows([good, none]))

    assert table["passed the screen"] == ["100% (21–100, n=1)", "–"]
    assert table["seconds a riddle"] == ["1.00", "–"]
    assert "rated helpful" not in table
    assert "cost a riddle" not in table


def test_the_page_shows_figures_faults_and_every_riddle_beside_its_story() -> None:
    columns = [
        comparison.column(FakeWriter(candidate(GOOD), candidate(LEAK)), [BRIDGE, OWL], (1, 0)),
        Column("service", fault="The service is <off>."),
    ]

    page = comparison_page.page(columns, [comparison.figures(column) for column in columns], "2 stories & a seed")

    assert page.count("<article>") == 2
    assert page.count('<div class="cell">') == 2
    assert "I carry carts and never tire,\nmy back is stone" in page
    assert "Refused: leak: " in page
    assert "service: The service is &lt;off&gt;." in page
    assert "2 stories &amp; a seed" in page
    assert "prefers-color-scheme: dark" in page


def test_the_page_is_one_file_and_nothing_foreign_becomes_markup() -> None:
    hostile = Candidate('<script src="https://evil.example">', "<img src=x onerror=alert(1)>$about", None, "<b>", 0.1)
    story = ExamStory(Article("<script>alert(1)</script>", '"><img src=y>'), (), "", named=False)
    column = comparison.column(FakeWriter(hostile), [story], (1, 0))

    page = comparison_page.page([column], [comparison.figures(column)], "<x>")

    assert "<script" not in page
    assert "<img" not in page
    assert "<x>" not in page
    assert "$about" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'" in page
