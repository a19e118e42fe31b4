"""A notice as its row holds it: sealed to its place in its case, to its name and to its state.

A row set back from sent to owed no longer opens.
"""

import json

from storage.records import Act, MemberAccount, Notice
from storage.register import Register
from storage.seal import SMALL_SIZES, seal, unseal

Row = tuple[str, int, str, str, bytes]
"""Case, place in the case from 1, name of the notice, state, sealed."""
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def sealed(register: Register, notice: Notice, n: int, state: str) -> bytes:
    return seal(register.keys.outbox, _packed(notice), ("outbox", notice.case, n, notice.id, state), SMALL_SIZES)


def opened(register: Register, row: Row) -> Notice:
    """Raises SealBrokenError, or ValueError for what no release has written."""
    case, n, id_, state, box = row
    told = json.loads(unseal(register.keys.outbox, box, ("outbox", case, n, id_, state)))
    to, key, facts, offers, at_once, act, replaces, account, tries, ref, reason = told
    whose = MemberAccount(*account) if account else None
    return Notice(
        *(id_, to, key, _pairs(facts), _pairs(offers), case, at_once),
        *(Act(act), replaces, whose, tries, ref, reason),
    )


def _packed(notice: Notice) -> bytes:
    account = notice.account and (notice.account.platform, notice.account.workspace, notice.account.id)
    told = (
        *(notice.to, notice.key, notice.facts, notice.offers, notice.at_once, notice.act),
        *(notice.replaces, account, notice.tries, notice.ref, notice.reason),
    )
    return ENCODER.encode(told).encode()


def _pairs(told: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in told)
