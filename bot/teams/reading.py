"""Reads an activity, as Teams sends its JSON: another shape than expected is an empty value, never an error."""

from collections.abc import Iterator
from datetime import datetime

from bot.teams.received import JSON, Installed, Invoke, Message, Place, Sender, object_of

Happened = Message | Invoke | Installed

PERSONAL = "personal"
HTML = "text/html"
"""Teams attaches the message's own text once more, with its formatting: that is no file."""


def read(activity: JSON, sender: Sender) -> Happened | None:
    """None for what nobody here listens for: edits, reactions, typing, and the app's own upgrades, of which Teams tells
    everybody who was welcomed long ago."""
    place, value, action = place_of(activity), object_of(activity.get("value")), text_of(activity.get("action"))
    match activity.get("type"):
        case "message":
            return Message(sender, place, text_of(activity.get("text")), value, _files(activity))
        case "invoke":
            return _invoke(activity, sender, place, value)
        case "installationUpdate" if action in {"add", "remove"}:
            return Installed(sender, place, added=action == "add", at=_when(activity))
        case "conversationUpdate" if _names_us(activity, "membersAdded"):
            return Installed(sender, place, added=True, at=_when(activity))
        case "conversationUpdate" if _names_us(activity, "membersRemoved"):
            return Installed(sender, place, added=False, at=_when(activity))
    return None


def _invoke(activity: JSON, sender: Sender, place: Place, value: JSON) -> Invoke:
    """A button's data stand one level lower than a dialog's."""
    action = object_of(value.get("action"))
    data = object_of(action.get("data") if action else value.get("data"))
    return Invoke(sender, place, text_of(activity.get("name")), text_of(action.get("verb")), data)


def _when(activity: JSON) -> datetime | None:
    """None when Teams names no time, or one without its zone."""
    try:
        at = datetime.fromisoformat(text_of(activity.get("timestamp")))
    except ValueError:
        return None
    return at if at.tzinfo else None


def place_of(activity: JSON) -> Place:
    conversation, channel_data = object_of(activity.get("conversation")), object_of(activity.get("channelData"))
    id_, kind = text_of(conversation.get("id")), conversation.get("conversationType")
    pressed = activity.get("type") == "invoke" or activity.get("value")
    return Place(
        id_.partition(";")[0] if kind == "channel" else id_,
        text_of(activity.get("serviceUrl")),
        kind == PERSONAL,
        _id_in(activity, "recipient"),
        text_of(activity.get("replyToId" if pressed else "id")),
        _id_in(channel_data, "team"),
        _id_in(channel_data, "channel"),
    )


def account_of(activity: JSON) -> str:
    """The Entra object id of whoever did it; "" for a bot, and when none is named."""
    sender = object_of(activity.get("from"))
    return text_of(sender.get("aadObjectId")).lower() if sender.get("role") != "bot" else ""


def member_of(activity: JSON) -> str:
    """The id of whoever did it, as a member of the conversation; "" when none is named."""
    return _id_in(activity, "from")


def locale_of(activity: JSON) -> str:
    """As Teams says it: of the activity, else of the client that sent it."""
    infos = (one.get("locale") for one in _objects(activity, "entities") if one.get("type") == "clientInfo")
    return text_of(activity.get("locale")) or next(map(text_of, infos), "")


def text_of(value: object) -> str:
    """Half of a surrogate pair, which no file can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _id_in(told: JSON, name: str) -> str:
    return text_of(object_of(told.get(name)).get("id"))


def _objects(told: JSON, name: str) -> Iterator[JSON]:
    listed = told.get(name)
    return map(object_of, listed if isinstance(listed, list) else ())


def _files(activity: JSON) -> bool:
    return any(text_of(one.get("contentType")) != HTML for one in _objects(activity, "attachments"))


def _names_us(activity: JSON, name: str) -> bool:
    """Teams tells of other people who join a team as well."""
    ours = _id_in(activity, "recipient")
    return bool(ours) and any(one.get("id") == ours for one in _objects(activity, name))
