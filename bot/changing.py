"""A change of the Committee takes effect: what it does to the register, and who is told."""

from dataclasses import replace
from datetime import date

from bot import notices
from bot.correspondence import Correspondence
from storage import access, changes, outbox, people
from storage.changes import Change, ChangeKind
from storage.errors import RefusedError
from storage.records import Member, MemberAccount, Notice
from storage.register import Register


def make(register: Register, change: Change, by: str, on: date) -> None:
    """Raises RefusedError, or LastHandlerError for a removal that would leave a case with nobody."""
    match change.kind:
        case ChangeKind.ACCOUNT:
            accounts = (*serving_member(register, change.member).accounts, *_account(change))
            people.set_accounts(register, change.member, accounts, on, by)
        case ChangeKind.ADD:
            people.add_member(register, change.name, _account(change), on, by)
        case ChangeKind.REMOVE:
            remove(register, change.member, on, by)
        case ChangeKind.CHAIR:
            people.set_roles(register, change.member, _acting(register, change.member), on, by)
    changes.settle(register, change, "change_made", by, on)
    tell(register, change, "notice.change_made")


def remove(register: Register, member_id: str, on: date, by: str) -> None:
    """With the removal, every message that this person was sent is taken back. Raises as `people.remove_member`."""
    leaving = serving_member(register, member_id)
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


def _acting(register: Register, chair: str) -> str | None:
    """Who acted goes on, unless it is the new Chair; then the old one does."""
    serving = people.members(register)
    before = next((m.id for m in serving if m.acting and m.id != chair), None)
    return before or next((m.id for m in serving if m.chair and m.id != chair), None)


def _account(change: Change) -> tuple[MemberAccount, ...]:
    return (change.account,) if change.account else ()


def tell(register: Register, change: Change, key: str) -> None:
    """Every member, of what became of it."""
    for member in people.members(register):
        outbox.owe(register, notices.decided(change, member.id, key))


def serving_member(register: Register, member_id: str) -> Member:
    """Raises RefusedError `unknown_member`."""
    found = people.member(register, member_id)
    if found is None:
        raise RefusedError("unknown_member")
    return found
