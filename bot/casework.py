"""What an outcome does: case, audit entry and notices owed, in the one transaction of the turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot import membership, notices
from bot.clock import Clock
from bot.files import stored
from bot.notices import CHANNEL
from bot.person import Person
from bot.terms import Terms
from dialogs.outcomes import (
    Acknowledge,
    AddToReport,
    AgreeToChange,
    Answered,
    AskReporter,
    Close,
    FileReport,
    ForgetWalk,
    Nothing,
    OpenCase,
    Outcome,
    PauseWalk,
    ProposeChange,
    Recuse,
    RefuseChange,
    SendQuestion,
    WriteNote,
)
from dialogs.steps import Answers, Offer, Say
from storage import asked, cases, drafts, outbox, people
from storage.errors import LastHandlerError, NotVisibleError
from storage.errors import RefusedError as NotAllowedError
from storage.records import Act, Filed, Kind, Level, Member, NewReport, Notice, Part
from storage.register import Register


class RefusedError(Exception):
    """The register does not allow it; `reason` is worded under `refused.<reason>`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Begun:
    """The dialog that follows in the same turn."""

    dialog: str
    receipt: str = field(default="", repr=False)
    carried: Answers = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    said: tuple[Say, ...] = ()
    then: Begun | None = None


@dataclass(frozen=True, slots=True)
class Casework:
    """`channel` says whether a committee channel is configured."""

    register: Register
    person: Person
    member: Member | None
    clock: Clock
    terms: Terms
    channel: bool

    def carry_out(self, outcome: Outcome, nonce: bytes) -> Done:
        """Raises RefusedError; then the turn is to be undone as a whole."""
        try:
            return self._carry_out(outcome, nonce)
        except NotVisibleError:
            raise RefusedError("no_case") from None
        except LastHandlerError:
            raise RefusedError("last_handler") from None

    def _carry_out(self, outcome: Outcome, nonce: bytes) -> Done:
        match outcome:
            case FileReport():
                return self._file(outcome, nonce)
            case AddToReport():
                return self._add(outcome)
            case OpenCase() | Acknowledge() | AskReporter() | WriteNote() | Recuse() | Close():
                return self._committee(outcome)
            case AgreeToChange() | RefuseChange() | ProposeChange():
                return self._membership(outcome)
            case ForgetWalk():
                return self._forget(outcome)
            case SendQuestion():
                return self._send_on(outcome, nonce)
            case PauseWalk() | Answered() | Nothing():
                return Done()

    def _membership(self, outcome: AgreeToChange | RefuseChange | ProposeChange) -> Done:
        viewer, today = self._viewer(), self.clock.today()
        try:
            return Done((membership.carry_out(self.register, outcome, self.person.account, viewer, today),))
        except LastHandlerError:
            raise RefusedError("last_of_a_case") from None
        except NotAllowedError as refused:
            raise RefusedError(refused.reason) from None

    def _send_on(self, outcome: SendQuestion, nonce: bytes) -> Done:
        """The same form twice is one question."""
        try:
            asked.send(self.register, nonce, outcome.text, self.clock.today())
        except NotAllowedError as refused:
            raise RefusedError(refused.reason) from None
        return Done((Say("send_question.done", offers=(Offer("contacts"), Offer("question"))),))

    def _committee(self, outcome: OpenCase | Acknowledge | AskReporter | WriteNote | Recuse | Close) -> Done:
        viewer = self._viewer()
        match outcome:
            case OpenCase():
                cases.opened(self.register, outcome.case, viewer, self.clock.today())
                return Done()
            case Acknowledge():
                return self._acknowledge(outcome, viewer)
            case AskReporter():
                return self._ask(outcome, viewer)
            case WriteNote():
                self._write(outcome.case, Kind.NOTE, outcome.text, viewer)
                return Done((_done("note", outcome.case),))
            case Recuse():
                return self._recuse(outcome, viewer)
            case Close():
                return self._close(outcome, viewer)

    def _file(self, outcome: FileReport, nonce: bytes) -> Done:
        report = self._new_report(outcome, nonce)
        if not report.handlers:
            raise RefusedError("nobody_left")
        filed = cases.file(self.register, report, self.clock.today())
        if filed.new:
            self._tell_of(filed.case, report)
        else:
            self._add_the_difference(filed, report)
        return Done(then=Begun("receipt", receipt=filed.receipt))

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
        on = self.clock.today()
        due = self.terms.acknowledge_by(on)
        told = notices.filed(case, report, on, due)
        if self.channel and self._hidden_from_nobody(report.handlers):
            told = (*told, notices.for_channel(case, report, due))
        self._owe(case, told)

    def _hidden_from_nobody(self, handlers: tuple[str, ...]) -> bool:
        """Whoever sits in the channel may see the case: only then may the channel hear of it."""
        return {m.id for m in people.members(self.register)} == set(handlers)

    def _add_the_difference(self, filed: Filed, report: NewReport) -> None:
        """The same form sent again with other answers: what is new is added, and who was struck out is out at once."""
        known = {p for e in cases.read_as_reporter(self.register, filed.case).entries for p in e.parts}
        fresh = tuple(part for part in report.parts if part not in known)
        handlers = cases.handlers(self.register, filed.case)
        if fresh or set(report.involved) & set(handlers):
            self._add_parts(filed.case, fresh, report.involved)
        if report.urgent:
            self._tell_of_danger(filed.case)

    def _tell_of_danger(self, case: str) -> None:
        """Danger that is said only now is told at once, and once."""
        untold = (to for to in cases.handlers(self.register, case) if not self._was_told_of_danger(case, to))
        self._owe(case, tuple(notices.danger(case, handler) for handler in untold))

    def _was_told_of_danger(self, case: str, handler: str) -> bool:
        told = {n.key for n in outbox.sent_for(self.register, case, handler)}
        return bool(told & {"notice.filed_urgent", "notice.danger"})

    def _add(self, outcome: AddToReport) -> Done:
        case = self._reporters_case(outcome)
        self._add_parts(case, tuple(Part(label, text) for label, text in outcome.parts), outcome.involved)
        return Done((Say("follow_up.added", {"case": case}, offers=(Offer("menu"),)),))

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
        if not set(before) - set(involved):
            raise RefusedError("nobody_left")
        if self._said_today(case, Kind.ADDITION, parts, ""):
            parts = ()
        if not parts and not set(before) & set(involved):
            return
        cases.add(self.register, case, parts, Kind.ADDITION, self.clock.today(), None, involved)
        after = cases.handlers(self.register, case)
        for member in set(before) - set(after):
            self._blank(case, member)
        if parts:
            self._owe(case, tuple(notices.written(case, member) for member in after))

    def _acknowledge(self, outcome: Acknowledge, viewer: str) -> Done:
        first = cases.acknowledge(self.register, outcome.case, viewer, self.clock.today())
        if not first:
            return Done((Say("acknowledge.already", {"case": outcome.case}, offers=_beside(outcome.case)),))
        self._move(outcome.case, "notice.acknowledged", self._by(viewer))
        self._tell_reporter(outcome.case, "notice.reporter.acknowledged")
        return Done((_done("acknowledge", outcome.case),))

    def _ask(self, outcome: AskReporter, viewer: str) -> Done:
        if self._write(outcome.case, Kind.QUESTION, outcome.text, viewer):
            self._tell_reporter(outcome.case, "notice.reporter.question")
        return Done((_done("ask_reporter", outcome.case),))

    def _recuse(self, outcome: Recuse, viewer: str) -> Done:
        cases.recuse(self.register, outcome.case, viewer, Part("entry.recusal", outcome.reason), self.clock.today())
        self._blank(outcome.case, viewer)
        others = cases.handlers(self.register, outcome.case)
        self._owe(outcome.case, tuple(notices.written(outcome.case, other, "notice.recused") for other in others))
        return Done((Say("recuse.done", offers=(Offer("cases"),)),))

    def _close(self, outcome: Close, viewer: str) -> Done:
        parts = (Part(f"disposition.{outcome.disposition}", outcome.text),)
        if not cases.close(self.register, outcome.case, viewer, parts, self.clock.today()):
            return Done((Say("close.already", {"case": outcome.case}, offers=_beside(outcome.case)),))
        self._move(outcome.case, "notice.closed", self._by(viewer))
        self._tell_reporter(outcome.case, "notice.reporter.closed")
        return Done((_done("close", outcome.case),))

    def _forget(self, outcome: ForgetWalk) -> Done:
        if self.person.account:
            drafts.discard(self.register, stored(self.person.account))
        return Done(then=Begun(outcome.then, carried=outcome.carried) if outcome.then else None)

    def _write(self, case: str, kind: Kind, text: str, viewer: str) -> bool:
        """Once: a second click of the same day adds nothing. Raises NotVisibleError."""
        cases.read(self.register, case, viewer)
        parts = (Part(f"entry.{kind}", text),)
        if self._said_today(case, kind, parts, self.member.name if self.member else ""):
            return False
        cases.add(self.register, case, parts, kind, self.clock.today(), viewer)
        return True

    def _said_today(self, case: str, kind: Kind, parts: tuple[Part, ...], by: str) -> bool:
        """The same words by the same person on the same day are a second click, also after a restart."""
        entries = cases.entries(self.register, case)
        mine = (e for e in entries if e.kind is kind and (kind is Kind.ADDITION or e.by == by))
        return any(e.on == self.clock.today() and e.parts == parts for e in mine)

    def _move(self, case: str, key: str, facts: tuple[tuple[str, str], ...]) -> None:
        """Every notice of this case already sent, or owed, is brought to where the case stands now."""
        handlers = cases.handlers(self.register, case)
        moved = [notices.moved(n, key, facts) for handler in handlers for n in self._first(case, handler)]
        if self._hidden_from_nobody(handlers):
            moved += [notices.moved(n, f"{key}_channel", ()) for n in self._first(case, CHANNEL)]
        self._owe(case, moved)

    def _first(self, case: str, to: str) -> Iterable[Notice]:
        return (
            n for n in outbox.sent_for(self.register, case, to) if n.key.startswith(("notice.filed", "notice.channel"))
        )

    def _blank(self, case: str, member: str) -> None:
        """Nothing of the case stays with somebody who is not to see it; a channel they sit in loses its note too."""
        for to in (member, CHANNEL):
            earlier = outbox.sent_for(self.register, case, to)
            outbox.withdraw(self.register, case, to)
            blanked = {n.replaces for n in earlier if n.key == notices.BLANKED}
            shown = (n for n in earlier if n.act is Act.SEND and (n.ref or n.tries) and n.id not in blanked)
            self._owe(case, tuple(notices.blank(notice) for notice in shown))

    def _tell_reporter(self, case: str, key: str) -> None:
        account = cases.reporter(self.register, case)
        if account is not None:
            self._owe(case, (notices.for_reporter(case, account, key),))

    def _owe(self, case: str, told: Sequence[Notice]) -> None:
        outbox.owe_all(self.register, case, told)

    def _by(self, viewer: str) -> tuple[tuple[str, str], ...]:
        member = people.member(self.register, viewer)
        return (("member", member.name if member else ""), ("done_on", self.clock.today().isoformat()))

    def _viewer(self) -> str:
        if self.member is None:
            raise RefusedError("members_only")
        return self.member.id


def _beside(case: str) -> tuple[Offer, ...]:
    return (Offer("case", case), Offer("cases"))


def _done(what: str, case: str) -> Say:
    return Say(f"{what}.done", {"case": case}, offers=_beside(case))
