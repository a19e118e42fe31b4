"""After a restore: whoever is kept out anew, or serves no more, may have messages that were to be taken back."""

from dataclasses import replace

from bot import notices
from bot.correspondence import Correspondence, hidden_from_nobody
from storage import access, cases, outbox, people, withdrawal
from storage.records import Member
from storage.register import Register


def take_back_again(register: Register) -> None:
    """Owes it to everybody who ever served, for every case that they may not see."""
    ever = people.everybody(register)
    for case in cases.numbers(register):
        _take_back(register, case, ever)
    for member in ever:
        if people.member(register, member.id) is None:
            withdrawal.withdraw_all(register, member.id)


def _take_back(register: Register, case: str, ever: tuple[Member, ...]) -> None:
    handlers = access.handlers(register, case)
    for member in ever:
        if member.id not in handlers:
            _take_back_from(register, case, member)
    if not hidden_from_nobody(register, handlers):
        Correspondence(register, case).take_back(notices.CHANNEL)


def _take_back_from(register: Register, case: str, member: Member) -> None:
    """Wherever they have an account: who serves no more is found by it alone."""
    shown = Correspondence(register, case).shown_to(member.id)
    withdrawal.withdraw(register, case, member.id)
    for notice in shown:
        platform = notice.ref.partition(" ")[0]
        there = tuple(account for account in member.accounts if account.platform == platform)
        for account in there[:1] or member.accounts:
            outbox.owe(register, replace(notices.blank(notice), account=account))
