"""The messages that the register owes: what they say, to whom. None carries a word of a report."""

from collections.abc import Sequence
from datetime import date

from dialogs.steps import Fact, Key, Offer, Say
from storage import outbox
from storage.changes import Change
from storage.records import Act, MemberAccount, NewReport, Notice

CHANNEL = "channel"
REPORTER = "reporter"
BLANKED = "notice.blanked"
LEADS = "_yours"
"""Ends the key of a notice that says besides that the case is this member's to lead."""

CHECK_IN = "notice.reporter.check_in"

WORDED = frozenset({"category", "status", "disposition"})
"""Facts of a notice that are worded themselves, by their own name: `category.<value>`."""


def filed(case: str, report: NewReport, on: date, due: date, leads: str = "") -> tuple[Notice, ...]:
    """The notices of a report, one for each handler: number, category, urgency, dates, and the buttons.

    `leads` is the acting chair where the Chair is to know nothing; their notice says so.
    """
    key = "notice.filed_urgent" if report.urgent else "notice.filed"
    dates = (("filed_on", on.isoformat()), ("acknowledge_by", due.isoformat()))
    facts = (("case", case), ("category", report.category), *dates)
    offers = (("case", case), ("acknowledge", case), ("recuse", case))
    return tuple(
        Notice(outbox.new_id(), to, f"{key}{LEADS}" if to == leads else key, facts, offers, case, at_once=report.urgent)
        for to in report.handlers
    )


def for_channel(case: str, report: NewReport, due: date) -> Notice:
    """Case number and what is due, nothing else."""
    facts = (("case", case), ("acknowledge_by", due.isoformat()))
    return Notice(outbox.new_id(), CHANNEL, "notice.channel", facts, case=case, at_once=report.urgent)


def written(case: str, to: str, key: str = "notice.added", dialog: str = "case") -> Notice:
    """There is something new to read, or to decide by another `dialog`."""
    return Notice(outbox.new_id(), to, key, (("case", case),), ((dialog, case),), case=case)


def released(case: str, to: str) -> Notice:
    """That this member can see an earlier case from now on."""
    facts, offers = (("case", case),), (("case", case), ("recuse", case))
    return Notice(outbox.new_id(), to, "notice.released_to_you", facts, offers, case=case)


def danger(case: str, to: str) -> Notice:
    """The reporter says only now that people may be in danger."""
    return Notice(outbox.new_id(), to, "notice.danger", (("case", case),), (("case", case),), case=case, at_once=True)


def for_reporter(case: str, account: MemberAccount, key: str) -> Notice:
    """To the account that signed a named report: that there is something to read, not what."""
    offers = (("own_case", case),)
    return Notice(outbox.new_id(), REPORTER, key, (("case", case),), offers, case=case, account=account)


def check_in(case: str, account: MemberAccount, closed_on: date, days: int) -> Notice:
    """`days` says which one it is, for telling it from the next."""
    facts = (("case", case), ("closed_on", closed_on.isoformat()), ("days", str(days)))
    return Notice(outbox.new_id(), REPORTER, CHECK_IN, facts, (("own_case", case),), case=case, account=account)


def reminder(to: str, key: str, count: int, feedback: int = 0) -> Notice:
    """Of all that waits, without a case's number. `feedback`: besides, so many reporters are to hear what came of
    theirs."""
    besides = (("feedback", str(feedback)),) if feedback else ()
    return Notice(outbox.new_id(), to, key, (("count", str(count)), *besides), (("cases", ""),))


def unreachable(to: str, name: str, *, at_once: bool) -> Notice:
    """That a member cannot be reached, or the channel, when `name` is empty. It says nothing of any case."""
    key, facts = ("notice.unreachable", (("member", name),)) if name else ("notice.no_channel", ())
    return Notice(outbox.new_id(), to, key, facts, at_once=at_once)


def change(proposed: Change, to: str) -> Notice:
    """Of the Committee: what is proposed, with the way to agree or refuse."""
    key = f"notice.change.{proposed.kind}"
    return Notice(outbox.new_id(), to, key, _of_change(proposed), (("change", proposed.id),), at_once=True)


def purge_proposed(case: str, to: str) -> Notice:
    """That another member proposes to destroy a case whose years are over."""
    key, facts = "notice.purge_proposed", (("case", case),)
    return Notice(outbox.new_id(), to, key, facts, (("purge", case),), case=case)


def purged(case: str, to: str) -> Notice:
    """Of no case: there is none any more."""
    return Notice(outbox.new_id(), to, "notice.purged", (("case", case),))


def by_itself(proposed: Change, on: date, to: str) -> Notice:
    """That the change takes effect then unless a member refuses."""
    facts = (("effective_on", on.isoformat()),)
    return Notice(outbox.new_id(), to, "notice.change_by_itself", facts, (("change", proposed.id),), at_once=True)


def of_change(told: Sequence[Notice], proposed: Change) -> tuple[Notice, ...]:
    """Those that ask about it, or say when it takes effect by itself."""
    return tuple(one for one in told if ("change", proposed.id) in one.offers)


def decided(proposed: Change, to: str, key: str) -> Notice:
    """That a change was made, refused, or given up."""
    return Notice(outbox.new_id(), to, f"{key}.{proposed.kind}", _of_change(proposed), at_once=True)


def _of_change(proposed: Change) -> tuple[tuple[str, str], ...]:
    account = (("account", proposed.account.id),) if proposed.account else ()
    return (("name", proposed.name), *account)


def blank(earlier: Notice) -> Notice:
    """Takes the place of a notice that this recipient is no longer to see: not even the number stays."""
    return Notice(
        outbox.new_id(),
        earlier.to,
        BLANKED,
        case=earlier.case,
        at_once=True,
        act=Act.REPLACE,
        replaces=earlier.id,
        account=earlier.account,
    )


def moved(earlier: Notice, key: str, facts: tuple[tuple[str, str], ...]) -> Notice:
    """The same message as the case moves: acknowledged by whom and when, closed."""
    offers = () if earlier.to == CHANNEL else (("case", earlier.case),)
    return Notice(
        outbox.new_id(),
        earlier.to,
        key,
        (("case", earlier.case), *facts),
        offers,
        case=earlier.case,
        act=Act.REPLACE,
        replaces=earlier.id,
    )


def said(notice: Notice) -> Say:
    """As the courier hands it to a platform."""
    facts = {name: _fact(name, value) for name, value in notice.facts}
    return Say(notice.key, facts, offers=tuple(Offer(dialog, regarding) for dialog, regarding in notice.offers))


def _fact(name: str, value: str) -> Fact:
    if name in WORDED:
        return Key(f"{name}.{value}")
    if name.endswith(("_on", "_by")):
        return date.fromisoformat(value)
    return int(value) if name == "count" else value
