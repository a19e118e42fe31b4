"""What a member does in a case: open, acknowledge, ask the reporter, note, step aside, close."""

from dataclasses import dataclass
from datetime import date

from bot.correspondence import Correspondence
from bot.done import Done
from bot.entries import said_today
from dialogs.outcomes import Acknowledge, AskReporter, Close, OpenCase, Recuse, WriteNote
from dialogs.steps import Offer, Say
from storage import cases
from storage.records import Kind, Member, Part
from storage.register import Register


@dataclass(frozen=True, slots=True)
class Handling:
    """By one member, who is asked for in every query. All raise NotVisibleError."""

    register: Register
    member: Member
    today: date

    def open(self, outcome: OpenCase) -> Done:
        cases.opened(self.register, outcome.case, self.member.id, self.today)
        return Done()

    def acknowledge(self, outcome: Acknowledge) -> Done:
        case = outcome.case
        if not cases.acknowledge(self.register, case, self.member.id, self.today):
            return _already("acknowledge", case)
        self._tell(case, "acknowledged")
        return _done("acknowledge", case)

    def ask(self, outcome: AskReporter) -> Done:
        if self._write(outcome.case, Kind.QUESTION, outcome.text):
            Correspondence(self.register, outcome.case).tell_reporter("notice.reporter.question")
        return _done("ask_reporter", outcome.case)

    def note(self, outcome: WriteNote) -> Done:
        self._write(outcome.case, Kind.NOTE, outcome.text)
        return _done("note", outcome.case)

    def recuse(self, outcome: Recuse) -> Done:
        """Raises LastHandlerError."""
        reason = Part("entry.recusal", outcome.reason)
        cases.recuse(self.register, outcome.case, self.member.id, reason, self.today)
        about = Correspondence(self.register, outcome.case)
        about.take_back(self.member.id)
        about.tell_handlers("notice.recused")
        return Done((Say("recuse.done", offers=(Offer("cases"),)),))

    def close(self, outcome: Close) -> Done:
        parts = (Part(f"disposition.{outcome.disposition}", outcome.text),)
        if not cases.close(self.register, outcome.case, self.member.id, parts, self.today):
            return _already("close", outcome.case)
        self._tell(outcome.case, "closed")
        return _done("close", outcome.case)

    def _tell(self, case: str, what: str) -> None:
        about = Correspondence(self.register, case)
        about.move(f"notice.{what}", (("member", self.member.name), ("done_on", self.today.isoformat())))
        about.tell_reporter(f"notice.reporter.{what}")

    def _write(self, case: str, kind: Kind, text: str) -> bool:
        """Once: a second click of the same day adds nothing."""
        cases.read(self.register, case, self.member.id)
        parts = (Part(f"entry.{kind}", text),)
        if said_today(self.register, case, kind, parts, self.member.name, self.today):
            return False
        cases.add(self.register, case, parts, kind, self.today, self.member.id)
        return True


def _already(what: str, case: str) -> Done:
    return Done((Say(f"{what}.already", {"case": case}, offers=_beside(case)),))


def _done(what: str, case: str) -> Done:
    return Done((Say(f"{what}.done", {"case": case}, offers=_beside(case)),))


def _beside(case: str) -> tuple[Offer, ...]:
    return (Offer("case", case), Offer("cases"))
