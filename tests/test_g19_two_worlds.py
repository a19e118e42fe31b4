"""G19: with and without a case that is hidden from a member, every word that this member can come to is the same.

`test_storage_visibility.py` is the register's part; here it is what the bot shows and sends.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from bot.clocks import Clocks
from bot.person import Person
from bot.terminal import shown_lines
from content.company import open_company
from dialogs.catalogue import CATALOGUE
from dialogs.steps import Answers
from tests.faults import figures
from tests.faults.acting import adds, case_of, fills, member_id
from tests.faults.reporter import answers, filed
from tests.house import GRACE, MEI, SAMUEL, World, build
from tests.stage import Noticed

SCRIPTS = figures.of(short=4, long=200)
STEPS = 15
WORDS = open_company().wording("en")
CLOSING: Answers = {"disposition": "outside", "told": "It was looked into."}
HERS = "committee", "Mei"
"""Where Mei reads: the channel and her own messages."""


@dataclass(slots=True)
class Told:
    """One world. `shared` and `hidden` are the receipts of the cases; `seen` is all that Mei was told, sorted by round:
    the order of random case numbers is no news."""

    world: World
    with_hidden: bool
    shared: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    seen: list[list[str]] = field(default_factory=list)

    async def files(self, receipts: list[str]) -> None:
        involved = (member_id(self.world, MEI),) if receipts is self.hidden else ()
        receipts.append(await filed(self.world.talks, answers("Invoices are dated back.", involved=involved)))

    async def does(self, who: Person, dialog: str, receipts: list[str], told: Answers | None = None) -> None:
        shown = await self.world.talks.begin(who, dialog, case_of(self.world, receipts[0]))
        if told is not None and shown.asking:
            await fills(self.world, who, shown, told)

    async def later(self, days: float) -> None:
        self.world.clock.move(timedelta(days=days))
        await Clocks(self.world.database, self.world.clock, self.world.talks.house.terms, lambda: None).look()
        await self.delivered()

    async def delivered(self) -> None:
        noticed = self.world.messenger
        assert isinstance(noticed, Noticed)
        await self.world.courier.deliver()
        self.seen.append(sorted(self.plain("\n".join(lines)) for to, lines in noticed.arrived if to.strip("#") in HERS))
        noticed.arrived.clear()

    async def looks_everywhere(self) -> None:
        """Every dialog, about every case: those that Mei may see, the hidden ones, and one that does not exist."""
        cases = [case_of(self.world, receipt) for receipt in self.shared]
        nobodys = {case_of(self.world, receipt) for receipt in self.hidden} | {"000000"}
        for dialog in CATALOGUE:
            for case in ("", *cases) if dialog != "cases" else ("",):  # its pages turn by random numbers
                self.seen.append(await self.shown(dialog, case))
            refused = {tuple(await self.shown(dialog, case)) for case in nobodys}
            assert len(refused) == 1, dialog
            self.seen += map(list, refused)

    async def shown(self, dialog: str, case: str) -> list[str]:
        lines = map(self.plain, shown_lines(WORDS, await self.world.talks.begin(MEI, dialog, case)))
        return sorted(line.replace(case, "CASE") if case else line for line in lines)

    def plain(self, text: str) -> str:
        for n, receipt in enumerate(self.shared):
            text = text.replace(case_of(self.world, receipt), f"CASE{n}")
        return text


Act = Callable[[Told, list[str]], Awaitable[object]]
ACTS: tuple[Act, ...] = (
    lambda told, cases: told.files(cases),
    lambda told, cases: told.does(GRACE, "case", cases),
    lambda told, cases: told.does(GRACE, "acknowledge", cases),
    lambda told, cases: told.does(GRACE, "ask_reporter", cases, {"asked": "Which quarter?"}),
    lambda told, cases: told.does(SAMUEL, "note", cases, {"noted": "Seen."}),
    lambda told, cases: told.does(SAMUEL, "recuse", cases, {"reason": "A relative works there."}),
    lambda told, cases: told.does(GRACE, "close", cases, CLOSING),
    lambda told, cases: adds(told.world, cases[0], "One more thing."),
    lambda told, cases: told.does(GRACE, "hold", cases, {"reason": "A lawsuit."}),
)


@contextmanager
def opened(folder: Path, *, with_hidden: bool) -> Iterator[Told]:
    folder.mkdir()
    world = build(folder, Noticed(WORDS))
    yield Told(world, with_hidden)
    world.close()


async def play(told: Told, seed: int) -> list[list[str]]:
    """The same script; in one of the worlds what is about the hidden case happens as well."""
    dice = Random(seed)
    await told.files(told.shared)
    if told.with_hidden:
        await told.files(told.hidden)
    for _ in range(STEPS):
        act, about, days = dice.choice(ACTS), dice.random(), dice.choice((0, 0, 1, 3, 9))
        if about < 0.5:
            await act(told, told.shared)
        elif told.with_hidden:
            await act(told, told.hidden)
        await told.later(days)
    await told.looks_everywhere()
    return told.seen


async def test_a_hidden_case_changes_no_word(tmp_path: Path) -> None:
    lines = 0
    for seed in range(SCRIPTS):
        with opened(tmp_path / f"{seed}-with", with_hidden=True) as one:
            seen = await play(one, seed)
        with opened(tmp_path / f"{seed}-without", with_hidden=False) as other:
            assert seen == await play(other, seed), f"script {seed}"
        lines += sum(map(len, seen))
    figures.tell(
        "G19",
        f"{SCRIPTS} scripts of {STEPS} steps, {len(CATALOGUE)} dialogs: {lines} lines and messages before a "
        "member, the same with and without a case hidden from them",
    )
