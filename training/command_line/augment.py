"""``riddlewire dataset augment``: further riddles to train on, by a stronger writer, filtered, with their origin."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from riddles import judging, language_model, screen_aids, settings
from riddles.corpus import stories
from riddles.errors import SettingsError
from riddles.feeds import folder
from riddles.prompt import PromptStyle
from riddles.settings import Settings, WriterName
from riddles.writers.choosing import NAMES, Writers
from storage import database, drafts, working
from training.data import augmented
from training.data.augmented import Augmented
from training.data.augmenting import Augmenting, Outcome, Plan

_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)
STRONGER: tuple[WriterName, ...] = tuple(name for name in NAMES if name != "tuned")


def augment(
    articles: Annotated[Path, typer.Option(help="A folder of stories: .txt, .md (first line is the title), .json.")],
    writer: Annotated[str, typer.Option(help=f"Who writes: {', '.join(STRONGER)}.")],
    licence: Annotated[str, typer.Option(help="Under which its text may be trained on; recorded in your words.")],
    base: Annotated[str, typer.Option(help="Its model, if not the one of [model] base: a folder or hub name.")] = "",
    count: Annotated[int, typer.Option("-n", min=1, max=32, help="Riddles for each story.")] = 2,
    seed: Annotated[int, typer.Option(help="The same seed writes the same riddles.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a candidate on stdout.")] = False,
) -> None:
    """Let a stronger writer write riddles about further stories, and keep the good new ones for training.

    Kept is what passes the screen and is unlike every riddle there is (ROUGE-L below 0.7). They are trained on only
    where training.augmented allows it, and never by the embedded model, which reads no stories.

    Example: riddlewire dataset augment --articles stories --writer instruct --licence Apache-2.0
    """
    name = next((known for known in STRONGER if known == writer), None)
    if name is None:
        raise typer.BadParameter(f"{writer!r} is no stronger writer; choose from {', '.join(STRONGER)}.")
    if not licence.strip():
        raise typer.BadParameter("The licence is empty; say under which the writer's text may be trained on.")
    chosen = settings.read(settings.settings_path())
    if not articles.is_dir():
        raise SettingsError(f"There is no folder {articles}; give --articles a folder of stories.")
    found, problems = folder.articles_in(articles)
    for problem in problems:
        _say(problem)
    told = []
    home = settings.home()
    for one in _at_work(home, chosen, (name, base), licence.strip(), (count, seed)).outcomes(found):
        if one.kept:
            augmented.keep(home, [one.kept])
        told.append(one)
        _show(one, as_json)
    _sum_up(told, home, chosen)


def _at_work(
    home: Path, chosen: Settings, who: tuple[WriterName, str], licence: str, how: tuple[int, int]
) -> Augmenting:
    from evaluation.metrics import rouge

    name, base = who
    with_base = chosen.model_copy(update={"model": chosen.model.model_copy(update={"base": base})}) if base else chosen
    secrets = settings.secrets(dotenv=settings.settings_path().with_name(".env"))
    author = Writers(with_base, secrets, say=_say).writer(name)
    plan = Plan(author, screen_aids.load(chosen, _say), *how, licence)
    return Augmenting(plan, _verses(home), rouge.most_alike, working.now)


def _verses(home: Path) -> list[str]:
    """Of all riddles there are: hand-written, drafted so far, and kept by earlier calls."""
    told = [pair.riddle.text for pair in stories.pairs()] + [one.verse for one in augmented.read(home)]
    path = home / "riddlewire.db"
    if not path.exists():
        return told
    opened = database.open_file(path)
    try:
        with opened.reading() as session:
            return [*told, *drafts.verses(session)]
    finally:
        opened.close()


def _show(one: Outcome, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_facts(one), ensure_ascii=False))
        return
    what = (
        f"kept {one.kept.id} ({one.kept.answer}, ROUGE-L {one.kept.alike:.2f})" if one.kept else "; ".join(one.reasons)
    )
    _say(f"{one.article.title}: {what}")


def _facts(one: Outcome) -> dict[str, Any]:
    kept: Augmented | None = one.kept
    return {
        "article": {"title": one.article.title, "link": one.article.link},
        "completion": one.completion or None,
        "kept": kept.id if kept else None,
        "alike": kept.alike if kept else None,
        "reasons": list(one.reasons),
        **({"writer": kept.writer, "base": kept.base, "licence": kept.licence} if kept else {}),
    }


def _sum_up(told: Sequence[Outcome], home: Path, chosen: Settings) -> None:
    kept = sum(one.kept is not None for one in told)
    refused = Counter(judging.class_of(reason) for one in told for reason in one.reasons[:1])
    why = f" Not kept: {', '.join(f'{name} {count}' for name, count in refused.most_common())}." if refused else ""
    _say(f"Kept {kept} riddles in {home / augmented.FILE}.{why}")
    if kept and not chosen.training.augmented:
        _say("They are not trained on yet: set training.augmented = true once you have read them.")
    if kept and language_model.style_of(language_model.locate(chosen.model)[0]) == PromptStyle.SUBJECT:
        _say(f"The base {chosen.model.base!r} reads subjects, not stories, so it cannot learn from them; another may.")


def _say(sentence: str) -> None:
    _ERRORS.print(sentence, markup=False)
