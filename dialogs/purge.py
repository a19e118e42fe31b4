"""What two members may destroy together when its years are over: never earlier, never under a hold (A2, Retention)."""

from datetime import date

from dialogs.engine import Dialog
from dialogs.facts import Facts, PurgeView
from dialogs.outcomes import ConfirmDay, KeepCase, Nothing, Purge
from dialogs.steps import Choice, Form, Offer, Option, Say


def purges(facts: Facts) -> Dialog:
    """The cases whose years are over. After a jump of the clock a member looks at the day first."""
    if not facts.member:
        yield Say("refused.members_only")
        return Nothing()
    if facts.files.frozen():
        told = yield Form("purges.day", (_choice("day", "right", "wrong"),), {"today": facts.today}, consents=True)
        if told["day"] == "right":
            return ConfirmDay()
        yield Say("purges.day_wrong")
        return Nothing()
    due = facts.files.due()
    yield Say("purges.list" if due else "purges.none")
    for view in due:
        key = "purges.proposed" if view.by else "purges.line"
        yield Say(key, _told(view), offers=(Offer("purge", view.case),))
    return Nothing()


def purge(facts: Facts) -> Dialog:
    """The first member proposes it, and may take that back; another confirms or refuses."""
    view = facts.files.purge(facts.regarding)
    if view is None:
        yield Say("case.none")
        return Nothing()
    if view.why:
        yield Say("purge.until", _told(view))
        yield Say(f"refused.{view.why}")
        return Nothing()
    if view.alone:
        yield Say("purge.alone", _told(view), offers=(Offer("release_case", view.case),))
        return Nothing()
    if view.mine:
        told = yield Form("purge_waits", (_choice("decision", "keep", "wait"),), _told(view), consents=True)
        if told["decision"] == "keep":
            return KeepCase(view.case)
        yield Say("purge.waits", _told(view))
        return Nothing()
    key = "purge_confirm" if view.by else "purge_propose"
    told = yield Form(key, (_choice("decision", "purge", "keep"),), _told(view), consents=True)
    return Purge(view.case) if told["decision"] == "purge" else KeepCase(view.case)


def _choice(name: str, *values: str) -> Choice:
    return Choice(name, tuple(map(Option, values)))


def _told(view: PurgeView) -> dict[str, str | date]:
    return {"case": view.case, "retain_until": view.retain_until, "by": view.by}
