"""views.*: modals and App Homes.

Not covered: `interactivity_pointer`, which only workflow steps use.
"""

from __future__ import annotations

from typing import Any

from bot.local_slack import block_table, payloads, validation
from bot.local_slack.methods.call import Call, SlackError, unknown_files
from bot.local_slack.records import Json, View
from bot.local_slack.tickets import TicketError, Trigger
from bot.local_slack.view_stacks import ViewError
from bot.local_slack.workspace import Workspace


def open_modal(call: Call) -> Json:
    """views.open."""
    trigger = _trigger(call)
    body = checked_view(call.workspace, _view(call), block_table.MODAL)
    return _done(call, trigger, call.workspace.views.open, body)


def push(call: Call) -> Json:
    """views.push."""
    trigger = _trigger(call)
    body = checked_view(call.workspace, _view(call), block_table.MODAL)
    return _done(call, trigger, call.workspace.views.push, body)


def update(call: Call) -> Json:
    """views.update."""
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        call.need("view_id")
    found = call.workspace.views.find(view_id, external_id)
    if found is None:
        raise SlackError("not_found")
    body = checked_view(call.workspace, _view(call), found.kind)
    try:
        call.workspace.views.update(found, body, call.text("hash"))
    except ViewError as error:
        raise SlackError(str(error)) from error
    return _shown(call.workspace, "update", found)


def publish(call: Call) -> Json:
    """views.publish."""
    user = call.need("user_id")
    person = call.workspace.users.get(user)
    if person is None or person.is_bot:
        raise SlackError("user_not_found")
    if not call.workspace.manifest.home_tab:
        raise SlackError("not_enabled")
    body = checked_view(call.workspace, _view(call), block_table.HOME)
    try:
        found = call.workspace.views.publish(user, body, call.text("hash"))
    except ViewError as error:
        raise SlackError(str(error)) from error
    return _shown(call.workspace, "publish", found)


def checked_view(workspace: Workspace, view: Any, surface: str) -> Json:
    """A view definition Slack would accept, or the refusal it gives."""
    problems = validation.of_view(view, surface, workspace.refused_blocks)
    if not problems:
        problems = unknown_files(workspace, view["blocks"])
    if problems:
        raise SlackError("invalid_arguments", response_metadata={"messages": problems})
    checked: Json = view
    return checked


def _view(call: Call) -> Any:
    view = call.decoded("view", "invalid_arguments")
    if view is None:
        call.need("view")
    return view


def _trigger(call: Call) -> Trigger:
    try:
        return call.workspace.triggers.check(call.need("trigger_id"))
    except TicketError as error:
        raise SlackError(str(error)) from error


def _done(call: Call, trigger: Trigger, action: Any, body: Json) -> Json:
    try:
        found: View = action(trigger.user, body)
    except ViewError as error:
        raise SlackError(str(error)) from error
    trigger.used = True
    return _shown(call.workspace, action.__name__, found)


def _shown(workspace: Workspace, change: str, found: View) -> Json:
    workspace.changed("view", change=change, view_id=found.id, user=found.user, body=found.body)
    return {"view": payloads.view(found)}
