"""What a window carries besides its fields: where in which dialog it stands. None of it decides anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.turns import Reply, Shown
from dialogs.steps import Kept, Value


@dataclass(frozen=True, slots=True)
class Carried:
    """A view's `private_metadata` in Slack, the data of a dialog's button in Teams. `kept` are the form's own hidden
    fields: of people's making only a receipt."""

    dialog: str = ""
    key: str = ""
    regarding: str = ""
    restates: tuple[str, ...] = ()
    digest: str = ""
    nonce: str = field(default="", repr=False)
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)

    def reply(self, answers: Mapping[str, Value]) -> Reply:
        return Reply(
            self.dialog,
            self.key,
            {**answers, **self.kept},
            self.regarding,
            self.restates,
            self.digest,
            self.nonce,
        )

    def before(self) -> Reply | None:
        """What led to this window, where beginning the dialog anew would not: a receipt that was given."""
        if not self.restates:
            return None
        return Reply(self.dialog, self.restates[-1], dict(self.kept), self.regarding, self.restates[:-1])


def carried(shown: Shown) -> Carried:
    form = shown.asking
    if form is None:
        return Carried(shown.dialog, regarding=shown.regarding)
    kept = {f.name: f.value for f in form.fields if isinstance(f, Kept)}
    return Carried(shown.dialog, form.key, shown.regarding, form.restates, shown.digest, shown.nonce, kept)


def packed(what: Carried) -> str:
    parts = {
        "dialog": what.dialog,
        "key": what.key,
        "regarding": what.regarding,
        "restates": list(what.restates),
        "digest": what.digest,
        "nonce": what.nonce,
        "kept": dict(what.kept),
    }
    return json.dumps({name: part for name, part in parts.items() if part}, separators=(",", ":"))


def unpacked(text: str) -> Carried:
    """Whatever comes back: what has another shape is left out."""
    try:
        parts = json.loads(text) if text else {}
    except ValueError:
        parts = {}
    if not isinstance(parts, dict):
        return Carried()
    texts = {name: part for name, part in parts.items() if isinstance(part, str)}
    kept, restates = parts.get("kept"), parts.get("restates")
    return Carried(
        texts.get("dialog", ""),
        texts.get("key", ""),
        texts.get("regarding", ""),
        tuple(key for key in restates if isinstance(key, str)) if isinstance(restates, list) else (),
        texts.get("digest", ""),
        texts.get("nonce", ""),
        {str(n): v for n, v in kept.items() if isinstance(v, str)} if isinstance(kept, dict) else {},
    )
