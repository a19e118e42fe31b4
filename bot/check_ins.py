"""Some time after a case was closed its reporter is asked how they have fared since: has anybody paid them back?

A named reporter is told by message, once for each of the days, and of one case a day; whoever has a receipt finds the
question with it (dialogs.follow_up). Neither says anything of the report.
"""

from datetime import date

from bot import notices
from bot.notices import CHECK_IN, REPORTER
from bot.terms import Terms
from storage import cases, dates, marks, outbox
from storage.records import MemberAccount
from storage.register import Register

MARK = "checked_in"
"""The day on which it was last seen to."""


def look(register: Register, terms: Terms, today: date) -> int:
    """How many check-ins are owed by this look; none by a second one of the same day."""
    span = terms.checked_in(today)
    if span is None or marks.marked(register, MARK) == today.isoformat():
        return 0
    marks.mark(register, MARK, today.isoformat())
    told: set[MemberAccount] = set()
    for case, closed_on in dates.closed(register, *span):
        days = terms.check_in(closed_on, today)
        reporter = cases.reporter(register, case) if days else None
        if reporter and reporter not in told and not _was_told(register, case, days):
            outbox.owe(register, notices.check_in(case, reporter, closed_on, days))
            told.add(reporter)
    return len(told)


def _was_told(register: Register, case: str, days: int) -> bool:
    """As to this day, or a later one."""
    earlier = outbox.sent_for(register, case, REPORTER)
    return any(int(dict(n.facts)["days"]) >= days for n in earlier if n.key == CHECK_IN)
