"""All that a register tells: its members, cases, receipts, notices and drafts, as JSON takes it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from storage import cases, drafts, outbox, people
from storage.records import Case, CaseLine, Entry, Member, MemberAccount, Notice
from storage.register import Register, day

HERE = Path(__file__).parent
KEY = bytes(range(32))
"""The master key of every register kept here: nobody's words are in them."""

Told = dict[str, Any]


def told(register: Register, asked: Told) -> Told:
    """`asked` names the day, the receipts, and the accounts that may have drafts."""
    serving = people.members(register)
    receipts = {receipt: cases.by_receipt(register, receipt) for receipt in asked["receipts"]}
    numbers = [number for number in receipts.values() if number is not None]
    return {
        "members": [_member(member) for member in serving],
        "names": people.names(register),
        "receipts": receipts,
        "lists": {member.id: _numbers(cases.lines(register, member.id, limit=100)) for member in serving},
        "cases": {number: _as_members_see_it(register, number) for number in numbers},
        "reporters": {number: _case(cases.read_as_reporter(register, number)) for number in numbers},
        "own": [sorted(cases.own_cases(register, MemberAccount(*account))) for account in asked["accounts"]],
        "notices": [_notice(notice) for notice in _notices(register, numbers)],
        "drafts": [_draft(register, MemberAccount(*account), asked["on"]) for account in asked["accounts"]],
    }


def written(value: Told) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _as_members_see_it(register: Register, number: str) -> Told | None:
    first = next(iter(cases.handlers(register, number)), None)
    return _case(cases.read(register, number, first)) if first else None


def _member(member: Member) -> list[Any]:
    accounts = [[a.platform, a.workspace, a.id] for a in member.accounts]
    return [member.id, member.name, member.chair, member.acting, member.since.isoformat(), accounts]


def _numbers(lines: Iterable[CaseLine]) -> list[str]:
    return [line.case for line in lines]


def _case(case: Case) -> Told:
    head = case.head
    days = (head.filed_on, head.acknowledged_on, head.closed_on, head.retain_until)
    return {
        "head": [head.level, head.status, head.category, head.urgent, head.acknowledged_by],
        "days": [on.isoformat() if on else None for on in days],
        "entries": [_entry(entry) for entry in case.entries],
        "handlers": list(case.handlers),
        "involved": list(case.involved),
    }


def _entry(entry: Entry) -> list[Any]:
    return [entry.kind, entry.on.isoformat(), entry.by, [[part.label, part.text] for part in entry.parts]]


def _notices(register: Register, numbers: list[str]) -> list[Notice]:
    """Those of a case, sent or not, and those of none."""
    to = [*people.names(register), outbox.CHANNEL, outbox.REPORTER]
    of_cases = [n for number in sorted(numbers) for who in to for n in outbox.sent_for(register, number, who)]
    without = [n for n in (*outbox.owed(register, 1000), *outbox.parked(register)) if not n.case]
    return [*of_cases, *without]


def _notice(notice: Notice) -> list[Any]:
    whose = notice.account and [notice.account.platform, notice.account.workspace, notice.account.id]
    pairs = [[list(pair) for pair in told] for told in (notice.facts, notice.offers)]
    about = [notice.id, notice.to, notice.key, *pairs, notice.case, notice.at_once, notice.act, notice.replaces, whose]
    return [*about, notice.tries, notice.ref, notice.reason]


def _draft(register: Register, account: MemberAccount, on: str) -> str | None:
    body = drafts.draft(register, account, day(on))
    return body.decode() if body is not None else None
