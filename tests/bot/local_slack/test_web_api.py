"""The Web API: tokens, scopes, posting, editing, reading, and the words of refusal."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack import LocalSlack
from tests.bot.local_slack.parts import button, buttons, section


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    return str(caught.value.response["error"])


def of(slack: LocalSlack, token: str | None = None) -> WebClient:
    return WebClient(token or slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def test_a_wrong_or_missing_token_is_refused_as_slack_words_it(slack: LocalSlack) -> None:
    assert refusal(of(slack, "xoxb-wrong").auth_test) == "invalid_auth"
    assert refusal(WebClient(base_url=slack.api_url).auth_test) == "not_authed"


def test_each_token_opens_only_its_own_doors(slack: LocalSlack) -> None:
    bot = of(slack)
    assert refusal(bot.apps_connections_open, app_token=slack.bot_token) == "not_allowed_token_type"
    assert refusal(of(slack, slack.app_token).chat_postMessage, channel="riddles", text="x") == "not_allowed_token_type"
    assert bot.apps_connections_open(app_token=slack.app_token)["url"].startswith("ws://127.0.0.1:")


def test_a_scope_the_manifest_lacks_is_named(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.conversations_list()
    answer = caught.value.response
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "channels:read"
    assert answer["provided"] == "chat:write,commands,files:write"


def test_methods_slack_does_not_have_are_unknown(client: WebClient) -> None:
    assert refusal(client.api_call, "chat.postmessage") == "unknown_method"


def test_json_form_and_empty_bodies_are_read(slack: LocalSlack) -> None:
    def post(method: str, body: bytes, kind: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": kind}
        request = urllib.request.Request(f"{slack.api_url}{method}", body, headers)
        with urllib.request.urlopen(request) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    form = urllib.parse.urlencode({"channel": "riddles", "blocks": json.dumps([section("from a form")])})
    assert post("auth.test", b"", "application/json; charset=utf-8")["user_id"] == "U0BOT"
    assert post("chat.postMessage", form.encode(), "application/x-www-form-urlencoded")["ok"]
    assert post("chat.postMessage", b'{"channel":"riddles","text":"json"}', "application/json")["ok"]
    texts = [message.readable for message in slack.person("U0YOU").messages()]
    assert texts == ["from a form", "json"]


def test_posting_fails_where_the_app_may_not_write(slack: LocalSlack, client: WebClient) -> None:
    assert refusal(client.chat_postMessage, channel="nowhere", text="x") == "channel_not_found"
    assert refusal(client.chat_postMessage, channel="general", text="x") == "not_in_channel"
    assert refusal(client.api_call, "chat.postMessage", json={"channel": "riddles"}) == "no_text"
    assert refusal(client.chat_postMessage, channel="riddles", text="x" * 40_001) == "msg_too_long"
    slack.archive("riddles")
    assert refusal(client.chat_postMessage, channel="riddles", text="x") == "is_archived"


def test_the_bot_may_be_invited_and_removed(slack: LocalSlack, client: WebClient) -> None:
    slack.invite_bot("general")
    assert client.chat_postMessage(channel="#general", text="hello")["ok"]
    slack.remove_bot("general")
    assert refusal(client.chat_postMessage, channel="general", text="x") == "not_in_channel"


def test_a_persons_id_means_the_conversation_with_them(slack: LocalSlack, client: WebClient) -> None:
    answer = client.chat_postMessage(channel="U0TEAM1", text="just you")
    assert answer["channel"].startswith("D")
    assert slack.person("U0TEAM1").sees(answer["channel"], "just you").user == "U0BOT"


def test_markdown_text_becomes_a_markdown_block(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postMessage(channel="riddles", markdown_text="**bold**")
    assert slack.person("U0YOU").sees(text="**bold**").blocks[0]["type"] == "markdown"
    assert refusal(client.chat_postMessage, channel="riddles", text="x", markdown_text="y") == "markdown_text_conflict"


def test_blocks_get_ids_and_an_edit_without_blocks_removes_them(client: WebClient) -> None:
    posted = client.chat_postMessage(channel="riddles", text="t", blocks=[section("s"), buttons(button("a", "A"))])
    assert all(block["block_id"] for block in posted["message"]["blocks"])
    edited = client.chat_update(channel=posted["channel"], ts=posted["ts"], text="only text")
    assert "blocks" not in edited["message"]


def test_only_edits_of_plain_text_are_marked_as_edited(client: WebClient) -> None:
    blocky = client.chat_postMessage(channel="riddles", text="t", blocks=[section("1")])
    plain = client.chat_postMessage(channel="riddles", text="1")
    again = client.chat_update(channel=blocky["channel"], ts=blocky["ts"], text="t", blocks=[section("2")])
    assert "edited" not in again["message"]
    assert client.chat_update(channel=plain["channel"], ts=plain["ts"], text="2")["message"]["edited"]


def test_only_existing_messages_of_the_app_can_be_edited_or_deleted(slack: LocalSlack, client: WebClient) -> None:
    theirs = slack.person("U0YOU").write("mine")
    place = {"channel": theirs.channel, "ts": theirs.ts}
    assert refusal(client.chat_update, **place, text="x") == "cant_update_message"
    assert refusal(client.chat_delete, **place) == "cant_delete_message"
    assert refusal(client.chat_update, channel=theirs.channel, ts="1.000001", text="x") == "message_not_found"
    own = client.chat_postMessage(channel="riddles", text="x")
    client.chat_delete(channel=own["channel"], ts=own["ts"])
    assert refusal(client.chat_delete, channel=own["channel"], ts=own["ts"]) == "message_not_found"


def test_history_is_newest_first_paged_and_without_replies_and_ephemerals(wide: LocalSlack) -> None:
    client = of(wide)
    for text in ("one", "two", "three"):
        sent = client.chat_postMessage(
            channel="riddles", text=text, metadata={"event_type": "e", "event_payload": {"n": 1}}
        )
    client.chat_postMessage(channel="riddles", text="reply", thread_ts=sent["ts"])
    client.chat_postEphemeral(channel="riddles", user="U0YOU", text="secret")
    page = client.conversations_history(channel=sent["channel"], limit=2)
    assert [message["text"] for message in page["messages"]] == ["three", "two"]
    assert page["messages"][0]["reply_count"] == 1
    assert "metadata" not in page["messages"][0]
    rest = client.conversations_history(
        channel=sent["channel"], cursor=page["response_metadata"]["next_cursor"], include_all_metadata=True
    )
    assert [message["metadata"]["event_type"] for message in rest["messages"]] == ["e"]
    newer = client.conversations_history(channel=sent["channel"], oldest=sent["ts"])
    assert newer["messages"] == []
    thread = client.conversations_replies(channel=sent["channel"], ts=sent["ts"])
    assert [message["text"] for message in thread["messages"]] == ["three", "reply"]


def test_channels_people_and_reactions_are_told_to_an_app_with_the_scopes(wide: LocalSlack) -> None:
    client = of(wide)
    names = [channel["name"] for channel in client.conversations_list()["channels"]]
    assert names == ["riddles", "general"]
    assert client.conversations_info(channel="C0RIDDLES")["channel"]["is_member"] is True
    assert "U0BOT" in client.conversations_members(channel="C0RIDDLES")["members"]
    assert client.conversations_open(users="U0TEAM1")["channel"]["id"].startswith("D")
    assert client.users_info(user="U0YOU")["user"]["is_admin"] is True
    assert refusal(client.users_info, user="U0NOBODY") == "user_not_found"
    assert refusal(client.usergroups_users_list, usergroup="S0") == "no_such_subteam"
    group = wide.add_group("riddle-admins", ["U0YOU", "U0TEAM1"])
    assert client.usergroups_users_list(usergroup=group)["users"] == ["U0YOU", "U0TEAM1"]
    (listed,) = client.usergroups_list(include_users=True)["usergroups"]
    assert (listed["id"], listed["handle"], listed["users"]) == (group, "riddle-admins", ["U0YOU", "U0TEAM1"])
    sent = client.chat_postMessage(channel="riddles", text="x")
    client.reactions_add(channel=sent["channel"], timestamp=sent["ts"], name="tada")
    assert (
        refusal(client.reactions_add, channel=sent["channel"], timestamp=sent["ts"], name="tada") == "already_reacted"
    )
    assert client.chat_getPermalink(channel=sent["channel"], message_ts=sent["ts"])["permalink"].endswith(
        sent["ts"].replace(".", "")
    )


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def test_a_picture_is_uploaded_in_three_steps_and_shared_with_alt_text(slack: LocalSlack, client: WebClient) -> None:
    answer = client.files_upload_v2(
        channel="C0RIDDLES",
        content=PNG,
        filename="chart.png",
        title="Ratings",
        alt_txt="Ratings rise",
        initial_comment="This week",
    )
    shared = slack.person("U0YOU").sees(text="This week")
    assert shared.files == [answer["file"]["id"]]
    stored = slack.workspace.files[answer["file"]["id"]]
    assert (stored.mimetype, stored.alt_text, stored.title) == ("image/png", "Ratings rise", "Ratings")
    assert stored.content == PNG


def test_uploads_need_a_channel_the_app_is_in(client: WebClient) -> None:
    assert refusal(client.files_upload_v2, channel="C0GENERAL", content=PNG, filename="a.png") == "not_in_channel"
    assert (
        refusal(client.files_completeUploadExternal, files=[{"id": "F0"}], channel_id="C0RIDDLES") == "file_not_found"
    )
