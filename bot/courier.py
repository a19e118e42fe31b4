"""Delivers what the outbox owes, when it is due; the messages of one case in their order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot import parking
from bot.bundling import Bundling
from bot.clock import Clock
from bot.handover import Handover
from bot.lanes import Lane, Lanes
from bot.messenger import Channel, LaterError, Messenger, UndeliverableError, UnsureError
from bot.parking import Parking, recipient_of
from bot.ways import Ways
from storage import delivery, outbox
from storage.database import Database
from storage.errors import StorageFailedError
from storage.records import Notice
from storage.register import Register
from storage.tables import Owing

log = logging.getLogger(__name__)

BATCH = 500
"""Notices read at a time."""

AT_ONCE = 8
"""Recipients served side by side."""

FIRST_WAIT = 2.0
LONGEST_WAIT = 900.0
"""Seconds between tries when the platform names none: doubled each time."""


@dataclass(slots=True)
class Courier:
    """`hourly`: notices leave at the full hour, so that no message tells when a report was sent; not those at once.

    `committee` is the channel for notes without content, or None. `full`: a member's message carries the report's text.
    `bundling`: makes one of many; without it each message comes by itself.
    """

    database: Database
    clock: Clock
    messengers: Mapping[str, Messenger]
    committee: Channel | None = None
    hourly: bool = True
    language: str = "en"
    full: bool = False
    bundling: Bundling | None = None
    alarm: Callable[[str], None] = log.error
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _not_before: dict[str, float] = field(default_factory=dict)
    _slot: int | None = None
    _owing: Owing | None = None
    _seen: int = 0
    _parking: Parking = field(init=False)
    _handover: Handover = field(init=False)

    def __post_init__(self) -> None:
        ways = Ways(self.messengers, self.committee)
        self._parking = Parking(self.clock)
        self._handover = Handover(self.database, ways, self.language, self.full, self._alarm)

    def _alarm(self, event: str) -> None:
        self.alarm(event)

    async def run(self) -> None:
        """Until cancelled. What fails here fails one round, never the courier. The first slot is the next full hour."""
        self._slot = self._hour()
        while True:
            self._wake.clear()
            self._seen = self._news()
            try:
                wait = await self.deliver()
            except StorageFailedError:
                log.error("courier.register_failed")  # noqa: TRY400
                wait = FIRST_WAIT
            await self._rest(wait)

    def wake(self) -> None:
        """Something may be owed that can leave before the next slot: most turns owe nothing, and cost no round."""
        if self._owing is None or self._news() != self._seen:
            self._wake.set()

    def _news(self) -> int:
        """Another number than before when there is something new that need not wait for the slot."""
        if self._owing is None:
            return 0
        return self._owing.at_once if self.hourly else self._owing.notices

    async def deliver(self) -> float:
        """One round over everything that is due; the seconds until the next is worth while."""
        hour = self._hour()
        if self._owing is None:
            self._owing = await self.database.run(outbox.owing)
        looks = self._parking.looks()
        parked = await self.database.run(outbox.parked) if looks else ()
        lanes = Lanes()
        lanes.take(notice for notice in parked if self._parking.is_due(recipient_of(notice)))
        await self._round(lanes, hour)
        if looks:
            self._parking.looked({recipient_of(notice) for notice in parked})
        self._slot = hour
        return self._until_next()

    async def _round(self, lanes: Lanes, hour: int) -> None:
        """When something is owed meanwhile that leaves at once, it is taken in and goes before what is left; the rest
        stays for the next round: at its own time it would tell when it was owed."""
        hurry, first = -1, True
        while hurry != self._hurry():
            hurry = self._hurry()
            taken = [notice async for notice in self._owed(lanes.known) if first or notice.at_once]
            lanes.take(await self._bundled(taken, hour), known=taken)
            lanes.put_in_order()
            await self._serve(lanes, hour, hurry)
            first = False

    def _hurry(self) -> int:
        """Another number than before when something new leaves at once."""
        return self._owing.at_once if self._owing else 0

    async def _serve(self, lanes: Iterable[Lane], hour: int, hurry: int) -> None:
        """Side by side; what fails in one ends none of the others."""
        gate = asyncio.Semaphore(AT_ONCE)
        serving = (self._lane(lane, hour, hurry, gate) for lane in lanes)
        for failed in filter(None, await asyncio.gather(*serving, return_exceptions=True)):
            raise failed

    async def _bundled(self, taken: list[Notice], hour: int) -> list[Notice]:
        if self.bundling is None:
            return taken
        due = [notice for notice in taken if not self._waits(notice) and self._is_due(notice, hour)]
        bundled, bundles = await self.bundling.bundled(self.database, due, hourly=self.hourly)
        return [*(notice for notice in taken if notice.id not in bundled), *bundles]

    async def _owed(self, known: Container[str]) -> AsyncIterator[Notice]:
        """Those that are not known yet."""
        after: outbox.At | None = outbox.START
        while after is not None:
            page = await self.database.run(partial(outbox.owed_page, limit=BATCH, after=after, known=known))
            if page.broken:
                self.alarm("courier.damaged")
            for notice in page.notices:
                yield notice
            after = page.after

    async def _lane(self, lane: Lane, hour: int, hurry: int, gate: asyncio.Semaphore) -> None:
        """Until its end, or until something new leaves at once."""
        async with gate:
            while hurry == self._hurry() and (notice := lane.next()):
                if self._waits(notice) or (self._is_due(notice, hour) and not await self._deliver(notice)):
                    lane.waits(notice)

    async def _deliver(self, notice: Notice) -> bool:
        """True when it is off our hands."""
        try:
            ref = await self._handover.hand_over(notice)
        except LaterError as later:
            await self._again(notice, later.seconds)
            return False
        except UnsureError:
            await self._again(notice, None)
            return False
        except UndeliverableError as never:
            await self._park(notice, never.reason)
            return True
        except StorageFailedError:
            raise
        except Exception:  # an adapter's mistake costs this message a delay, and nobody else anything
            log.exception("serve.part_failed", extra={"what": "messenger"})
            await self._again(notice, None)
            return False
        await self._arrived(notice, ref)
        return True

    async def _again(self, notice: Notice, seconds: float | None) -> None:
        wait = seconds if seconds is not None else min(FIRST_WAIT * 2.0 ** min(notice.tries, 20), LONGEST_WAIT)
        self._not_before[notice.id] = self.clock.monotonic() + wait
        if notice.reason:
            self._parking.waits(recipient_of(notice), wait)
        await self.database.run(lambda r: delivery.again(r, notice.id, notice.case))

    async def _arrived(self, notice: Notice, ref: str) -> None:
        def settle(register: Register) -> None:
            delivery.sent(register, notice.id, ref, notice.case)
            if news:
                parking.forget_told(register, notice)

        news = ref != "" and (self._parking.reached(recipient_of(notice)) or bool(notice.reason))
        await self.database.run(settle)

    async def _park(self, notice: Notice, reason: str) -> None:
        """It waits for a later try, raises the alarm once, and blocks nothing else."""

        def park(register: Register) -> bool:
            delivery.park(register, notice.id, reason, notice.case, notice.tries)
            return not notice.reason and parking.tell_others(register, notice, self.clock.today())

        news = self._parking.failed(recipient_of(notice), reason)
        if await self.database.run(park):
            self.wake()
        if news and not notice.reason:
            self.alarm("courier.parked")

    def _waits(self, notice: Notice) -> bool:
        """Kept in memory: after a restart, a platform that asked to wait is asked once more."""
        return self._not_before.get(notice.id, 0.0) > self.clock.monotonic()

    def _is_due(self, notice: Notice, hour: int) -> bool:
        tried = notice.tries > 0 or notice.reason != ""
        return not self.hourly or notice.at_once or tried or self._slot != hour

    def _hour(self) -> int:
        return int(self.clock.now().timestamp() // 3600)

    def _until_next(self) -> float:
        now = self.clock.monotonic()
        self._not_before = {id_: at for id_, at in self._not_before.items() if at > now}
        waits = [self._parking.seconds(), *(at - now for at in self._not_before.values())]
        waits += [self.bundling.seconds()] if self.bundling else []
        if self.hourly:
            waits.append(3600 - self.clock.now().timestamp() % 3600)
        return min([*waits, LONGEST_WAIT])

    async def _rest(self, seconds: float) -> None:
        pausing = {asyncio.ensure_future(self.clock.sleep(seconds)), asyncio.ensure_future(self._wake.wait())}
        try:
            await asyncio.wait(pausing, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in pausing:
                task.cancel()
