"""An earlier case, released to a member who came later: by one who sees it, never to anybody it was kept from.

Whom it was kept from is told by names as well as ids: whoever leaves the Committee and comes back has a new id.
"""

# ruff: noqa: S608  statements are put together from constants of this package only

from datetime import date

from storage import access, casefile, people
from storage.casefile import Head
from storage.errors import RefusedError
from storage.journal import ENDING
from storage.records import Member
from storage.register import Register

ENDED = ", ".join(f"'{act}'" for act in sorted(ENDING))


def candidates(register: Register, case: str, viewer: str) -> tuple[Member, ...]:
    """Serving members to whom it may be released. Raises NotVisibleError."""
    access.require(register, case, viewer)
    head = casefile.find(register, case).head
    seeing = set(access.handlers(register, case))
    out = _kept_from(register, case, head)
    return tuple(m for m in people.members(register) if m.id not in seeing and not _is_out(m, head, out))


def release(register: Register, case: str, viewer: str, to: str, on: date) -> None:
    """Raises NotVisibleError, RefusedError `not_released` for whoever is no candidate."""
    if to not in {member.id for member in candidates(register, case, viewer)}:
        raise RefusedError("not_released")
    line = casefile.find(register, case).line
    at = access.place(line.filed_on, closed=line.closed_on is not None)
    access.grant(register, case, (to,), at)
    register.record(case, "released", viewer, on, to)


def struck_out(register: Register, case: str, viewer: str) -> tuple[str, ...]:
    """Ids of those the reporter left out, some of nobody on the Committee. Raises NotVisibleError."""
    access.require(register, case, viewer)
    return casefile.find(register, case).head.involved


def was_kept_out(register: Register, case: str, member: str) -> bool:
    """That the case's own record says so."""
    sql = f"SELECT 1 FROM audit WHERE case_no = ? AND act IN ({ENDED}) AND coalesce(nullif(regarding, ''), actor) = ?"
    return register.db.execute(sql, (case, member)).fetchone() is not None


def _kept_from(register: Register, case: str, head: Head) -> frozenset[str]:
    """Ids and names of whoever was left out, stepped aside or was kept out."""
    sql = (
        f"SELECT CASE regarding WHEN '' THEN actor ELSE regarding END FROM audit WHERE case_no = ? AND act IN ({ENDED})"
    )
    ids = {*head.involved, *(id_ for (id_,) in register.db.execute(sql, (case,)).fetchall())}
    names = people.names(register)
    return frozenset({*ids, *(_folded(names[id_]) for id_ in ids if id_ in names)})


def _is_out(member: Member, head: Head, out: frozenset[str]) -> bool:
    """A named reporter does not handle their own report either."""
    own = head.reporter in member.accounts or _folded(head.reporter_name) == _folded(member.name)
    return own or member.id in out or _folded(member.name) in out


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
