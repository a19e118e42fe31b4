"""Who sits on the Committee changes by the word of two who do; by the operator's alone only after three days' notice.

Every change is on the record and told to every member, before and after.
"""

from datetime import date

from bot import changing, notices
from bot.changing import serving_member
from bot.person import Account
from dialogs.outcomes import AgreeToChange, ProposeChange, RefuseChange
from dialogs.steps import Say
from storage import changes, outbox, people
from storage.changes import Change, ChangeKind
from storage.errors import RefusedError
from storage.records import Member, MemberAccount
from storage.register import Register

ENOUGH = 2
"""Serving members who agree."""


def propose(register: Register, change: Change) -> None:
    """Tells every member, and asks them. Raises RefusedError `account_taken` or `chair_needed`."""
    if change.account and people.member_by_account(register, change.account):
        raise RefusedError("account_taken")
    if change.kind is ChangeKind.REMOVE and serving_member(register, change.member).chair:
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
    name = called(register, serving_member(register, outcome.member)) if outcome.member else outcome.name
    kind = ChangeKind(outcome.kind)
    return Change(change_id, kind, outcome.member, name, account, on, viewer, (viewer,))


def called(register: Register, member: Member) -> str:
    """With the id beside it where somebody else who serves has the same name."""
    shared = [one for one in people.members(register) if one.name == member.name]
    return f"{member.name} · {member.id}" if len(shared) > 1 else member.name


def agree(register: Register, change_id: str, viewer: str, on: date) -> bool:
    """True when it took effect with that. Raises as `carry_out`; then the caller's transaction must end."""
    change = changes.agree(register, change_id, viewer, on)
    serving = {member.id for member in people.members(register)}
    if len(serving & set(change.agreed)) < ENOUGH:
        return False
    changing.make(register, change, viewer, on)
    return True


def refuse(register: Register, change_id: str, viewer: str, on: date) -> None:
    """One member's no ends it. Raises RefusedError."""
    changing.tell(register, changes.refuse(register, change_id, viewer, on), "notice.change_refused")
