"""Plays a transcript: `>` is what a person does, `|` what is shown to whom. Everything unwritten is a failure.

A transcript is Markdown. `## Dana Reyes` says who acts from here on (`## Nobody` has no account). Lines that begin with

    > [Report a concern]            press a button, or the button of a form
    > What happened?: They …        fill in a field, by its label; options by theirs, several parted by `;`
    > may I keep it?                say it

are carried out; the lines that begin with `|` below are what comes of it. `> (8 days later)` moves the clock,
`> (restart)` opens the register anew in a new process's place. `{case}`, `{receipt}` and `{ending}` stand for what is
new each time. `> (the operator proposes that Noor Haddad joins)` asks the members.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from bot.labels import Worded, field_label, offer_label, option_label, submit_label
from bot.messenger import Channel, Message
from bot.person import NOBODY, Person
from bot.proposals import Proposal, propose
from bot.terminal import offers_of, say_lines, shown_lines
from bot.turns import Reply, Shown
from content.company import open_company
from dialogs.facts import Promise
from dialogs.steps import Choices, Field, Form, Kept, Offer, Text, Value
from storage import retention
from tests.house import EVERYBODY, PLATFORM, World, build

RECEIPT = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-Z*~$=]\b")
CASE = re.compile(
    r"(?<=[Cc]ase )[0-9A-HJKMNP-TV-Z]{6}\b|(?<=report )[0-9A-HJKMNP-TV-Z]{6}\b|^[0-9A-HJKMNP-TV-Z]{6}(?= ·)"
)
PROPOSED = {"joins": "add", "leaves": "remove", "chairs the Committee": "chair"}
PROPOSES = re.compile(rf"\(the operator proposes that (.+) ({'|'.join(PROPOSED)})\)")
FULL = '`committee.dm = "full"`'
"""A page that says so is played with that setting."""

LATER = re.compile(r"\((\d+) (day|hour)s? later\)")


@dataclass(slots=True)
class Noticed:
    """Plays every platform: keeps what arrives until the page is turned, and all its buttons for ever."""

    words: Worded
    platform: str = PLATFORM
    can_find: bool = True
    arrived: list[tuple[str, list[str]]] = field(default_factory=list)
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)

    async def send(self, message: Message) -> str:
        self._arrives(message, "terminal.message")
        self.refs[message.id] = message.id
        return message.id

    async def find(self, message: Message) -> str | None:
        return self.refs.get(message.id)

    async def update(self, _ref: str, message: Message) -> None:
        self._arrives(message, "terminal.updated")

    def _arrives(self, message: Message, key: str) -> None:
        to = f"#{message.to.id}" if isinstance(message.to, Channel) else message.to.id
        self.arrived.append((to, [self.words.text(key, {"to": to}), *say_lines(self.words, message.say)]))
        self.offers.setdefault(to, []).extend(message.say.offers)

    def page(self) -> Iterator[str]:
        """What has arrived since the last time, by recipient."""
        for _, lines in sorted(self.arrived):
            yield from lines
        self.arrived.clear()


@dataclass(slots=True)
class Stage:
    """One transcript's world, and who has what before them."""

    folder: Path
    world: World
    noticed: Noticed
    words: Worded
    promise: Promise = field(default_factory=Promise)
    on: Person = NOBODY
    before: dict[str, Shown] = field(default_factory=dict)
    typed: dict[str, Value] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    async def does(self, line: str) -> list[str]:
        """What a `>` line brings about."""
        line = self._spelled_out(line)
        if later := LATER.fullmatch(line):
            self.world.clock.move(timedelta(**{f"{later[2]}s": int(later[1])}))
            self.world.database.run_now(lambda r: retention.advance(r, self.world.clock.today()))
            return await self._delivered([])
        if change := PROPOSES.fullmatch(line):
            self._proposes(change[1], PROPOSED[change[2]])
            return await self._delivered([])
        if line == "(restart)":
            return self._restart()
        if line.startswith("[") and line.endswith("]"):
            return await self._presses(line[1:-1])
        if self._fills(line):
            return []
        return await self._shows(await self.world.talks.said(self.on, line))

    def enters(self, name: str) -> None:
        self.on = next((p for p in EVERYBODY if p.name == name), NOBODY)
        self.typed = {}

    async def _presses(self, label: str) -> list[str]:
        shown = self.before.get(self.on.name)
        form = shown.asking if shown else None
        if shown and form and label == submit_label(self.words, form):
            return await self._sends(shown, form)
        if shown and shown.can_go_back and label == self.words.text("terminal.back"):
            return await self._shows(await self.world.talks.back(self.on, shown.dialog, shown.given))
        offer = self._offered(label)
        return await self._shows(await self.world.talks.begin(self.on, offer.dialog, offer.regarding))

    def _offered(self, label: str) -> Offer:
        shown = self.before.get(self.on.name)
        here = offers_of(shown) if shown else ()
        account = self.on.account.id if self.on.account else ""
        everywhere = [Offer("pause"), *self.noticed.offers.get(account, []), *here]
        for offer in reversed(everywhere):
            if offer_label(self.words, offer) == label:
                return offer
        raise LookupError(f"no button [{label}] before {self.on.name or 'Nobody'}")

    async def _sends(self, shown: Shown, form: Form) -> list[str]:
        answers = {f.name: self.typed.get(f.name, f.value) for f in form.fields}
        reply = Reply(
            shown.dialog, form.key, answers, shown.regarding, form.restates, shown.digest, shown.nonce, shown.given
        )
        return await self._shows(await self.world.talks.answer(self.on, reply))

    def _fills(self, line: str) -> bool:
        shown = self.before.get(self.on.name)
        form = shown.asking if shown else None
        for asked in form.fields if form else ():
            label = "" if form is None or isinstance(asked, Kept) else f"{field_label(self.words, form, asked)}: "
            if form and label and line.startswith(label):
                self.typed[asked.name] = self._value(form, asked, line.removeprefix(label))
                return True
        return False

    def _value(self, form: Form, asked: Field, text: str) -> Value:
        if isinstance(asked, Text):
            return _long(text)
        chosen = tuple(
            o.value
            for part in text.split("; ")
            for o in getattr(asked, "options", ())
            if option_label(self.words, form, asked, o) == part
        )
        if not chosen and text != "-":
            raise LookupError(f"no option {text!r}")
        return chosen if isinstance(asked, Choices) else "".join(chosen[:1])

    async def _shows(self, shown: Shown) -> list[str]:
        before = self.before.get(self.on.name)
        if shown.failed and before:
            shown = replace(before, said=shown.said, problems=shown.problems)
        self.before[self.on.name] = shown
        self.typed = {}
        return await self._delivered(list(shown_lines(self.words, shown)))

    async def _delivered(self, lines: list[str]) -> list[str]:
        await self.world.courier.deliver()
        return [self._named(line) for line in (*lines, *self.noticed.page())]

    def _proposes(self, name: str, kind: str) -> None:
        account = (PLATFORM, "", name.split()[0]) if kind == "add" else ("", "", "")
        proposal = Proposal(kind, name, False, *account)
        refused = self.world.database.run_now(lambda r: propose(r, proposal, self.world.clock.today()))
        assert not refused

    def _restart(self) -> list[str]:
        self.world.close()
        self.world = build(self.folder, self.noticed, clock=self.world.clock, promise=self.promise)
        return []

    def _named(self, line: str) -> str:
        line = RECEIPT.sub(lambda m: self._name("receipt", m[0]), line)
        return CASE.sub(lambda m: self._name("case", m[0]), line)

    def _name(self, kind: str, text: str) -> str:
        if text not in self.names:
            count = sum(name.startswith(kind) for name in self.names.values())
            self.names[text] = kind if count == 0 else f"{kind} {count + 1}"
        return f"{{{self.names[text]}}}"

    def _spelled_out(self, line: str) -> str:
        for text, name in self.names.items():
            ending = "".join(c for c in text if c.isalnum() or c in "*~$=")[-4:]
            line = line.replace(f"{{{name}}}", text).replace(f"{{{name.replace('receipt', 'ending')}}}", ending)
        return line


def _long(text: str) -> str:
    """`(3001 letters)` stands for a text of that length."""
    found = re.fullmatch(r"\((\d+) letters\)", text)
    return "x" * int(found[1]) if found else text


async def play(page: str, folder: Path) -> str:
    """The page as it should be: the same, with every `|` line as it was really shown."""
    words = open_company().wording("en")
    noticed = Noticed(words)
    promise = Promise(committee_dm="full") if FULL in page else Promise()
    stage = Stage(folder, build(folder, noticed, promise=promise), noticed, words, promise)
    try:
        return "\n".join([line async for line in _played(stage, page)]) + "\n"
    finally:
        stage.world.close()


async def _played(stage: Stage, page: str) -> AsyncIterator[str]:
    for line in page.splitlines():
        if line.startswith("|"):
            continue
        yield line
        if line.startswith("## "):
            stage.enters(line.removeprefix("## "))
        elif line.startswith("> "):
            for shown in _trimmed(await stage.does(line.removeprefix("> "))):
                yield f"| {shown}".rstrip()


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
