"""What an app's answer to view_submission does: errors, update, push, clear, or close."""

from __future__ import annotations

from typing import Any

from bot.local_slack import block_table
from bot.local_slack.methods.call import SlackError
from bot.local_slack.methods.views import checked_view
from bot.local_slack.records import Json, View
from bot.local_slack.view_stacks import ViewError
from bot.local_slack.workspace import Workspace


def apply(workspace: Workspace, view: View, body: Any) -> str:
    """Carry the answer out; returns what is wrong with it, or nothing."""
    answer: Json = body if isinstance(body, dict) else {}
    action = answer.get("response_action")
    try:
        match action:
            case None:
                workspace.views.close_top(view.user)
            case "clear":
                workspace.views.clear(view.user)
            case "errors":
                _errors(view, answer.get("errors"))
            case "update":
                shown = checked_view(workspace, answer.get("view"), block_table.MODAL)
                workspace.views.update(view, shown)
            case "push":
                shown = checked_view(workspace, answer.get("view"), block_table.MODAL)
                workspace.views.push(view.user, shown)
            case _:
                return f"unknown response_action {action!r}"
    except SlackError as error:
        return f"{error.word}: {error.fields.get('response_metadata', '')}"
    except ViewError as error:
        return str(error)
    workspace.changed("view", change=action or "close", view_id=view.id, user=view.user)
    return ""


def _errors(view: View, errors: Any) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError(f"errors must name input blocks of the view ({sorted(inputs)})")
    view.errors = {str(block_id): str(words) for block_id, words in errors.items()}
