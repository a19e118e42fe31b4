"""Reads an activity: another shape than expected is an empty value, never an error."""

from collections.abc import Iterable
from typing import Any

from bot.teams.received import JSON, Installed, Invoke, Message, Place, Sender, object_of

Happened = Message | Invoke | Installed

PERSONAL = "personal"
HTML = "text/html"
"""Teams attaches the message's own text once more, with its formatting: that is no file."""


def read(activity: Any, sender: Sender) -> Happened | None:
    """Of a `botbuilder.schema.Activity`. None for what nobody here listens for: edits, reactions, typing."""
    place, value = place_of(activity), object_of(activity.value)
    match activity.type:
        case "message":
            return Message(sender, place, text_of(activity.text), value, _files(activity))
        case "invoke":
            return _invoke(activity, sender, place, value)
        case "installationUpdate" if activity.action in {"add", "add-upgrade", "remove", "remove-upgrade"}:
            return Installed(sender, place, added=activity.action.startswith("add"))
        case "conversationUpdate" if _names_us(activity, activity.members_added):
            return Installed(sender, place, added=True)
        case "conversationUpdate" if _names_us(activity, activity.members_removed):
            return Installed(sender, place, added=False)
    return None


def _invoke(activity: Any, sender: Sender, place: Place, value: JSON) -> Invoke:
    """A button's data stand one level lower than a dialog's."""
    action = object_of(value.get("action"))
    verb = action.get("verb")
    data = object_of(action.get("data") if action else value.get("data"))
    return Invoke(sender, place, text_of(activity.name), verb if isinstance(verb, str) else "", data)


def place_of(activity: Any) -> Place:
    conversation, channel_data = activity.conversation, object_of(activity.channel_data)
    id_ = text_of(conversation.id if conversation else "")
    invoked = activity.type == "invoke"
    return Place(
        id_.partition(";")[0] if _kind(activity) == "channel" else id_,
        text_of(activity.service_url),
        _kind(activity) == PERSONAL,
        text_of(activity.recipient.id if activity.recipient else ""),
        text_of(activity.reply_to_id if invoked or activity.value else activity.id),
        _id_in(channel_data, "team"),
        _id_in(channel_data, "channel"),
    )


def account_of(activity: Any) -> str:
    """The Entra object id of whoever did it; "" for a bot, and when none is named."""
    sender = activity.from_property
    return text_of(sender.aad_object_id).lower() if sender and sender.role != "bot" else ""


def locale_of(activity: Any) -> str:
    """As Teams says it: of the activity, else of the client that sent it."""
    infos = (
        object_of(e.additional_properties).get("locale") for e in activity.entities or () if e.type == "clientInfo"
    )
    return text_of(activity.locale) or next((text_of(info) for info in infos), "")


def text_of(value: object) -> str:
    """Half of a surrogate pair, which no file can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _kind(activity: Any) -> str:
    return text_of(activity.conversation.conversation_type if activity.conversation else "")


def _id_in(channel_data: JSON, name: str) -> str:
    return text_of(object_of(channel_data.get(name)).get("id"))


def _files(activity: Any) -> bool:
    return any(a is not None and text_of(a.content_type) != HTML for a in activity.attachments or ())


def _names_us(activity: Any, members: Iterable[Any] | None) -> bool:
    """Teams tells of other people who join a team as well."""
    ours = activity.recipient.id if activity.recipient else None
    return any(member is not None and member.id == ours for member in members or ()) and ours is not None
