"""G18: the clock goes back a day, on a day, on six minutes, an hour with the season, on five years, and comes back.

Purging freezes on a jump, nothing is deleted before its day, and no member is reminded twice on one day.
"""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from bot.clocks import Clocks
from content.company import open_company
from storage import cases, people, retention
from storage.errors import RefusedError
from storage.records import Level, NewReport, Part
from storage.register import Register
from tests.clocks import StoppedClock
from tests.faults import figures
from tests.faults.reporter import answers, filed
from tests.house import World, build
from tests.stage import Noticed

DAY = timedelta(days=1)
JUMPS = {
    "-1 d": -DAY,
    "+1 d": DAY,
    "+6 min": timedelta(minutes=6),
    "DST": timedelta(hours=-1),
    "+5 y": timedelta(days=5 * 366),
}
ORDERS = list(permutations(JUMPS))[:: figures.of(short=31, long=1)]
"""Of the jumps, one after another."""


class SetClock(StoppedClock):
    """Somebody sets the wall clock; what measures seconds runs on."""

    ahead = timedelta()

    def today(self) -> date:
        return self.now().date()

    def now(self) -> datetime:
        return super().now() + self.ahead

    def true_day(self) -> date:
        return super().now().date()


@dataclass(slots=True)
class House:
    world: World
    clock: SetClock
    clocks: Clocks
    noticed: Noticed
    reminded: Counter[tuple[str, date]] = field(default_factory=Counter)
    """How often each member was, on each true day."""

    async def looks(self) -> None:
        """A few times, as it does in an hour."""
        for _ in range(3):
            await self.clocks.look()
            await self.world.courier.deliver()
        told = [to for to, lines in self.noticed.arrived if "wait" in lines[1]]
        self.reminded.update((to, self.clock.true_day()) for to in told)
        self.noticed.arrived.clear()

    def confirms(self) -> None:
        """A member looks at the day and finds it right."""

        def confirm(register: Register) -> None:
            retention.confirm(register, self.clock.today(), people.members(register)[0].id)

        self.world.database.run_now(confirm)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    clock, noticed = SetClock(), Noticed(open_company().wording())
    build(tmp_path, noticed).close()
    world = build(tmp_path, noticed, clock=clock)
    yield House(world, clock, Clocks(world.database, clock, world.talks.house.terms, world.courier.wake), noticed)
    world.close()


def nearly_due(house: House) -> str:
    """Of a case that must be kept until tomorrow: it was filed when the register's day was five years back."""

    def file(register: Register) -> str:
        seeing = tuple(m.id for m in people.members(register))
        on = house.clock.true_day() + DAY
        report = NewReport(bytes(16), Level.ANONYMOUS, "other", False, (), seeing)
        then, today = on.replace(year=on.year - 5), retention.known(register)
        retention._set(register, then, frozen=False)
        case = cases.file(register, report, then).case
        cases.close(register, case, seeing[0], (Part("disposition.unfounded", "Nothing was found."),), then)
        retention._set(register, today, frozen=False)
        return case

    return house.world.database.run_now(file)


def purge(house: House, case: str) -> None:
    def both(register: Register) -> None:
        one, other, *_ = people.members(register)
        retention.purge(register, case, (one.id, other.id), house.clock.today())

    house.world.database.run_now(both)


@pytest.mark.parametrize("order", ORDERS, ids=["; ".join(order) for order in ORDERS])
async def test_whatever_the_clock_does_nothing_goes_early_and_nobody_is_reminded_twice(
    house: House, order: tuple[str, ...]
) -> None:
    await filed(house.world.talks, answers("Invoices are dated back."))
    await house.looks()
    for _ in range(9):
        house.clock.move(DAY)
        await house.looks()
    case = nearly_due(house)
    for jump in order:
        house.clock.ahead = JUMPS[jump]
        await house.looks()
        with pytest.raises(RefusedError, match=r"^(frozen|not_due)$"):
            purge(house, case)
        house.clock.ahead = timedelta()
        await house.looks()
    with pytest.raises(RefusedError, match=r"^frozen$"):
        purge(house, case)
    house.confirms()
    for _ in range(5):
        with pytest.raises(RefusedError, match=r"^not_due$"):
            purge(house, case)
        house.clock.move(DAY)
        await house.looks()
    purge(house, case)
    days = {day for _, day in house.reminded}
    assert len(days) == 9 - 1 + 5
    assert house.reminded == dict.fromkeys(((who, day) for who in ("Grace", "Samuel", "Mei") for day in days), 1)
    figures.tell(
        "G18", f"{'; '.join(order)}: purging frozen, 0 early deletions, {len(days)} days with one reminder each"
    )


async def test_a_week_without_the_server_freezes_purging_and_misses_no_reminder(house: House) -> None:
    await filed(house.world.talks, answers("Invoices are dated back."))
    await house.looks()
    house.clock.move(7 * DAY)
    await house.looks()
    assert set(house.reminded.values()) == {1} and len(house.reminded) == 3
    assert house.world.database.run_now(retention.is_frozen)
