"""What a run mixes in beside people's ratings: hand-written riddles, a stronger writer's, and general tasks.

Each kind keeps an origin of its own in the dataset, so that its card, `riddlewire dataset show` and the figures say how
much of it there was. The embedded model reads subjects, not English: it gets hand-written riddles only.
"""

from pathlib import Path

from riddles import language_model
from riddles.prompt import PromptStyle
from riddles.settings import Settings
from training.data import augmented, examples, general_data
from training.data.examples import Example, Replay
from training.tuning.recipe import Recipe


def replay(home: Path, settings: Settings, plan: Recipe) -> Replay:
    """What this base may be taught beside ratings. Raises SettingsError for data that cannot be read."""
    style = language_model.style_of(language_model.locate(settings.model)[0])
    premade = examples.premade(style)
    if style == PromptStyle.SUBJECT:
        return Replay(premade, plan.replay, plan.seed)
    written: list[Example] = augmented.examples(home) if settings.training.augmented else []
    tasks: list[Example] = []
    if settings.training.general_data:
        tasks = general_data.examples(Path(settings.training.general_data).expanduser())
    return Replay(premade, plan.replay, plan.seed, written, plan.augmented, tasks, plan.general)
