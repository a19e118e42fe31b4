"""Every path through every dialog finds its words, in every language: what has none fails here, not before a person."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.terminal import shown_lines
from bot.turns import Shown
from content.company import WORDING, open_company
from dialogs.answers import DIGEST
from dialogs.catalogue import CATALOGUE
from dialogs.engine import Given, Turn, resume
from dialogs.facts import CaseLine, CaseView, ChangeView, Facts, Handler, HoldView, Promise, PurgeView
from dialogs.steps import Choice, Choices, Field, Form, Kept, Problem, Value, Words

TODAY = date(2026, 11, 23)
COMPANY = open_company()
STATUSES = ("filed", "opened", "acknowledged", "closed")
RECEIPT = "00000-00000-00000-00001-2"


HANDLERS = (Handler("1", "Ada Example", "member"), Handler("2", "Bo Sample", "member"))


@dataclass(frozen=True)
class OneCase:
    """A register that holds one case, in a status, and shows it to everybody."""

    status: str = "filed"
    urgent: bool = False
    lines: int = 1
    found: bool = True
    walked: bool = False
    proposed: bool = False
    alone: bool = False

    seat: str = ""
    committee: tuple[Handler, ...] = HANDLERS

    def member(self) -> str:
        return self.seat

    def handlers(self) -> tuple[Handler, ...]:
        return self.committee

    def draft_until(self) -> date | None:
        return TODAY if self.walked else None

    def _line(self) -> CaseLine:
        return CaseLine("K7Q2M9", self.status, "other", self.urgent, TODAY, None if self.status == "closed" else TODAY)

    def _view(self) -> CaseView:
        kinds = ("report", "addition", "question", "note", "recusal")
        words = tuple(Words(f"entry.{kind}", "Words.", "Ada Example", TODAY) for kind in kinds)
        late = self.status in {"acknowledged", "closed"}
        by, on = ("Ada Example", TODAY) if late else ("", None)
        return CaseView(
            self._line(),
            words,
            by,
            on,
            check_in=TODAY if self.status == "closed" else None,
            held=self.status == "opened",
        )

    def case(self, case: str) -> CaseView | None:
        return self._view() if self.found and case else None

    def cases(self, after: str = "") -> tuple[CaseLine, ...]:
        return () if after else (self._line(),) * self.lines

    def by_receipt(self, receipt: str) -> CaseView | Problem:
        wrong = {"slip": "receipt_slip", "slow": "receipt_slow", "unknown": "receipt_unknown"}
        return Problem(wrong[receipt]) if receipt in wrong else self._view()

    def own(self, case: str) -> CaseView | None:
        return self.case(case)

    def changes(self) -> tuple[ChangeView, ...]:
        return (view,) if (view := self.change("1")) else ()

    def change(self, change: str) -> ChangeView | None:
        kind = {"filed": "account", "opened": "add", "acknowledged": "remove", "closed": "chair"}[self.status]
        view = ChangeView("1", kind, "Cy Model", "U1", concerns_me=True)
        if self.status != "opened":
            view = replace(view, by="Ada Example", agreed=("Bo Sample",), effective_on=TODAY)
        return view if self.found and change else None

    def frozen(self) -> bool:
        return self.status == "opened"

    def due(self) -> tuple[PurgeView, ...]:
        return (view,) if (view := self.purge("1")) and not view.why else ()

    def purge(self, case: str) -> PurgeView | None:
        why = {"filed": "not_due", "opened": "held", "acknowledged": "frozen", "closed": ""}[self.status]
        by = "" if self.urgent or not case else "Bo Sample"
        mine, alone = self.proposed, self.alone
        return PurgeView("K7Q2M9", TODAY, by, mine, why, alone) if self.found and case else None

    def hold(self, case: str) -> HoldView | None:
        by = "" if self.urgent else "Bo Sample"
        view = HoldView("K7Q2M9", self.status != "filed", by, self.proposed, self.alone)
        return view if self.found and case else None

    def may_join(self, case: str) -> tuple[Handler, ...] | None:
        if not self.found or not case:
            return None
        return () if self.alone else HANDLERS[1:]

    def own_cases(self) -> tuple[CaseLine, ...]:
        return (self._line(),)


@dataclass(frozen=True)
class Situation:
    name: str
    facts: Facts = field(repr=False)


def situations() -> Iterator[Situation]:
    base = Facts(COMPANY, OneCase(), TODAY, receipt=RECEIPT)
    member = replace(base, standing="director", has_account=True, regarding="7")
    for status in STATUSES:
        files = OneCase(status, urgent=status == "filed", lines=20 if status == "opened" else 1, seat="1")
        yield Situation(f"member, {status}", replace(member, files=files))
    for proposed, alone in ((True, False), (False, True)):
        files = OneCase("closed", seat="1", proposed=proposed, alone=alone)
        yield Situation("alone" if alone else "one's own proposal", replace(member, files=files))
    yield Situation("nobody", replace(base, files=OneCase(found=False), regarding="99"))
    yield Situation("no committee", replace(base, files=OneCase(lines=0, walked=True, committee=())))
    employee = replace(base, standing="employee", has_account=True)
    for platform in ("none", "web", "terminal", "slack", "teams"):
        promise = Promise(platform, "ethics.example.org")
        yield Situation(f"employee on {platform}", replace(employee, promise=promise))


SITUATIONS = tuple(situations())


def answers(form: Form, pick: int) -> dict[str, Value]:
    return {f.name: _value(f, pick) for f in form.fields}


def _value(asked: Field, pick: int) -> Value:
    match asked:
        case Choice(options=options):
            return options[pick % len(options)].value
        case Choices(options=options):
            return tuple(o.value for o in options[: pick % 2])
        case Kept(value=value):
            return value
    names = ("It was Bo Sample.", "slip", "slow", "unknown", RECEIPT, "0001-2", "x" * 3001, "")
    return names[pick % len(names)]


def paths(facts: Facts, dialog: str) -> Iterator[Turn]:
    """Every option of every question once, one question after another; texts that are taken and texts that are not."""
    frontier: list[Given] = [()]
    seen: set[str] = set()
    while frontier:
        turn = resume(CATALOGUE[dialog].make(facts), frontier.pop())
        yield turn
        form = turn.asking
        place = f"{form.key} {turn.given[-1:]!r} {sorted(turn.problems)}" if form else ""
        if form is None or place in seen:
            continue
        seen.add(place)
        width = max(8, *(len(getattr(f, "options", ())) for f in form.fields))
        picks = (answers(form, pick) for pick in range(width))
        frontier.extend((*turn.given, (form.key, {**picked, DIGEST: turn.digest})) for picked in picks)


@pytest.mark.parametrize("language", COMPANY.wording().languages)
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.name)
@pytest.mark.parametrize("dialog", CATALOGUE)
def test_every_path_is_worded(dialog: str, situation: Situation, language: str) -> None:
    words = COMPANY.wording(language)
    for turn in paths(situation.facts, dialog):
        shown = Shown(dialog, turn.said, turn.asking, turn.problems, kept=True, can_go_back=True)
        assert "".join(shown_lines(words, shown)) or turn.outcome


FORBIDDEN = (
    "completely anonymous",
    "untraceable",
    "100% anonymous",
    "fully anonymous",
    "completamente anónim",
    "totalmente anónim",
    "absolutamente anónim",
    "plenamente anónim",
    "100% anónim",
    "100 % anónim",
    "anonimato total",
    "anonimato completo",
    "anonimato absoluto",
    "garantiz",
    "irrastreable",
    "imposible de rastrear",
    "no se puede rastrear",
)
"""Beginnings of words, where a language bends them."""


@pytest.mark.parametrize("language", COMPANY.wording().languages)
def test_nothing_promises_more_than_can_be_kept(language: str) -> None:
    texts = str(tomllib.loads((WORDING / f"{language}.toml").read_text(encoding="utf-8"))).casefold()
    assert [promise for promise in FORBIDDEN if promise in texts] == []
