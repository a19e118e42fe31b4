"""What a dialog is told. Look-ups are answered inside the turn's own transaction, for this person alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from content.company import Company
from dialogs.steps import Answers, Problem, Words


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody a report could reach or be about. `role` is `member`, `senior`, `counsel` or `hotline` (whoever
    alone answers it, R16.3); only members receive."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Promise:
    """The settings that change what can be promised."""

    platform: str = "web"
    web_address: str = ""
    """Where the page without accounts runs; empty when it does not."""
    committee_dm: str = "notice"
    acknowledge_days: int = 3
    feedback_months: int = 3
    draft_days: int = 7
    hourly: bool = True
    """Messages leave at the full hour; otherwise at once, and then their time tells when a report was sent."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    case: str
    status: str
    category: str
    urgent: bool
    filed_on: date
    answer_by: date | None = None
    """The next date that the Committee owes the reporter something; None once it is closed."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as this person may see it. `named` is the reporter's name for members, empty when not named."""

    line: CaseLine
    entries: tuple[Words, ...]
    acknowledged_by: str = ""
    acknowledged_on: date | None = None
    others: tuple[str, ...] = ()
    """Names of the other members who may see it (empty in a reporter's view)."""
    involved: tuple[str, ...] = ()
    """Ids that the reporter has struck out (empty in a reporter's view)."""
    check_in: date | None = None
    """When it was closed, while its reporter is asked how they have fared since."""
    held: bool = False
    """A legal hold stands on it (False in a reporter's view)."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of the Committee that waits, as a serving member sees it. `kind` is account, add, remove or chair."""

    id: str
    kind: str
    name: str
    account: str = ""
    by: str = ""
    """The name of the member who proposed it; empty for the operator."""
    agreed: tuple[str, ...] = ()
    effective_on: date | None = None
    """Takes effect by itself then, unless a member refuses."""
    concerns_me: bool = False


@dataclass(frozen=True, slots=True)
class PurgeView:
    """A case as to its destruction. `by` is who has proposed it, empty when nobody has; `mine` when this person has.
    `why` is a reason of the register not to, empty when there is none. `alone`: no other member sees it."""

    case: str
    retain_until: date
    by: str = ""
    mine: bool = False
    why: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class HoldView:
    """A case as to its legal hold. `by` is who has proposed to lift it, empty when nobody has; `mine` when this person
    has. `alone`: no other member sees the case."""

    case: str
    held: bool
    by: str = ""
    mine: bool = False
    alone: bool = False


class Files(Protocol):
    """The register, as one person may look into it."""

    def member(self) -> str:
        """This person's id as a serving member, or empty."""

    def handlers(self) -> tuple[Handler, ...]:
        """Everybody whom a report could reach or be about, members first."""

    def draft_until(self) -> date | None:
        """Until when this person's walk is kept; None when nothing is."""

    def case(self, case: str) -> CaseView | None:
        """For a member; None when there is none that this member may see."""

    def cases(self, after: str = "") -> tuple[CaseLine, ...]:
        """A member's list, open ones first; `after` a case of the page before."""

    def by_receipt(self, receipt: str) -> CaseView | Problem:
        """For whoever holds the receipt."""

    def own(self, case: str) -> CaseView | None:
        """For the named reporter's account."""

    def own_cases(self) -> tuple[CaseLine, ...]: ...

    def changes(self) -> tuple[ChangeView, ...]:
        """Those that wait, for a serving member."""

    def change(self, change: str) -> ChangeView | None:
        """For a serving member; None when there is none that waits."""

    def frozen(self) -> bool:
        """The clock has jumped: nothing is destroyed before a member finds the day right."""

    def due(self) -> tuple[PurgeView, ...]:
        """What a member may destroy together with another."""

    def purge(self, case: str) -> PurgeView | None:
        """For a member who may see the case."""

    def hold(self, case: str) -> HoldView | None:
        """For a member who may see the case."""

    def may_join(self, case: str) -> tuple[Handler, ...] | None:
        """Other members, to whom this one may release the case; None for whoever may not see it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`regarding` is the handle of the button that was pressed; a client's word, checked like every other."""

    company: Company
    files: Files
    today: date
    regarding: str = ""
    standing: str = ""
    language: str = "en"
    before: str = field(default="", repr=False)
    """What this person asked a few minutes ago, which a follow-up is read with; empty for whoever has no account."""
    has_account: bool = False
    promise: Promise = field(default_factory=Promise)
    receipt: str = field(default="", repr=False)
    """The receipt just made, to be shown once."""
    carried: Answers = field(default_factory=dict, repr=False)
    """What the person chose to carry over from another dialog."""

    @property
    def member(self) -> str:
        return self.files.member()

    @property
    def handlers(self) -> tuple[Handler, ...]:
        return self.files.handlers()

    def members(self) -> tuple[Handler, ...]:
        return tuple(h for h in self.handlers if h.role == "member")

    def names(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        by_id: Mapping[str, str] = {h.id: h.name for h in self.handlers}
        return tuple(by_id[i] for i in ids if i in by_id)
