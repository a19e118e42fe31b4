"""What a reporter sends: a report, the same form once more, an addition."""

from dataclasses import dataclass
from datetime import date

from bot import notices
from bot.correspondence import Correspondence, hidden_from_nobody
from bot.done import Begun, Done, RefusedError
from bot.entries import said_today
from bot.files import stored
from bot.person import Person
from bot.terms import Terms
from dialogs.outcomes import AddToReport, FileReport
from dialogs.steps import Offer, Say
from storage import cases, people
from storage.records import Filed, Kind, Level, NewReport, Part
from storage.register import Register


@dataclass(frozen=True, slots=True)
class Intake:
    """`channel` says whether a committee channel is configured."""

    register: Register
    person: Person
    today: date
    terms: Terms
    channel: bool

    def file(self, outcome: FileReport, nonce: bytes) -> Done:
        """The same nonce again is the same report, with what is new in it added."""
        report = self._new_report(outcome, nonce)
        if not report.handlers:
            raise RefusedError("nobody_left")
        filed = cases.file(self.register, report, self.today)
        if filed.new:
            self._tell_of(filed.case, report)
        else:
            self._add_the_difference(filed, report)
        return Done(then=Begun("receipt", receipt=filed.receipt))

    def add(self, outcome: AddToReport) -> Done:
        case = self._reporters_case(outcome)
        self._add_parts(case, tuple(Part(label, text) for label, text in outcome.parts), outcome.involved)
        return Done((Say("follow_up.added", {"case": case}, offers=(Offer("menu"),)),))

    def _new_report(self, outcome: FileReport, nonce: bytes) -> NewReport:
        named = outcome.level == Level.NAMED
        if named and self.person.account is None:
            raise RefusedError("no_account")
        return NewReport(
            nonce,
            Level.NAMED if named else Level.ANONYMOUS,
            outcome.category,
            outcome.danger,
            tuple(Part(label, text) for label, text in outcome.parts),
            tuple(m.id for m in people.members(self.register) if m.id not in outcome.involved),
            outcome.involved,
            stored(self.person.account) if named and self.person.account else None,
            self.person.name if named else "",
        )

    def _tell_of(self, case: str, report: NewReport) -> None:
        due = self.terms.acknowledge_by(self.today)
        told = notices.filed(case, report, self.today, due, self._leads(report.handlers))
        if self.channel and hidden_from_nobody(self.register, report.handlers):
            told = (*told, notices.for_channel(case, report, due))
        Correspondence(self.register, case).owe(told)

    def _leads(self, handlers: tuple[str, ...]) -> str:
        """The acting chair where the Chair is to know nothing of it; empty where the Chair leads."""
        serving = people.members(self.register)
        if any(m.chair and m.id in handlers for m in serving):
            return ""
        return next((m.id for m in serving if m.acting and m.id in handlers), "")

    def _add_the_difference(self, filed: Filed, report: NewReport) -> None:
        """The same form sent again with other answers: what is new is added, and who was struck out is out at once."""
        known = {p for e in cases.read_as_reporter(self.register, filed.case).entries for p in e.parts}
        fresh = tuple(part for part in report.parts if part not in known)
        if fresh or self._is_new(filed.case, report.involved):
            self._add_parts(filed.case, fresh, report.involved)
        if report.urgent:
            Correspondence(self.register, filed.case).tell_of_danger()

    def _is_new(self, case: str, involved: tuple[str, ...]) -> bool:
        """Also of somebody who does not see the case: it could be released to them."""
        return not set(involved).issubset(cases.struck_out(self.register, case))

    def _reporters_case(self, outcome: AddToReport) -> str:
        if outcome.receipt:
            found = cases.by_receipt(self.register, outcome.receipt)
        else:
            account = self.person.account
            own = cases.own_cases(self.register, stored(account)) if account else ()
            found = outcome.case if outcome.case in own else None
        if found is None:
            raise RefusedError("no_case")
        return found

    def _add_parts(self, case: str, parts: tuple[Part, ...], involved: tuple[str, ...]) -> None:
        before = cases.handlers(self.register, case)
        leaving = set(before) & set(involved)
        if leaving == set(before):
            raise RefusedError("nobody_left")
        if said_today(self.register, case, Kind.ADDITION, parts, "", self.today):
            parts = ()
        if not parts and not self._is_new(case, involved):
            return
        cases.add(self.register, case, parts, Kind.ADDITION, self.today, None, involved)
        about = Correspondence(self.register, case)
        for member in leaving:
            about.take_back(member)
        if parts:
            about.tell_handlers()
