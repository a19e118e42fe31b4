"""How a dialog can end: one frozen class each. What is done about it is decided in casework, in one transaction."""

from dataclasses import dataclass, field

from dialogs.steps import Answers


@dataclass(frozen=True, slots=True)
class Nothing:
    """The dialog has said what it had to say."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered from `section`, or `none` when the Code does not say; empty when it asked for a fact
    about the Code itself, which is not counted. Nobody's name goes with it.

    `question` is what a follow-up will be read with: kept in memory for minutes, and only for somebody with an account.
    """

    section: str
    question: str = field(repr=False)
    follows: bool = False


@dataclass(frozen=True, slots=True)
class SendQuestion:
    """A question that the Code did not answer, to whoever looks after the Code, by its asker's own wish."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileReport:
    """`parts` are (wording key of the label, text). `involved` are ids of the handlers who are to know nothing."""

    level: str
    category: str
    danger: bool
    parts: tuple[tuple[str, str], ...] = field(repr=False)
    involved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddToReport:
    """By the reporter: with the receipt, or (`case`) by the account of a named report. The other one is empty."""

    parts: tuple[tuple[str, str], ...] = field(repr=False)
    involved: tuple[str, ...] = ()
    receipt: str = field(default="", repr=False)
    case: str = ""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A member has read it."""

    case: str


@dataclass(frozen=True, slots=True)
class Acknowledge:
    case: str


@dataclass(frozen=True, slots=True)
class AskReporter:
    case: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WriteNote:
    case: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recuse:
    case: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Close:
    """`disposition` is a key of the wording file; `text` is what the reporter is told."""

    case: str
    disposition: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AgreeToChange:
    """By a serving member, to a change of the Committee."""

    change: str


@dataclass(frozen=True, slots=True)
class ProposeChange:
    """By a serving member. `member` is whom it concerns, empty for `name`, who does not serve yet. `account` is an id
    on the proposer's own platform, or empty."""

    kind: str
    member: str
    name: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class RefuseChange:
    change: str


@dataclass(frozen=True, slots=True)
class Purge:
    """By a member: the first proposes it, a second one destroys the case with that."""

    case: str


@dataclass(frozen=True, slots=True)
class KeepCase:
    """It is not destroyed; whoever proposed that may do so again."""

    case: str


@dataclass(frozen=True, slots=True)
class ConfirmDay:
    """A member finds the day right, after the clock has jumped."""


@dataclass(frozen=True, slots=True)
class HoldCase:
    """By one member: nothing of it is destroyed while the hold stands."""

    case: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProposeLift:
    """By the first member, who would lift the hold."""

    case: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LiftHold:
    """By the second."""

    case: str


@dataclass(frozen=True, slots=True)
class LetHoldStand:
    """It is not lifted; whoever proposed that may do so again."""

    case: str


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    """To another member, who came after it was filed."""

    case: str
    member: str


@dataclass(frozen=True, slots=True)
class ForgetWalk:
    """The walk's draft is discarded, and `then`, when named, is begun with these answers in its first form."""

    then: str = ""
    carried: Answers = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PauseWalk:
    """The walk stays where it is, sealed, until its day comes."""


Outcome = (
    Nothing
    | Answered
    | SendQuestion
    | FileReport
    | AddToReport
    | OpenCase
    | Acknowledge
    | AskReporter
    | WriteNote
    | Recuse
    | Close
    | AgreeToChange
    | ProposeChange
    | RefuseChange
    | Purge
    | KeepCase
    | ConfirmDay
    | HoldCase
    | ProposeLift
    | LiftHold
    | LetHoldStand
    | ReleaseCase
    | ForgetWalk
    | PauseWalk
)
