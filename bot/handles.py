"""What a button carries: handles that are looked up again when it is pressed, never a decision."""

from dataclasses import dataclass
from enum import StrEnum

PARTED = "|"


class Kind(StrEnum):
    """The first word of an action_id in Slack, the verb in Teams. Each has its row in the tests of forged actions."""

    OFFER = "offer"  # begins a dialog
    FILL = "fill"  # opens a dialog's form in a window
    CHOOSE = "choose"  # answers a form that asks for one choice
    BACK = "back"  # takes a walk's last answer back
    PAGE = "page"  # goes on reading in a window


IN_PLACE = frozenset({Kind.CHOOSE, Kind.BACK})
WALK_ENDS = frozenset({"pause", "forget"})


@dataclass(frozen=True, slots=True)
class Pressed:
    """`regarding` is a case, a section or empty. `key`, `field` and `option` belong to CHOOSE, `page` to PAGE."""

    kind: Kind
    dialog: str = ""
    regarding: str = ""
    key: str = ""
    field: str = ""
    option: str = ""
    page: int = 0

    @property
    def in_place(self) -> bool:
        """A walk stays in the one message, so that a history does not keep its answers."""
        return self.kind in IN_PLACE or (self.kind is Kind.OFFER and self.dialog in WALK_ENDS)

    @property
    def value(self) -> str:
        match self.kind:
            case Kind.CHOOSE:
                return PARTED.join((self.dialog, self.regarding, self.key, self.field, self.option))
            case Kind.PAGE:
                return str(self.page)
        return PARTED.join((self.dialog, self.regarding))


def pressed(action: str, value: str) -> Pressed | None:
    """None for what is not ours. Missing parts are empty: the conversation answers to those with the menu."""
    kind = action.partition(".")[0]
    if kind not in set(Kind):
        return None
    if kind == Kind.PAGE:
        return Pressed(Kind.PAGE, page=int(value) if value.isdecimal() and len(value) < 4 else 0)
    dialog, regarding, key, field, option = (value.split(PARTED) + [""] * 5)[:5]
    return Pressed(Kind(kind), dialog, regarding, key, field, option)
