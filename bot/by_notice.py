"""A change of the Committee that nobody decides takes effect by itself when its days of notice are over, or lapses."""

from datetime import date, timedelta

from bot import changing, notices
from storage import changes, delivery, outbox, people, retention, withdrawal
from storage.changes import Change, ChangeKind
from storage.errors import LastHandlerError, RefusedError
from storage.register import Register

NOTICE = timedelta(days=4)
"""The register keeps days, so this many make sure of 72 hours."""

LAPSES = timedelta(days=30)
"""So long, too, a member whom no message reaches holds up what takes effect by itself."""

GIVEN_UP = timedelta(days=30)


def look(register: Register, today: date) -> int:
    """How many took effect today because their days of notice are over. What nobody decides lapses."""
    sure = retention.advance(register, today)
    _give_up(register, today)
    made = 0
    for change in changes.pending(register):
        if _is_over(register, change, today, sure=sure):
            made += _make_or_drop(register, change, today)
        elif change.on + LAPSES < today:
            _lapse(register, change, today)
    return made


def _is_over(register: Register, change: Change, today: date, *, sure: bool) -> bool:
    """Its days of notice: by a day that is `sure`, and every member was told. The first account of somebody who has
    none waits for neither: before that, `serve` tells nobody anything."""
    if change.effective_on is None or today < change.effective_on:
        return False
    return _is_first_account(register, change) or (sure and _was_told(register, change, today))


def _is_first_account(register: Register, change: Change) -> bool:
    found = people.member(register, change.member) if change.kind is ChangeKind.ACCOUNT else None
    return found is not None and not found.accounts


def _was_told(register: Register, change: Change, today: date) -> bool:
    """Whom it concerns may be beyond reach: that may be why. Another who is holds it up for `LAPSES` at most, as long
    as somebody was told."""
    others = [m.id for m in people.members(register) if m.accounts and m.id != change.member]
    untold = {id_: notices.of_change(outbox.sent_for(register, "", id_), change) for id_ in others}
    waiting = [unsent for unsent in untold.values() if unsent]
    tried = all(notice.reason for unsent in waiting for notice in unsent)
    return not waiting or (tried and len(waiting) < len(others) and change.on + LAPSES <= today)


def _make_or_drop(register: Register, change: Change, today: date) -> bool:
    try:
        with register.db.atomic():
            changing.make(register, change, people.OPERATOR, today)
    except (RefusedError, LastHandlerError):
        _lapse(register, change, today)
        return False
    return True


def give_up_waiting(register: Register, today: date) -> None:
    """After a restore: one that waited when the backup was made may have been refused since. Every member is told."""
    waiting = changes.pending(register)
    for change in waiting:
        for member in people.members(register):
            withdrawal.withdraw_loose(register, member.id, (f"notice.change.{change.kind}", "notice.change_by_itself"))
    for change in waiting:
        _lapse(register, change, today)


def _lapse(register: Register, change: Change, today: date) -> None:
    changes.settle(register, change, "change_lapsed", people.OPERATOR, today)
    changing.tell(register, change, "notice.change_lapsed")


def _give_up(register: Register, today: date) -> None:
    """What could not be taken back in a month from somebody who has left never will be: they, too, are gone there."""
    for notice in outbox.parked(register):
        left = people.removed_on(register, notice.to) if notice.key == notices.BLANKED else None
        if left is not None and left + GIVEN_UP <= today:
            delivery.sent(register, notice.id, "", notice.case)
