"""`askfirst contacts`: whom to turn to, in the order that fits the person, with the gaps left open."""

import json
from pathlib import Path

import typer

from bot.clock import SystemClock
from bot.commands.ask import company_at
from bot.commands.printed import print_say
from bot.commands.words import words
from content.contacts import Contact
from dialogs.contacts import contacts as dialog
from dialogs.engine import resume
from dialogs.facts import CaseLine, CaseView, Facts, Handler
from dialogs.steps import Problem


class NoFiles:
    """The directory is public: nothing of the register is looked at."""

    def case(self, case: str) -> CaseView | None:
        return None

    def cases(self, after: str = "") -> tuple[CaseLine, ...]:
        return ()

    def by_receipt(self, receipt: str) -> CaseView | Problem:
        return Problem("receipt_unknown")

    def own(self, case: str) -> CaseView | None:
        return None

    def member(self) -> str:
        return ""

    def handlers(self) -> tuple[Handler, ...]:
        return ()

    def draft_until(self) -> None:
        return None

    def changes(self) -> tuple[()]:
        return ()

    def change(self, change: str) -> None:
        return None

    def frozen(self) -> bool:
        return False

    def due(self) -> tuple[()]:
        return ()

    def purge(self, case: str) -> None:
        return None

    def hold(self, case: str) -> None:
        return None

    def may_join(self, case: str) -> None:
        return None

    def own_cases(self) -> tuple[CaseLine, ...]:
        return ()


def contacts(standing: str, folder: Path | None, *, as_json: bool) -> None:
    company = company_at(folder)
    if as_json:
        listed = company.contacts.for_standing(standing)
        typer.echo(json.dumps([_row(contact) for contact in listed], ensure_ascii=False))
        return
    turn = resume(dialog(Facts(company, NoFiles(), SystemClock().today(), standing=standing)))
    for said in turn.said:
        print_say(words(), said)
        typer.echo()


def _row(contact: Contact) -> dict[str, object]:
    return {
        "name": contact.name,
        "role": contact.role,
        "email": contact.email,
        "phone": contact.phone,
        "address": contact.address,
        "marks": list(contact.marks),
    }
