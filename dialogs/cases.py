"""What a member of the Committee sees: the list of cases, and one case."""

from dialogs.engine import Dialog
from dialogs.facts import CaseLine, CaseView, Facts
from dialogs.outcomes import Nothing, OpenCase
from dialogs.steps import Fact, Key, Offer, Say

PAGE = 20


def cases(facts: Facts) -> Dialog:
    """A page of the register's own order; within it, where people are in danger comes first."""
    lines = facts.files.cases(facts.regarding)
    yield Say("cases.list" if lines else "cases.none")
    for line in sorted(lines, key=lambda line: (line.status == "closed", not line.urgent)):
        yield _line(line)
    if len(lines) == PAGE:
        yield Say("cases.more", offers=(Offer("cases", lines[-1].case, "offer.more_cases"),))
    return Nothing()


def _line(line: CaseLine) -> Say:
    known: dict[str, Fact] = {
        "case": line.case,
        "category": Key(f"category.{line.category}"),
        "status": Key(f"status.{line.status}"),
        "filed_on": line.filed_on,
    }
    offers = (Offer("case", line.case),)
    if line.answer_by is None:
        return Say("cases.closed_line", known, offers=offers)
    key = "cases.urgent_line" if line.urgent else "cases.line"
    return Say(key, {**known, "answer_by": line.answer_by}, offers=offers)


def case(facts: Facts) -> Dialog:
    """Reading it is recorded as opened."""
    view = facts.files.case(facts.regarding)
    if view is None:
        yield Say("case.none")
        return Nothing()
    yield head(view)
    if left_out := facts.names(view.involved):
        yield Say("case.left_out", {"names": left_out})
    if view.held:
        yield Say("case.held")
    yield Say("case.entries", words=view.entries)
    joining = (Offer("release_case", view.line.case),) if facts.files.may_join(view.line.case) else ()
    yield Say("case.next", offers=(*offers(view), *joining))
    return OpenCase(view.line.case)


def head(view: CaseView) -> Say:
    line = view.line
    return Say(
        "case.urgent_head" if line.urgent else "case.head",
        {
            "case": line.case,
            "category": Key(f"category.{line.category}"),
            "status": Key(f"status.{line.status}"),
            "filed_on": line.filed_on,
            "others": view.others or (Key("case.nobody_else"),),
        },
    )


def offers(view: CaseView) -> tuple[Offer, ...]:
    """What may be done next; whether it may is decided again when it is."""
    number = view.line.case
    first = () if view.acknowledged_on else (Offer("acknowledge", number),)
    hold = Offer("lift_hold" if view.held else "hold", number)
    if view.line.status == "closed":
        return (Offer("note", number), Offer("recuse", number), hold, Offer("cases"))
    return (*first, *(Offer(name, number) for name in ("ask_reporter", "note", "recuse", "close")), hold)
