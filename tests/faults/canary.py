"""An anonymous report with everything that may follow it, played at the page and in the terminal."""

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.chat import Chat
from bot.person import Account, Person, Standing
from bot.web.mailbox import Mailbox
from bot.web.messenger import CHANNEL, PLATFORM, WORKSPACE, WebMessenger
from bot.web.personas import Persona
from bot.web.server import Demo, create_app, create_runner
from content.company import open_company
from tests.faults.acting import asks, case_of, closes
from tests.faults.reporter import RECEIPT, answers
from tests.house import World, build

TEXTS = {
    "what happened": "marmalade-ledgers-4471 were dated back",
    "when and where": "behind-the-quince-tree-90210 in March",
    "who knows": "gooseberry-accountant-3385 does",
    "an addition": "damson-addendum-6127 came later",
    "an answer": "mulberry-reply-7754 to the question",
    "a question": "elderflower-question-1902 about it",
    "a disposition": "sloe-outcome-5566 it was",
}
"""The first word of each is looked for."""


def persona(key: str, name: str, standing: Standing, *, member: bool = False) -> Persona:
    return Persona(key, Person(Account(PLATFORM, WORKSPACE, key), name, standing), member)


FIRST = persona("usr-quokka-778123", "Quennell Zabrowski", Standing.EMPLOYEE)
SECOND = persona("usr-wombat-113902", "Ottoline Featherstonehaugh", Standing.SENIOR)
MEMBERS = tuple(
    persona(name.split()[0].lower(), name, Standing.DIRECTOR, member=True)
    for name in ("Grace Lindqvist", "Samuel Osei", "Mei Tanaka")
)


@dataclass(slots=True)
class Played:
    """What must be nowhere afterwards, by what it is."""

    world: World
    words: dict[str, str] = field(default_factory=dict, repr=False)

    def keep(self, what: str, word: str) -> None:
        self.words[what] = word


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[tuple[World, Mailbox]]:
    company = open_company()
    async with Mailbox(folder / "mailbox.db") as mailbox:
        accounts = {one.key for one in (FIRST, SECOND, *MEMBERS)}
        messenger = WebMessenger(mailbox, company.wording, accounts)
        world = build(folder, messenger, committee=tuple(one.person for one in MEMBERS))
        world.courier.committee = CHANNEL
        try:
            yield world, mailbox
        finally:
            world.close()


async def at_the_page(world: World, mailbox: Mailbox, who: Persona) -> Played:
    played = Played(world, {what: text.split()[0] for what, text in TEXTS.items()})
    played.keep("the account", who.key)
    for part in who.person.name.split():
        played.keep(f"the name {part}", part)
    app = create_app(world.talks, world.company.wording, demo=Demo((who, *MEMBERS), mailbox))
    async with _served(app) as address, aiohttp.ClientSession() as session:
        await _story(played, Page(session, address, who.key))
    return played


async def _story(played: Played, page: "Page") -> None:
    world, grace = played.world, MEMBERS[0].person
    receipt = await _reports(played, page)
    await world.courier.deliver()
    case = case_of(world, receipt)
    await _adds(page, receipt, TEXTS["an addition"])
    await world.talks.begin(grace, "case", case)
    await asks(world, grace, case, TEXTS["a question"])
    await _adds(page, receipt, TEXTS["an answer"])
    await closes(world, grace, case, TEXTS["a disposition"])
    await world.courier.deliver()


async def _reports(played: Played, page: "Page") -> str:
    """With a mistake in the form, one in the review, and one in the receipt's ending."""
    await page.begins("menu")
    await page.begins("report")
    told = dict(answers(TEXTS["what happened"]))
    told |= {"when_where": TEXTS["when and where"], "known_to": TEXTS["who knows"]}
    assert (await page.fills("report.form", {**told, "category": ""}))["form"]["key"] == "report.form"
    await page.fills("report.form", told)
    too_long = {**told, "known_to": TEXTS["who knows"] * 200}
    assert (await page.fills("report.review", too_long, "report.form"))["form"]["key"] == "report.form"
    await page.fills("report.form", told)
    shown = await page.fills("report.review", told, "report.form")
    found = RECEIPT.search(str(shown["said"]))
    assert found
    for what, word in (("the receipt", found[0]), ("the receipt in one", found[0].replace("-", ""))):
        played.keep(what, word)
    played.keep("the form's nonce", page.nonce)
    await page.fills("receipt.keep", {"receipt": found[0], "ending": "0000"}, dialog="receipt")
    await page.fills("receipt.keep", {"receipt": found[0], "ending": found[0].replace("-", "")[-4:]}, dialog="receipt")
    return found[0]


async def _adds(page: "Page", receipt: str, text: str) -> None:
    await page.begins("follow_up")
    slip = receipt[:-1] + ("0" if receipt[-1] != "0" else "1")
    await page.fills("follow_up.receipt", {"receipt": slip}, dialog="follow_up")
    await page.fills("follow_up.receipt", {"receipt": receipt}, dialog="follow_up")
    told = {"receipt": receipt, "text": text, "involved": []}
    shown = await page.fills("follow_up.add", told, "follow_up.receipt", dialog="follow_up")
    assert shown["said"][-1]["key"] == "follow_up.added"


@dataclass(slots=True)
class Page:
    """One person's page: it sends back the digest and the nonce as it got them."""

    session: aiohttp.ClientSession
    address: str
    person: str
    nonce: str = field(default="", repr=False)
    digest: str = ""

    async def begins(self, dialog: str) -> Any:
        self.nonce = secrets.token_hex(16)
        return await self._posts("begin", {"dialog": dialog})

    async def fills(self, key: str, told: dict[str, Any], *restates: str, dialog: str = "report") -> Any:
        body = {"dialog": dialog, "key": key, "answers": told, "restates": list(restates)}
        return await self._posts("answer", {**body, "digest": self.digest, "nonce": self.nonce})

    async def _posts(self, turn: str, body: dict[str, Any]) -> Any:
        headers = {"Origin": self.address}
        url = f"{self.address}/api/{turn}"
        async with self.session.post(url, json={**body, "person": self.person}, headers=headers) as answer:
            shown = await answer.json()
            assert answer.status == 200, shown
        self.digest = shown["digest"]
        return shown


@asynccontextmanager
async def _served(app: web.Application) -> AsyncIterator[str]:
    runner = create_runner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def in_the_terminal(world: World) -> Played:
    """By somebody without an account: form, review, receipt, mistakes between, an addition."""
    played = Played(world, {what: text.split()[0] for what, text in TEXTS.items()})
    told = [TEXTS[what] for what in ("what happened", "when and where", "who knows")]
    form = ["report", "99", "1", "1", *(line for text in told for line in (text, "")), "", "1"]
    review, receipt = ["", "", "", "", "", "", "1"], ["0000", "{ending}"]
    again = ["inbox", "{receipt}", TEXTS["an addition"], "", "", "1"]
    screen = await _typed(world, [*form, *review, *receipt, *again, "q"])
    found = RECEIPT.search(screen)
    assert found and case_of(world, found[0])
    played.keep("the receipt", found[0])
    played.keep("the receipt in one", found[0].replace("-", ""))
    await world.courier.deliver()
    return played


async def _typed(world: World, lines: Iterable[str]) -> str:
    ahead, screen = iter(lines), list[str]()

    async def read(_: str) -> str | None:
        line = next(ahead, None)
        found = RECEIPT.search("\n".join(screen))
        receipt = found[0] if found else ""
        return line.format(receipt=receipt, ending=receipt.replace("-", "")[-4:]) if line else line

    await Chat(world.talks, world.company.wording("en"), read, screen.append).run()
    return "\n".join(screen)
