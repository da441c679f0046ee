"""Every setting, by section, read once at the start.

The settings file is TOML (``riddlewire.toml``, or the path in RIDDLEWIRE_CONFIG); a missing file means all defaults.
Unknown sections and keys are refused by name. Secrets are never in the file: they come from the environment or
from ``.env`` beside the settings file (see ``Secrets``).
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from riddles.errors import SettingsError
from riddles.prompt import PromptStyle

EMBEDDED = "embedded"
WriterName = Literal["tuned", "few_shot", "instruct", "service"]


class Section(BaseModel):
    """A frozen section that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no IANA time zone such as Europe/Lisbon") from error
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]


def _service_address(address: str) -> str:
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc):
        raise ValueError("is no address such as https://models.example.com/v1 (without a user name or key in it)")
    return address


class News(Section):
    """Where stories come from and which are fit."""

    feeds: tuple[str, ...] = ()
    """RSS, RDF, Atom or JSON feeds: http(s) URLs or file paths."""
    folder: str = ""
    """A folder of articles (.txt, .md, .json): each file one story. Empty for none."""
    news_api_url: str = ""
    """A News API-style JSON endpoint; its key is the secret RIDDLEWIRE_NEWS_API_KEY. Empty for none."""
    max_age_hours: int = Field(default=48, ge=1, le=24 * 365)
    """Older stories are not news."""
    allow_private_hosts: bool = False
    """Whether feeds may be fetched from private and loopback addresses (an intranet feed)."""
    refused_words: tuple[str, ...] = ()
    """More words or phrases that make a story unfit, beyond the built-in list."""


class Model(Section):
    """The language model."""

    base: str = EMBEDDED
    """``embedded`` (ships with Riddlewire), a folder, or a hub name such as Qwen/Qwen2.5-0.5B-Instruct."""
    revision: str = ""
    """The exact hub revision; recommended for a hub base."""
    use_hub: bool = False
    """Whether a hub base may be downloaded. Off: only what is already on this machine."""
    quantise: Literal["", "4bit", "8bit"] = ""
    """Load the base in 4 or 8 bits (needs a GPU and the library bitsandbytes). Empty: not."""


class Endpoint(Section):
    """An OpenAI-compatible model service."""

    base_url: Annotated[str, AfterValidator(_service_address)] = ""
    """Where it is, up to and including ``/v1``. Empty for none."""
    model: str = ""
    """The model's name there."""
    endpoint: Literal["chat", "completions"] = "chat"
    """``chat`` for an assistant; ``completions`` gives a model exactly the prompt that ``tuned`` would."""
    timeout_seconds: float = Field(default=60.0, gt=0, le=3600)
    """How long it may stay silent before a request counts as failed."""
    retries: int = Field(default=3, ge=0, le=10)
    """Further attempts at a request that failed for a reason that may pass, each after a longer wait."""
    prompt_price: float = Field(default=0.0, ge=0)
    """What a million tokens read cost, in your currency."""
    completion_price: float = Field(default=0.0, ge=0)
    """What a million tokens written cost, in your currency."""


class Service(Endpoint):
    """The model service of the writer ``service``; its key is the secret RIDDLEWIRE_SERVICE_KEY."""

    prompt: PromptStyle = PromptStyle.ARTICLE
    """What the served model was taught to read: ``article``, or ``subject`` for the embedded one."""
    context: int = Field(default=8192, ge=128)
    """Tokens of its context; longer stories are cut to fit."""
    new_tokens: int = Field(default=400, ge=32, le=32_768)
    """Tokens it may write for a riddle, thoughts included."""


class Judge(Endpoint):
    """The model that `riddlewire judge` asks for its opinion; its key is the secret RIDDLEWIRE_JUDGE_KEY."""

    local: str = ""
    """A judge on this machine, where ``base_url`` is empty: a folder or hub name with a chat template."""
    new_tokens: int = Field(default=300, ge=32, le=32_768)
    """Tokens it may write for an opinion, thoughts included."""
    minimum_kappa: float = Field(default=0.4, ge=0, le=1)
    """Agreement with this team's ratings (weighted kappa, lower bound) below which the judge only advises."""


class Writing(Section):
    """How riddles are drafted."""

    writer: WriterName = "tuned"
    """Which writer drafts the daily riddle: tuned, few_shot, instruct or service."""
    examples: int = Field(default=4, ge=0, le=16)
    """Hand-written examples in a prompt of ``few_shot``; fewer where they do not fit."""
    stories_per_day: int = Field(default=6, ge=1, le=50)
    """How many stories a draft tries; the best riddle is posted, the others wait for ratings."""
    candidates: int = Field(default=4, ge=1, le=32)
    """Riddles written for each story; those that pass the screen are kept."""


Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class Calendar(Section):
    """What one channel does at other times than the rest; what is left out is as in ``[slack]``."""

    time_zone: Zone | None = None
    """IANA zone of this channel's times."""
    post_at: time | None = None
    """Local time of the daily riddle."""
    reveal_at: time | None = None
    """Local time at which the answer is shown."""
    weekly_on: Weekday | None = None
    """Weekday of the weekly summary."""
    weekly_at: time | None = None
    """Local time of the weekly summary."""
    working_days: tuple[Weekday, ...] | None = None
    """Days with a riddle."""
    holidays: tuple[date, ...] | None = None
    """Dates without a riddle."""


class Slack(Section):
    """What people see, and when."""

    channels: tuple[str, ...] = ()
    """Channel ids (C0123456789) that get the daily riddle; the bot must be invited to each."""
    admins: tuple[str, ...] = ()
    """User ids (U0123456789) that may command post, retrain, promote and rollback."""
    admin_group: str = ""
    """A user group (S0123456789) whose members are admins too; needs the scope usergroups:read and a paid plan."""
    time_zone: Zone = "UTC"
    """IANA zone of the times below."""
    post_at: time = time(9, 0)
    """Local time of the daily riddle."""
    reveal_at: time = time(16, 0)
    """Local time at which the answer is shown in the channel."""
    weekly_on: Weekday = "Fri"
    """Weekday of the weekly summary, at ``weekly_at``."""
    weekly_at: time = time(16, 30)
    """Local time of the weekly summary."""
    working_days: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri")
    """Days with a riddle."""
    holidays: tuple[date, ...] = ()
    """Dates without a riddle."""
    guesses: int = Field(default=3, ge=1, le=10)
    """Attempts each person has at a riddle."""
    calendar: dict[str, Calendar] = {}
    """By channel id: what differs there, of the times, days and zone above."""

    @field_validator("calendar")
    @classmethod
    def _known_channels(cls, found: dict[str, Calendar], told: ValidationInfo) -> dict[str, Calendar]:
        unknown = sorted(set(found) - set(told.data.get("channels", ())))
        if unknown:
            raise ValueError(f"is for {', '.join(unknown)}, which slack.channels does not list")
        return found

    def of(self, channel: str) -> "Slack":
        """These settings as they are for one channel; a channel without a calendar of its own has the common one."""
        own = self.calendar.get(channel)
        if own is None:
            return self
        return self.model_copy(update={name: value for name, value in own if value is not None})


class Training(Section):
    """When and how ratings are trained on."""

    enabled_on_slack: bool = False
    """Whether ratings from a real workspace may be trained on. Ask the workspace owner first: see README, Privacy."""
    minimum_raters: int = Field(default=3, ge=1)
    """People who must have rated a riddle before it teaches anything."""
    minimum_examples: int = Field(default=12, ge=1)
    """Liked riddles needed before a run starts."""
    retrain_on: Literal["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] = ""
    """Weekday of a retrain without command, at ``retrain_at``, if there are new ratings. Empty: none."""
    retrain_at: time = time(18, 0)
    """Time of that retrain, in slack.time_zone."""
    retrain_after: int = Field(default=0, ge=0)
    """New ratings (a person's of a riddle) after which a retrain starts without command. 0: none."""
    recipe: str = EMBEDDED
    """The recipe file in training/recipes, without .toml, or a path."""
    augmented: bool = False
    """Whether riddles that `riddlewire dataset augment` kept are trained on; ask whether its writer's terms do."""
    general_data: str = ""
    """General tasks (.jsonl, a file or a folder) mixed in so that a large base keeps its other skills. Empty: none."""
    max_minutes: int = Field(default=240, ge=1)
    """A run is stopped after this wall time."""
    price_per_hour: float = Field(default=0.0, ge=0)
    """What an hour of the machine that trains costs, in your currency; 0: the dry run tells no cost."""
    max_memory_gb: float = Field(default=0.0, ge=0)
    """A run whose processes keep more than this in memory is stopped; 0 for no limit. The bot watches it."""
    launcher: Literal["local", "torchrun", "ray", "ssh"] = "local"
    """Where fine-tuning happens: in the run's own program, as several processes here, or elsewhere (docs/scale.md)."""
    processes: int = Field(default=1, ge=1, le=1024)
    """How many processes fine-tune together; the launcher torchrun starts as many, and they check that they are."""
    shared: str = ""
    """For ``ray``: a folder that both sides reach, as a path or an fsspec address (s3://bucket/riddlewire)."""
    ray_url: str = "http://127.0.0.1:8265"
    """For ``ray``: the address of its Jobs API; its token is the environment's RAY_AUTH_TOKEN."""
    ssh_host: str = ""
    """For ``ssh``: the machine, as ``ssh`` knows it; keys and ports belong into ``~/.ssh/config``."""
    ssh_folder: str = "riddlewire-runs"
    """For ``ssh``: the folder there that gets a folder for each run."""
    ssh_python: str = "python3"
    """For ``ssh``: the Python there that has Riddlewire installed."""
    lock: str = ""
    """The file that whoever trains on this machine locks, so that two do not share a GPU. Empty: in the data folder."""


class Gate(Section):
    """Who decides, and from how much evidence."""

    approval: Literal["auto", "admin"] = "admin"
    """``auto`` promotes on the verdict; ``admin`` waits for a person to do so."""
    minimum_evidence: int = Field(default=5, ge=2)
    """Held-out stories with riddles that people liked or disliked needed before the gate may promote by its proxy."""
    canary_share: float = Field(default=0.5, ge=0, le=1)
    """Share of the drafted stories on which a challenger writes too, for blind duels. 0: no such duels."""
    duel_days: int = Field(default=7, ge=1, le=14)
    """Days a canary duel takes votes; then it is closed and counts."""
    watch_days: int = Field(default=7, ge=0)
    """Days after a promotion in which what people say may roll it back. 0: never."""


class Settings(Section):
    """The whole settings file."""

    news: News = News()
    model: Model = Model()
    service: Service = Service()
    judge: Judge = Judge()
    writing: Writing = Writing()
    slack: Slack = Slack()
    training: Training = Training()
    gate: Gate = Gate()


class Secrets(BaseModel):
    """What comes from the environment or ``.env``; never logged. A child program gets only what its work needs."""

    model_config = ConfigDict(frozen=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    riddlewire_news_api_key: SecretStr = SecretStr("")
    riddlewire_service_key: SecretStr = SecretStr("")
    riddlewire_judge_key: SecretStr = SecretStr("")
    riddlewire_database: SecretStr = SecretStr("")
    """A PostgreSQL database instead of the SQLite file: postgresql://user:password@host/name (docs/scale.md)."""


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The absolute data folder: RIDDLEWIRE_HOME, or ./var."""
    return Path(environment.get("RIDDLEWIRE_HOME") or "var").absolute()


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """The absolute path of the settings file: RIDDLEWIRE_CONFIG, or ./riddlewire.toml."""
    return Path(environment.get("RIDDLEWIRE_CONFIG") or "riddlewire.toml").absolute()


def read(path: Path) -> Settings:
    """The settings in a file; all defaults if the file does not exist.

    Raises SettingsError for a file that is unreadable, no TOML, or has unknown or impossible values.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings file {path} cannot be read ({error}); check its permissions and encoding."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings file {path} is not valid TOML ({error}); correct that line.") from error
    return parse(values, str(path))


def parse(values: Mapping[str, object], origin: str) -> Settings:
    """Settings from a mapping; ``origin`` names it in errors. Raises SettingsError."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_first_fault(error, origin)) from error


def secrets(environment: Mapping[str, str] = os.environ, dotenv: Path | None = None) -> Secrets:
    """Secrets from the environment, completed from a ``.env`` file where the environment has none."""
    found = {key: value for key, value in dotenv_values(dotenv).items() if value} if dotenv else {}
    found |= {key: value for key, value in environment.items() if value}
    return Secrets.model_validate({name: found[name.upper()] for name in Secrets.model_fields if name.upper() in found})


def redacted(text: str) -> str:
    """A text with everything that looks like a Slack token, hook or ticket, or a password in a URL, replaced."""
    return _SECRET.sub("[redacted]", text)


_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|https://hooks\.slack\.com/\S+|(?<=ticket=)[\w-]+|\bBearer\s+\S+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)


def _first_fault(error: ValidationError, origin: str) -> str:
    fault = error.errors()[0]
    where = ".".join(str(part) for part in fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        return (
            f"{origin} has the unknown setting {where!r}; "
            "remove it or correct its name (riddlewire.toml in the repository lists all)."
        )
    reason = fault["msg"].removeprefix("Value error, ")
    return f"{origin} sets {where} = {fault['input']!r}, but it {_as_clause(reason)}; correct that value."


def _as_clause(reason: str) -> str:
    return reason if reason.startswith("is ") else f"is refused: {reason[:1].lower()}{reason[1:]}"
