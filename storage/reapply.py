"""After a restore, ends again what the journal says was ended: nobody is let back in, nothing purged returns, and
no hold is lost. What they were sent is the caller's to take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from storage import access, audit, casefile, holds, people, releasing, retention
from storage.journal import KEPT_OUT, Ended, Hold, Purged, Told
from storage.register import Register

OPERATOR = people.OPERATOR


@dataclass(frozen=True, slots=True)
class Reapplied:
    """How many accesses were ended anew, how many cases purged anew, how many cases nobody may see now, how many are
    on hold anew."""

    ended: int
    purged: int
    unseen: int
    held: int = 0


def reapply(register: Register, told: Iterable[Told], on: date) -> Reapplied:
    """On the record; what the register knows already changes nothing."""
    wanted = tuple(dict.fromkeys(told))
    purged = sum(_purge(register, one) for one in wanted if isinstance(one, Purged))
    done = [one for one in wanted if isinstance(one, Ended) and _end(register, one, on)]
    cases = {one.case for one in done if one.case}
    unseen = sum(not access.handlers(register, case) for case in cases)
    held = sum(holds.hold_again(register, one.case, one.id, on) for one in _standing(wanted))
    return Reapplied(len(done), purged, unseen, held)


def _standing(told: Iterable[Told]) -> tuple[Hold, ...]:
    """Holds that nobody lifted. One that was lifted after the backup, and stands in it, is left for members to lift."""
    every = [one for one in told if isinstance(one, Hold)]
    lifted = {(one.case, one.id) for one in every if one.lifted}
    return tuple(one for one in every if (one.case, one.id) not in lifted)


def _purge(register: Register, one: Purged) -> bool:
    there = register.db.execute("SELECT 1 FROM cases WHERE case_no = ?", (one.case,)).fetchone()
    if there:
        retention.purge_again(register, one.case, (one.one, one.other), one.on)
    return there is not None


def _end(register: Register, one: Ended, on: date) -> bool:
    if not one.case:
        return _remove(register, one.member, on)
    saw = access.may_see(register, one.case, one.member)
    if saw or not releasing.was_kept_out(register, one.case, one.member):
        _keep_out(register, one, on)
    return saw


def _keep_out(register: Register, one: Ended, on: date) -> None:
    """Also whoever cannot see it: it might be released to them. Nothing is known of a case filed after the backup."""
    if not casefile.exists(register, one.case):
        return
    if one.struck_out:
        _strike_out(register, one)
    access.end(register, one.case, one.member)
    register.record(one.case, KEPT_OUT, OPERATOR, on, one.member)


def _strike_out(register: Register, one: Ended) -> None:
    """So that nobody lets them in again. The act on the record follows."""
    found = casefile.find(register, one.case)
    sealed = casefile.sealed_head(found.key, one.case, casefile.struck_out(found.head, (one.member,)))
    register.db.execute("UPDATE cases SET sealed = ? WHERE case_no = ?", (sealed, one.case))


def _remove(register: Register, member: str, on: date) -> bool:
    """Also the Chair, and also who is a case's last: whoever does not serve reads nothing."""
    leaving = people.member(register, member)
    if leaving is None:
        return False
    people.end_service(register, leaving, on)
    register.record(audit.HOUSE, KEPT_OUT, OPERATOR, on, member)
    return True
