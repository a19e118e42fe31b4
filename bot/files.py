"""The register as one person may look into it: what a dialog is told of cases."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from bot import holding, purging, releasing
from bot.limits import Limit
from bot.person import Account
from bot.terms import Terms
from content.company import Company
from dialogs.cases import PAGE
from dialogs.facts import CaseLine, CaseView, ChangeView, Handler, HoldView, PurgeView
from dialogs.steps import Problem, Words
from storage import cases, changes, drafts, holds, people, retention
from storage.changes import Change
from storage.errors import NotVisibleError, RefusedError
from storage.receipts import is_well_formed
from storage.records import Case, Member, MemberAccount, Status
from storage.records import CaseLine as Head
from storage.register import Register


@dataclass(frozen=True)
class PersonsFiles:
    """Every look-up passes the viewer on: storage answers for that person alone. Good for one turn."""

    register: Register
    account: Account | None
    company: Company
    terms: Terms
    guesses: Limit
    today: date

    @cached_property
    def seat(self) -> Member | None:
        """On the Committee, as the register has it now."""
        return people.member_by_account(self.register, stored(self.account)) if self.account else None

    def member(self) -> str:
        return self.seat.id if self.seat else ""

    def handlers(self) -> tuple[Handler, ...]:
        return self._handlers

    @cached_property
    def _handlers(self) -> tuple[Handler, ...]:
        return _handlers(people.members(self.register), self.company)

    def draft_until(self) -> date | None:
        return drafts.find(self.register, stored(self.account)).until(self.today) if self.account else None

    def case(self, case: str) -> CaseView | None:
        if self.seat is None:
            return None
        try:
            found = cases.read(self.register, case, self.seat.id)
        except NotVisibleError:
            return None
        names = {m.id: m.name for m in people.members(self.register)}
        others = tuple(name for id_, name in names.items() if id_ in found.handlers and id_ != self.seat.id)
        return replace(self._view(found, others), held=holds.is_held(self.register, case))

    def cases(self, after: str = "") -> tuple[CaseLine, ...]:
        if self.seat is None:
            return ()
        lines = cases.lines(self.register, self.seat.id, after or None, PAGE)
        return tuple(self._line(line) for line in lines)

    def by_receipt(self, receipt: str) -> CaseView | Problem:
        if not is_well_formed(receipt):
            return Problem("receipt_slip")
        if not self.guesses.allows(self.account):
            return Problem("receipt_slow")
        case = cases.by_receipt(self.register, receipt)
        if case is None:
            self.guesses.count(self.account)
            return Problem("receipt_unknown")
        return self._view(cases.read_as_reporter(self.register, case))

    def own(self, case: str) -> CaseView | None:
        if case not in self._own_numbers():
            return None
        return self._view(cases.read_as_reporter(self.register, case))

    def own_cases(self) -> tuple[CaseLine, ...]:
        return tuple(self._line(cases.read_as_reporter(self.register, case).head) for case in self._own_numbers())

    def change(self, change: str) -> ChangeView | None:
        if self.seat is None:
            return None
        try:
            return self._change_view(changes.find(self.register, change), self.seat)
        except RefusedError:
            return None

    def changes(self) -> tuple[ChangeView, ...]:
        seat = self.seat
        return tuple(self._change_view(one, seat) for one in changes.pending(self.register)) if seat else ()

    def _change_view(self, found: Change, seat: Member) -> ChangeView:
        names = people.names(self.register)
        return ChangeView(
            found.id,
            found.kind,
            found.name,
            found.account.id if found.account else "",
            names.get(found.by, ""),
            tuple(names[id_] for id_ in found.agreed if id_ in names),
            found.effective_on,
            found.member == seat.id,
        )

    def frozen(self) -> bool:
        return retention.is_frozen(self.register)

    def due(self) -> tuple[PurgeView, ...]:
        return purging.due(self.register, self.seat.id) if self.seat else ()

    def purge(self, case: str) -> PurgeView | None:
        return purging.view(self.register, case, self.seat.id) if self.seat else None

    def hold(self, case: str) -> HoldView | None:
        return holding.view(self.register, case, self.seat.id) if self.seat else None

    def may_join(self, case: str) -> tuple[Handler, ...] | None:
        return releasing.may_join(self.register, self.company, case, self.seat.id) if self.seat else None

    def _own_numbers(self) -> tuple[str, ...]:
        if self.account is None:
            return ()
        return cases.own_cases(self.register, stored(self.account))

    def _view(self, found: Case, others: tuple[str, ...] = ()) -> CaseView:
        return CaseView(
            self._line(found.head),
            entries(found),
            found.head.acknowledged_by,
            found.head.acknowledged_on,
            others,
            found.involved,
            self._check_in(found.head),
        )

    def _check_in(self, head: Head) -> date | None:
        closed_on = head.closed_on
        return closed_on if closed_on and self.terms.check_in(closed_on, self.today) else None

    def _line(self, head: Head) -> CaseLine:
        return CaseLine(head.case, head.status, head.category, head.urgent, head.filed_on, self._answer_by(head))

    def _answer_by(self, head: Head) -> date | None:
        if head.status is Status.CLOSED:
            return None
        acknowledged = head.acknowledged_on is not None
        return self.terms.feedback_by(head.filed_on) if acknowledged else self.terms.acknowledge_by(head.filed_on)


@lru_cache(maxsize=16)
def _handlers(members: tuple[Member, ...], company: Company) -> tuple[Handler, ...]:
    """The Committee's members as the register has them; the others whom a report could reach from the directory, and
    whoever alone answers a telephone in it (R16.3). Each person once."""
    seated = tuple(Handler(m.id, m.name, "member") for m in members)
    people = company.contacts.people
    others = (Handler(c.id, c.name, c.role) for c in people if c.role in {"senior", "counsel"})
    alone = (Handler(c.id, c.person, "hotline") for c in people if c.person)
    names, found = {m.name for m in members}, dict[str, Handler]()
    for handler in (*others, *alone):
        if handler.name not in names:
            found.setdefault(handler.name, handler)
    return (*seated, *found.values())


def entries(case: Case) -> tuple[Words, ...]:
    """Oldest first, each part under its own label."""
    return tuple(Words(part.label, part.text, entry.by, entry.on) for entry in case.entries for part in entry.parts)


def stored(account: Account) -> MemberAccount:
    return MemberAccount(account.platform, account.workspace, account.id)
