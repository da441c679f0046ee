"""A comparison as one self-contained HTML page: figures first, then the riddles of each story side by side.

News and model output are hostile input: everything is escaped here, nothing is linked, nothing is loaded.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from evaluation import comparison_table
from evaluation.comparison import Column, Sample
from evaluation.comparison_table import Figures
from riddles.corpus.stories import ExamStory

_TEMPLATE = Path(__file__).with_suffix(".html")
_EXCERPT = 280  # characters of a story that remind the reader of it


def page(columns: Sequence[Column], figures: Sequence[Figures], about: str) -> str:
    """The page. ``about`` is one line on the articles, the number of riddles and the seed."""
    rows = (
        f"<tr><th>{escape(label)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for label, cells in comparison_table.rows(figures)
    )
    stories = {sample.story.article: sample.story for column in columns for sample in column.samples}
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        about=escape(about),
        heads="".join(f"<th>{escape(column.writer)}</th>" for column in columns),
        rows="\n".join(rows),
        faults="\n".join(
            f'<p class="refused">{escape(column.writer)}: {escape(column.fault)}</p>'
            for column in columns
            if column.fault
        ),
        samples="\n".join(_story(story, columns) for story in stories.values()) or "<p>Nothing was written.</p>",
    )


def _story(story: ExamStory, columns: Sequence[Column]) -> str:
    article = story.article
    excerpt = article.text[:_EXCERPT] + ("…" if len(article.text) > _EXCERPT else "")
    cells = "\n".join(
        _cell(column.writer, sample) for column in columns for sample in column.samples if sample.story == story
    )
    return (
        f'<article><h3>{escape(article.title)}</h3><p class="small">{escape(excerpt)}</p>\n'
        f'<div class="cells">{cells}</div></article>'
    )


def _cell(writer: str, sample: Sample) -> str:
    riddle = sample.candidate.riddle
    if riddle is None:
        told = f'<p class="verse">{escape(sample.candidate.completion) or "(nothing)"}</p>'
    else:
        hints = "".join(f'<p class="small">Hint: {escape(hint)}</p>' for hint in riddle.hints)
        told = f'<p class="verse">{escape(riddle.text)}</p><p>Answer: {escape(riddle.answer)}</p>{hints}'
    if sample.reasons:
        verdict = f'<p class="small refused">Refused: {escape("; ".join(sample.reasons))}</p>'
    else:
        verdict = '<p class="small passed">Passed the screen</p>'
    return f'<div class="cell"><h4>{escape(writer)} · {sample.candidate.seconds:.2f} s</h4>{told}{verdict}</div>'
