"""Who sits on the Committee changes by the word of two who do; by the operator's alone only after three days' notice.

Every change is on the record and told to every member, before and after (security.md, "Membership").
"""

from dataclasses import replace
from datetime import date, timedelta

from bot import notices
from bot.correspondence import Correspondence
from bot.person import Account
from dialogs.outcomes import AgreeToChange, ProposeChange, RefuseChange
from dialogs.steps import Say
from storage import access, changes, delivery, outbox, people, retention, withdrawal
from storage.changes import Change, ChangeKind
from storage.errors import LastHandlerError, RefusedError
from storage.records import Member, MemberAccount, Notice
from storage.register import Register

ENOUGH = 2
"""Serving members who agree."""

NOTICE = timedelta(days=4)
"""The register keeps days, so this many make sure of 72 hours."""

LAPSES = timedelta(days=30)
"""So long, too, a member whom no message reaches holds up what takes effect by itself."""

GIVEN_UP = timedelta(days=30)


def propose(register: Register, change: Change) -> None:
    """Tells every member, and asks them. Raises RefusedError `account_taken` or `chair_needed`."""
    if change.account and people.member_by_account(register, change.account):
        raise RefusedError("account_taken")
    if change.kind is ChangeKind.REMOVE and _serving(register, change.member).chair:
        raise RefusedError("chair_needed")
    changes.propose(register, change)
    for member in people.members(register):
        if member.id not in change.agreed:
            outbox.owe(register, notices.change(change, member.id))
            if change.effective_on:
                outbox.owe(register, notices.by_itself(change, change.effective_on, member.id))


def carry_out(
    register: Register,
    outcome: AgreeToChange | RefuseChange | ProposeChange,
    account: Account | None,
    viewer: str,
    on: date,
    nonce: bytes,
) -> Say:
    """What a member decides or proposes. Raises RefusedError, or LastHandlerError for a removal that would leave a case
    with nobody."""
    match outcome:
        case ProposeChange():
            _propose_once(register, _proposed(register, outcome, account, viewer, on, changes.id_of(register, nonce)))
            return Say("change.agreed")
        case RefuseChange():
            refuse(register, outcome.change, viewer, on)
            return Say("change.refused")
        case AgreeToChange():
            return Say("change.made" if agree(register, outcome.change, viewer, on) else "change.agreed")


def _propose_once(register: Register, change: Change) -> None:
    """The same form sent twice proposes once. Raises RefusedError `already_proposed` for another one that says it."""
    same = [one for one in changes.pending(register) if _what(one) == _what(change)]
    if any(one.id != change.id for one in same):
        raise RefusedError("already_proposed")
    if not same:
        propose(register, change)


def _what(change: Change) -> tuple[ChangeKind, str, str, MemberAccount | None]:
    return change.kind, change.member, change.name, change.account


def _proposed(
    register: Register, outcome: ProposeChange, by: Account | None, viewer: str, on: date, change_id: str
) -> Change:
    """By a member, who agrees by that. An account is one of the platform on which it is proposed."""
    account = MemberAccount(by.platform, by.workspace, outcome.account) if by and outcome.account else None
    name = _serving(register, outcome.member).name if outcome.member else outcome.name
    kind = ChangeKind(outcome.kind)
    return Change(change_id, kind, outcome.member, name, account, on, viewer, (viewer,))


def agree(register: Register, change_id: str, viewer: str, on: date) -> bool:
    """True when it took effect with that. Raises as `carry_out`; then the caller's transaction must end."""
    change = changes.agree(register, change_id, viewer, on)
    serving = {member.id for member in people.members(register)}
    if len(serving & set(change.agreed)) < ENOUGH:
        return False
    _make(register, change, viewer, on)
    return True


def refuse(register: Register, change_id: str, viewer: str, on: date) -> None:
    """One member's no ends it. Raises RefusedError."""
    _tell(register, changes.refuse(register, change_id, viewer, on), "notice.change_refused")


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
    _tell(register, change, "notice.change_lapsed")


def _make_or_drop(register: Register, change: Change, today: date) -> bool:
    try:
        with register.db.atomic():
            _make(register, change, people.OPERATOR, today)
    except (RefusedError, LastHandlerError):
        _lapse(register, change, today)
        return False
    return True


def _make(register: Register, change: Change, by: str, on: date) -> None:
    match change.kind:
        case ChangeKind.ACCOUNT:
            accounts = (*_serving(register, change.member).accounts, *_account(change))
            people.set_accounts(register, change.member, accounts, on, by)
        case ChangeKind.ADD:
            people.add_member(register, change.name, _account(change), on, by)
        case ChangeKind.REMOVE:
            remove(register, change.member, on, by)
        case ChangeKind.CHAIR:
            people.set_roles(register, change.member, _acting(register, change.member), on, by)
    changes.settle(register, change, "change_made", by, on)
    _tell(register, change, "notice.change_made")


def remove(register: Register, member_id: str, on: date, by: str) -> None:
    """With the removal, every message that this person was sent is taken back. Raises as `people.remove_member`."""
    leaving = _serving(register, member_id)
    theirs = access.cases_of(register, member_id)
    shown = [notice for case in theirs for notice in Correspondence(register, case).shown_to(member_id)]
    people.remove_member(register, member_id, on, by)
    for notice in shown:
        for account in _where(notice, leaving):
            outbox.owe(register, replace(notices.blank(notice), account=account))


def _where(shown: Notice, leaving: Member) -> tuple[MemberAccount, ...]:
    """The account that it went to; all of them while nobody knows whether it arrived at one."""
    platform = shown.ref.partition(" ")[0]
    there = tuple(account for account in leaving.accounts if account.platform == platform)
    return there[:1] or leaving.accounts


def _give_up(register: Register, today: date) -> None:
    """What could not be taken back in a month from somebody who has left never will be: they, too, are gone there."""
    for notice in outbox.parked(register):
        left = people.removed_on(register, notice.to) if notice.key == notices.BLANKED else None
        if left is not None and left + GIVEN_UP <= today:
            delivery.sent(register, notice.id, "", notice.case)


def _acting(register: Register, chair: str) -> str | None:
    """Who acted goes on, unless it is the new Chair; then the old one does."""
    serving = people.members(register)
    before = next((m.id for m in serving if m.acting and m.id != chair), None)
    return before or next((m.id for m in serving if m.chair and m.id != chair), None)


def _tell(register: Register, change: Change, key: str) -> None:
    for member in people.members(register):
        outbox.owe(register, notices.decided(change, member.id, key))


def _account(change: Change) -> tuple[MemberAccount, ...]:
    return (change.account,) if change.account else ()


def _serving(register: Register, member_id: str) -> Member:
    found = people.member(register, member_id)
    if found is None:
        raise RefusedError("unknown_member")
    return found
