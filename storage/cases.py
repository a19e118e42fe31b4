"""The register of cases: filing, reading, what a member or a reporter does. Who may see what is settled in the query.

Every act is one job: it checks, writes, and puts itself on the record in the same savepoint.
"""

# ruff: noqa: S608  statements are put together from constants of this package only

from datetime import date

from storage import access, casefile, people, receipts, retention
from storage.errors import RefusedError
from storage.records import Case, CaseLine, Entry, Filed, Kind, Level, MemberAccount, NewReport, Part
from storage.register import Register, day, iso
from storage.seal import random_symbols

NUMBER_SYMBOLS = 6
RETAINED_YEARS = 5
"""From the last item of a case (A2, Retention)."""
FIRST_PAGE = 20

REPORTER = "reporter"
SHOWN_TO_REPORTER = (Kind.REPORT, Kind.ADDITION, Kind.QUESTION, Kind.DISPOSITION)
OF_REPORTERS = {Kind.ADDITION: "added"}
OF_MEMBERS = {Kind.QUESTION: "asked", Kind.NOTE: "noted"}
"""What may be added to a case, and how the act is called on the record."""


def file(register: Register, report: NewReport, on: date) -> Filed:
    """Files a report, once for each nonce: the same nonce again gives the same case and receipt, and writes nothing.

    Raises LastHandlerError when `handlers` is empty, RefusedError `unknown_member` or `bad_report`.
    """
    receipt = receipts.derive(register.keys, report.nonce)
    lookup = receipts.lookup(register.keys, receipt)
    known = _by_lookup(register, lookup)
    if known is not None:
        return Filed(known, receipt, new=False)
    _check(report)
    case = _new_number(register)
    access.grant(register, case, report.handlers, access.place(on, closed=False))
    _insert(register, case, report, lookup, on)
    register.record(case, "filed", REPORTER, on)
    return Filed(case, receipt, new=True)


def add(
    register: Register,
    case: str,
    parts: tuple[Part, ...],
    kind: Kind,
    on: date,
    by_member: str | None = None,
    involved: tuple[str, ...] = (),
) -> None:
    """Adds an entry: a member's, who must see the case, or (`by_member` None) the reporter's.

    `involved` are members whom the reporter strikes out now: they see nothing of the case from here on. Raises
    NotVisibleError, LastHandlerError when nobody would be left, RefusedError `bad_report` for a kind that is not
    theirs.
    """
    if kind not in (OF_MEMBERS if by_member else OF_REPORTERS) or (by_member and involved):
        raise RefusedError("bad_report")
    if by_member is not None:
        access.require(register, case, by_member)
    if involved:
        access.require_another(register, case, involved)
    _append(register, case, kind, parts, by_member or "", on)
    register.record(case, (OF_REPORTERS | OF_MEMBERS)[kind], by_member or REPORTER, on)
    _strike_out(register, case, involved, on)


def by_receipt(register: Register, receipt: str) -> str | None:
    """The case number, or None. A receipt that is not well-formed finds nothing."""
    if not receipts.is_well_formed(receipt):
        return None
    return _by_lookup(register, receipts.lookup(register.keys, receipt))


def own_cases(register: Register, account: MemberAccount) -> tuple[str, ...]:
    """A named reporter's cases, the newest day first."""
    tag = casefile.reporter_tag(register, account)
    sql = "SELECT case_no FROM cases WHERE reporter_tag = ? ORDER BY filed_on DESC, case_no"
    return tuple(case for (case,) in register.db.execute(sql, (tag,)).fetchall())


def reporter(register: Register, case: str) -> MemberAccount | None:
    """Where a named reporter is told; None when the reporter is not named. For owing a notice, never for showing."""
    return casefile.find(register, case).head.reporter


def read(register: Register, case: str, viewer: str) -> Case:
    """As a member may see it. Raises NotVisibleError, the same whether it is absent, hidden or the viewer has left."""
    access.require(register, case, viewer)
    opened = casefile.find(register, case)
    entries = _entries(register, case, opened, tuple(Kind))
    return Case(opened.line, entries, access.handlers(register, case), opened.head.involved)


def read_as_reporter(register: Register, case: str) -> Case:
    """As its reporter may see it: no notes, no recusals, no handlers. Only for a case that `by_receipt` or `own_cases`
    has given."""
    opened = casefile.find(register, case)
    return Case(opened.line, _entries(register, case, opened, SHOWN_TO_REPORTER), ())


def entries(register: Register, case: str) -> tuple[Entry, ...]:
    """All of them: for telling a second click from something new, never for showing."""
    return _entries(register, case, casefile.find(register, case), tuple(Kind))


def lines(register: Register, viewer: str, after: str | None = None, limit: int = FIRST_PAGE) -> tuple[CaseLine, ...]:
    """The cases a member may see: open ones first, then the newest day. `after` is the last case of the page before;
    one that is not theirs begins at the top."""
    columns = ", ".join(f"c.{name}" for name in casefile.LINE.split(", "))
    (at,) = register.db.execute("SELECT place FROM cases WHERE case_no = ?", (after or "",)).fetchone() or (-1,)
    if after and not access.may_see(register, after, viewer):
        at, after = -1, None
    rows = register.db.execute(
        f"SELECT {columns} FROM members m CROSS JOIN access a ON a.member = m.id CROSS JOIN cases c USING (case_no)"
        " WHERE m.id = ? AND m.removed_on IS NULL AND (a.place, a.case_no) > (?, ?)"
        " ORDER BY a.place, a.case_no LIMIT ?",
        (viewer, at, after or "", limit),
    )
    return tuple(casefile.opened(register, row).line for row in rows.fetchall())


def struck_out(register: Register, case: str) -> tuple[str, ...]:
    """Whom its reporter left out, for telling a second click from something new, never for showing."""
    return casefile.find(register, case).head.involved


def numbers(register: Register) -> tuple[str, ...]:
    """Of all cases: for what is done to each, never for showing."""
    return tuple(case for (case,) in register.db.execute("SELECT case_no FROM cases ORDER BY case_no").fetchall())


def handlers(register: Register, case: str) -> tuple[str, ...]:
    """Ids of the members to whom notices about the case go: serving, and able to see it."""
    return access.handlers(register, case)


def opened(register: Register, case: str, viewer: str, on: date) -> bool:
    """Notes that this member has opened it; True the first time they do. Raises NotVisibleError."""
    access.require(register, case, viewer)
    if not access.note_opened(register, case, viewer, on):
        return False
    register.db.execute("UPDATE cases SET opened_on = ? WHERE case_no = ? AND opened_on IS NULL", (iso(on), case))
    register.record(case, "opened", viewer, on)
    return True


def acknowledge(register: Register, case: str, viewer: str, on: date) -> bool:
    """True for the first; later ones change nothing. Raises NotVisibleError."""
    access.require(register, case, viewer)
    done = register.db.execute(
        "UPDATE cases SET acknowledged_on = ?, acknowledged_by = ? WHERE case_no = ? AND acknowledged_on IS NULL",
        (iso(on), viewer, case),
    )
    if done.rowcount:
        register.record(case, "acknowledged", viewer, on)
    return bool(done.rowcount)


def recuse(register: Register, case: str, viewer: str, reason: Part, on: date) -> None:
    """The member steps aside and sees nothing of it from here on. Raises NotVisibleError, LastHandlerError."""
    access.require(register, case, viewer)
    access.require_another(register, case, (viewer,))
    _append(register, case, Kind.RECUSAL, (reason,), viewer, on)
    access.end(register, case, viewer)
    register.record(case, "recused", viewer, on)


def close(register: Register, case: str, viewer: str, disposition: tuple[Part, ...], on: date) -> bool:
    """Records the disposition; False when it was closed already, and nothing is written. Raises NotVisibleError."""
    access.require(register, case, viewer)
    done = register.db.execute(
        "UPDATE cases SET closed_on = ? WHERE case_no = ? AND closed_on IS NULL", (iso(on), case)
    )
    if not done.rowcount:
        return False
    _append(register, case, Kind.DISPOSITION, disposition, viewer, on)
    filed_on = casefile.find(register, case).line.filed_on
    access.move(register, case, access.place(filed_on, closed=True))
    register.record(case, "closed", viewer, on)
    return True


def five_years_after(on: date) -> date:
    try:
        return on.replace(year=on.year + RETAINED_YEARS)
    except ValueError:
        return date(on.year + RETAINED_YEARS, 3, 1)


def _by_lookup(register: Register, lookup: bytes) -> str | None:
    row = register.db.execute("SELECT case_no FROM cases WHERE lookup = ?", (lookup,)).fetchone()
    return row[0] if row else None


def _check(report: NewReport) -> None:
    nameless = report.level is not Level.NAMED
    if set(report.handlers) & set(report.involved) or (nameless and (report.reporter or report.reporter_name)):
        raise RefusedError("bad_report")


def _new_number(register: Register) -> str:
    """Six random symbols, none that was ever a case's."""
    while True:
        case = random_symbols(receipts.ALPHABET, NUMBER_SYMBOLS)
        if not register.db.execute("SELECT 1 FROM audit WHERE case_no = ? LIMIT 1", (case,)).fetchone():
            return case


def _insert(register: Register, case: str, report: NewReport, lookup: bytes, on: date) -> None:
    head = casefile.begin(report)
    key, wrapped, sealed = casefile.sealed_new(register, case, head)
    tag = casefile.reporter_tag(register, head.reporter)
    register.db.execute(
        "INSERT INTO cases (case_no, lookup, reporter_tag, wrapped_key, sealed, filed_on, place, retain_until)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (case, lookup, tag, wrapped, sealed, iso(on), access.place(on, closed=False), _until(register, on)),
    )
    casefile.write(register, case, 1, key, Kind.REPORT, report.parts, "", on)


def _append(register: Register, case: str, kind: Kind, parts: tuple[Part, ...], by: str, on: date) -> None:
    casefile.append(register, case, casefile.find(register, case).key, kind, parts, by, on)
    until = _until(register, on)
    register.db.execute(
        "UPDATE cases SET retain_until = ? WHERE case_no = ? AND retain_until < ?", (until, case, until)
    )


def _until(register: Register, on: date) -> str:
    """Counted from the register's own day where the clock has gone back behind it."""
    return five_years_after(max(on, retention.known(register))).isoformat()


def _strike_out(register: Register, case: str, members: tuple[str, ...], on: date) -> None:
    found = casefile.find(register, case)
    new = tuple(m for m in dict.fromkeys(members) if m not in found.head.involved)
    if not new:
        return
    sealed = casefile.sealed_head(found.key, case, casefile.struck_out(found.head, new))
    register.db.execute("UPDATE cases SET sealed = ? WHERE case_no = ?", (sealed, case))
    for member in new:
        access.end(register, case, member)
        register.record(case, "struck_out", REPORTER, on, member)


def _entries(register: Register, case: str, opened: casefile.Opened, kinds: tuple[Kind, ...]) -> tuple[Entry, ...]:
    rows = register.db.execute("SELECT n, kind, on_date, sealed FROM entries WHERE case_no = ? ORDER BY n", (case,))
    names = people.names(register)
    shown = [row for row in rows.fetchall() if Kind(row[1]) in kinds]
    return tuple(_entry(case, opened, names, *row) for row in shown)


def _entry(
    case: str, opened: casefile.Opened, names: dict[str, str], n: int, kind: str, on: str, sealed: bytes
) -> Entry:
    by, parts = casefile.read_entry(opened.key, case, n, kind, on, sealed)
    return Entry(Kind(kind), day(on), names.get(by, "") if by else opened.head.reporter_name, parts)
