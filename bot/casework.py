"""What an outcome does: case, audit entry and notices owed, in the one transaction of the turn."""

from dataclasses import dataclass

from bot import holding, membership, purging, releasing
from bot.clock import Clock
from bot.done import Begun, Done, RefusedError
from bot.files import stored
from bot.handling import Handling
from bot.intake import Intake
from bot.person import Person
from bot.terms import Terms
from content.company import Company
from dialogs.outcomes import (
    Acknowledge,
    AddToReport,
    AgreeToChange,
    Answered,
    AskReporter,
    Close,
    ConfirmDay,
    FileReport,
    ForgetWalk,
    HoldCase,
    KeepCase,
    LetHoldStand,
    LiftHold,
    Nothing,
    OpenCase,
    Outcome,
    PauseWalk,
    ProposeChange,
    ProposeLift,
    Purge,
    Recuse,
    RefuseChange,
    ReleaseCase,
    SendQuestion,
    WriteNote,
)
from dialogs.steps import Offer, Say
from storage import asked, drafts
from storage.errors import LastHandlerError, NotVisibleError
from storage.errors import RefusedError as NotAllowedError
from storage.records import Member
from storage.register import Register


@dataclass(frozen=True, slots=True)
class Casework:
    """`channel` says whether a committee channel is configured."""

    register: Register
    person: Person
    member: Member | None
    clock: Clock
    terms: Terms
    channel: bool
    company: Company

    def carry_out(self, outcome: Outcome, nonce: bytes) -> Done:
        """Raises RefusedError; then the turn is to be undone as a whole."""
        try:
            return self._carry_out(outcome, nonce)
        except NotVisibleError:
            raise RefusedError("no_case") from None
        except LastHandlerError:
            raise RefusedError("last_handler") from None

    def _carry_out(self, outcome: Outcome, nonce: bytes) -> Done:  # noqa: C901  one branch for each kind of outcome
        match outcome:
            case FileReport():
                return self._intake().file(outcome, nonce)
            case AddToReport():
                return self._intake().add(outcome)
            case OpenCase() | Acknowledge() | AskReporter() | WriteNote() | Recuse() | Close():
                return self._handle(outcome)
            case AgreeToChange() | RefuseChange() | ProposeChange():
                return self._change(outcome, nonce)
            case Purge() | KeepCase() | ConfirmDay():
                return self._purge(outcome)
            case HoldCase() | ProposeLift() | LiftHold() | LetHoldStand():
                return self._hold(outcome)
            case ReleaseCase():
                return self._release(outcome)
            case SendQuestion():
                return self._send_on(outcome, nonce)
            case ForgetWalk():
                return self._forget(outcome)
            case PauseWalk() | Answered() | Nothing():
                return Done()

    def _handle(self, outcome: OpenCase | Acknowledge | AskReporter | WriteNote | Recuse | Close) -> Done:
        handling = Handling(self.register, self._seat(), self.clock.today())
        match outcome:
            case OpenCase():
                return handling.open(outcome)
            case Acknowledge():
                return handling.acknowledge(outcome)
            case AskReporter():
                return handling.ask(outcome)
            case WriteNote():
                return handling.note(outcome)
            case Recuse():
                return handling.recuse(outcome)
            case Close():
                return handling.close(outcome)

    def _intake(self) -> Intake:
        return Intake(self.register, self.person, self.clock.today(), self.terms, self.channel)

    def _change(self, outcome: AgreeToChange | RefuseChange | ProposeChange, nonce: bytes) -> Done:
        viewer, today = self._seat().id, self.clock.today()
        try:
            return Done((membership.carry_out(self.register, outcome, self.person.account, viewer, today, nonce),))
        except LastHandlerError:
            raise RefusedError("change") from None
        except NotAllowedError as refused:
            raise RefusedError(_why(outcome, refused.reason)) from None

    def _purge(self, outcome: Purge | KeepCase | ConfirmDay) -> Done:
        try:
            return Done((purging.carry_out(self.register, outcome, self._seat().id, self.clock.today()),))
        except NotAllowedError as refused:
            raise RefusedError(refused.reason) from None

    def _hold(self, outcome: holding.Decision) -> Done:
        try:
            return Done((holding.carry_out(self.register, outcome, self._seat().id, self.clock.today()),))
        except NotAllowedError as refused:
            raise RefusedError(refused.reason) from None

    def _release(self, outcome: ReleaseCase) -> Done:
        viewer, today = self._seat().id, self.clock.today()
        try:
            return Done((releasing.carry_out(self.register, self.company, outcome, viewer, today),))
        except NotAllowedError as refused:
            raise RefusedError(refused.reason) from None

    def _send_on(self, outcome: SendQuestion, nonce: bytes) -> Done:
        """The same form twice is one question."""
        try:
            asked.send(self.register, nonce, outcome.text, self.clock.today())
        except NotAllowedError as refused:
            raise RefusedError(refused.reason) from None
        return Done((Say("send_question.done", offers=(Offer("contacts"), Offer("question"))),))

    def _forget(self, outcome: ForgetWalk) -> Done:
        if self.person.account:
            drafts.discard(self.register, stored(self.person.account))
        return Done(then=Begun(outcome.then, carried=outcome.carried) if outcome.then else None)

    def _seat(self) -> Member:
        if self.member is None:
            raise RefusedError("members_only")
        return self.member


def _why(outcome: AgreeToChange | RefuseChange | ProposeChange, reason: str) -> str:
    """Why a change that is agreed to cannot be made is never said: one reason is a case that they may not know of."""
    return "change" if isinstance(outcome, AgreeToChange) and reason != "no_change" else reason
