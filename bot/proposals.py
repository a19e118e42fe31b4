"""What an operator may do about the Committee: propose a change, and see which wait. Members decide."""

from dataclasses import dataclass, field
from datetime import date

from bot import by_notice, membership
from storage import changes, people
from storage.changes import Change, ChangeKind
from storage.errors import RefusedError
from storage.records import Member, MemberAccount
from storage.register import Register


@dataclass(frozen=True, slots=True)
class Proposal:
    """`kind` is account, add, remove or chair; the last three fields are empty where no account comes with it. `name`
    may be the id of a member, where two have one name. `alone`: it takes effect after the days of notice unless a
    member refuses."""

    kind: str
    name: str
    alone: bool = False
    platform: str = ""
    workspace: str = ""
    account: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that members have not decided. `effective_on` is a day as it is written, empty when there is none."""

    kind: str
    name: str
    agreed: tuple[str, ...]
    effective_on: str


def propose(register: Register, proposal: Proposal, today: date) -> str:
    """Empty when it now waits for the members; else why not, an identifier."""
    meant = [m for m in people.members(register) if proposal.name in (m.name, m.id)]
    kind = ChangeKind(proposal.kind)
    if len(meant) > 1 and kind is not ChangeKind.ADD:
        return "several_of_the_name"
    member = next(iter(meant), None)
    if (member is None) is not (kind is ChangeKind.ADD):
        return "serves_already" if member else "unknown_member"
    try:
        membership.propose(register, _change(register, kind, proposal, member, today))
    except RefusedError as refused:
        return refused.reason
    return ""


def waiting(register: Register) -> tuple[Waiting, ...]:
    names = people.names(register)
    return tuple(
        Waiting(
            one.kind,
            one.name,
            tuple(names.get(id_, "") for id_ in one.agreed),
            one.effective_on.isoformat() if one.effective_on else "",
        )
        for one in changes.pending(register)
    )


def _change(register: Register, kind: ChangeKind, proposal: Proposal, member: Member | None, today: date) -> Change:
    account = MemberAccount(proposal.platform, proposal.workspace, proposal.account) if proposal.account else None
    until = today + by_notice.NOTICE if proposal.alone else None
    id_, name = (member.id, membership.called(register, member)) if member else ("", proposal.name)
    return Change(changes.new_id(), kind, id_, name, account, today, people.OPERATOR, (), until)
