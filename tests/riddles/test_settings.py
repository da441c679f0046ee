import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from riddles import settings
from riddles.errors import SettingsError

EXAMPLE = Path(settings.__file__).resolve().parents[1] / "riddlewire.toml"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "riddlewire.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_file_means_all_defaults(tmp_path: Path) -> None:
    assert settings.read(tmp_path / "none.toml") == settings.Settings()


def test_the_file_in_the_repository_has_every_setting_at_its_default_and_some_feeds() -> None:
    told = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    read = settings.read(EXAMPLE)

    assert {(name, key) for name, keys in told.items() for key in keys} == {
        (name, key) for name, section in settings.Settings() for key in type(section).model_fields
    }
    assert read.news.feeds
    assert all(feed.startswith("https://") for feed in read.news.feeds)
    without_feeds = read.model_copy(update={"news": read.news.model_copy(update={"feeds": ()})})
    assert without_feeds == settings.Settings()


def test_values_are_read_by_section(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '\ufeff[slack]\ntime_zone = "Europe/Lisbon"\npost_at = 08:30:00\nholidays = [2026-12-25]\n'
        '[news]\nfolder = "n"\n',
    )

    read = settings.read(path)

    assert read.slack.time_zone == "Europe/Lisbon"
    assert read.slack.post_at == time(8, 30)
    assert read.slack.holidays == (date(2026, 12, 25),)
    assert read.news.folder == "n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[news]\nfeed = []", "unknown setting 'news.feed'"),
        ("[new]\nfeeds = []", "unknown setting 'new'"),
        ("[slack]\ntime_zone = 'Lisbon'", "is no IANA time zone"),
        ("[slack]\ntime_zone = '../etc'", "is no IANA time zone"),
        ("[news]\nmax_age_hours = 0", "news.max_age_hours = 0"),
        ("[slack]\nweekly_on = 'Friday'", "slack.weekly_on"),
        ("news = 3", "news = 3"),
        ('[slack]\nchannels = ["C1"]\n[slack.calendar.C2]\npost_at = 08:00:00', "is for C2, which slack.channels"),
        (
            '[slack]\nchannels = ["C1"]\n[slack.calendar.C1]\npost = 08:00:00',
            "unknown setting 'slack.calendar.C1.post'",
        ),
        ('[slack]\nchannels = ["C1"]\n[slack.calendar.C1]\ntime_zone = "Mars"', "is no IANA time zone"),
        ("[news\n", "not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_with_the_place(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault.replace(".", r"\.")) as caught:
        settings.read(write(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_folder_or_another_encoding_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.read(tmp_path)
    path = tmp_path / "latin.toml"
    path.write_bytes("# Café".encode("latin-1"))
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.read(path)


def test_settings_cannot_be_changed_after_reading() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.Settings().news.folder = "x"


def test_secrets_come_from_the_environment_before_the_dotenv_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("SLACK_BOT_TOKEN=from-file\nSLACK_APP_TOKEN=from-file\nOTHER=x\n")

    read = settings.secrets({"SLACK_BOT_TOKEN": "from-environment", "SLACK_SIGNING_SECRET": ""}, dotenv)

    assert read.slack_bot_token.get_secret_value() == "from-environment"
    assert read.slack_app_token.get_secret_value() == "from-file"
    assert read.slack_signing_secret.get_secret_value() == ""
    assert "from-" not in repr(read)


def test_a_missing_dotenv_file_is_no_fault(tmp_path: Path) -> None:
    assert settings.secrets({}, tmp_path / ".env") == settings.Secrets()


def test_folders_are_absolute_and_follow_the_environment(tmp_path: Path) -> None:
    assert settings.home({"RIDDLEWIRE_HOME": str(tmp_path)}) == tmp_path
    assert settings.home({}) == Path("var").absolute()
    assert settings.settings_path({"RIDDLEWIRE_CONFIG": ""}) == Path("riddlewire.toml").absolute()


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-abc",
        "xapp-1-A-b",
        "https://hooks.slack.com/services/T/B/x",
        "wss://x/?ticket=abc-1",
        "Authorization: Bearer abc.d",
        "postgresql://riddles:abc@db.example.com/riddles",
    ],
)
def test_whatever_looks_like_a_secret_is_redacted(secret: str) -> None:
    shown = settings.redacted(f"failed with {secret} today")

    assert "[redacted]" in shown
    assert not any(part in shown for part in ("abc", "xoxb-1", "services/T", "xapp-1"))
    assert shown.endswith("today")


@pytest.mark.parametrize(
    "address", ["models.example.com/v1", "ftp://models", "https://me:key@models.example.com/v1", "x"]
)
def test_a_service_address_that_is_none_or_holds_a_key_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="is no address such as"):
        settings.read(write(tmp_path, f'[service]\nbase_url = "{address}"\n'))


def test_the_service_key_is_a_secret_and_no_setting(tmp_path: Path) -> None:
    read = settings.secrets({"RIDDLEWIRE_SERVICE_KEY": "sk-hidden"})

    assert read.riddlewire_service_key.get_secret_value() == "sk-hidden"
    assert "sk-hidden" not in repr(read)
    with pytest.raises(SettingsError, match=r"unknown setting 'service\.key'"):
        settings.read(write(tmp_path, "[service]\nkey = 'sk-hidden'\n"))
