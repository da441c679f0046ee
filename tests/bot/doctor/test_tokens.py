import pytest
from pydantic import SecretStr

from bot.doctor import tokens
from riddles.errors import SettingsError
from riddles.settings import Secrets


def secrets(bot: str = "xoxb-1", app: str = "xapp-1", signing: str = "s") -> Secrets:
    return Secrets(
        slack_bot_token=SecretStr(bot), slack_app_token=SecretStr(app), slack_signing_secret=SecretStr(signing)
    )


@pytest.mark.parametrize("http", [False, True])
def test_the_right_secrets_have_no_fault(http: bool) -> None:
    assert tokens.faults(secrets(), http) == []


def test_each_mode_asks_only_for_what_it_needs() -> None:
    assert tokens.faults(secrets(signing=""), http=False) == []
    assert tokens.faults(secrets(app=""), http=True) == []
    assert "SLACK_SIGNING_SECRET is missing" in tokens.faults(secrets(signing=""), http=True)[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (secrets(bot=""), "SLACK_BOT_TOKEN is missing"),
        (secrets(app=""), "SLACK_APP_TOKEN is missing"),
        (secrets(bot="xapp-1"), "SLACK_BOT_TOKEN holds an app-level token"),
        (secrets(bot="xoxp-1"), "SLACK_BOT_TOKEN holds a user token"),
        (secrets(app="xoxb-1"), "SLACK_APP_TOKEN holds a bot token"),
        (secrets(app="hello"), "SLACK_APP_TOKEN holds something else"),
    ],
)
def test_a_missing_or_wrong_secret_is_named_without_being_shown(given: Secrets, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        tokens.check(given, http=False)
    assert "hello" not in str(caught.value)
