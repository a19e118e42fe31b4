"""Where people were met: the register is told once in a while, and at once when somebody moves."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.person import Account
from bot.references import Reference
from bot.teams.met import FRESH, Met
from bot.teams.received import Message, Place, Sender
from tests.clocks import StoppedClock
from tests.teams.chats import SERVICE, TENANT
from tests.teams_house import GRACE


@dataclass(slots=True)
class Told:
    """Everything the register was told."""

    references: list[Reference] = field(default_factory=list)

    async def remember(self, account: Account, reference: Reference) -> None:
        assert account == Account("teams", TENANT, GRACE)
        self.references.append(reference)

    async def reference(self, account: Account) -> Reference | None:
        raise NotImplementedError


def writes(conversation: str = "chat", *, refused: str = "", personal: bool = True) -> Message:
    return Message(Sender(TENANT, GRACE, refused=refused), Place(conversation, SERVICE, personal))


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


async def test_the_same_place_is_told_once_in_a_while(clock: StoppedClock) -> None:
    told = Told()
    met = Met(told, clock.monotonic)
    for _ in range(3):
        await met.meets(writes())
    assert told.references == [Reference(SERVICE, "chat")]
    clock.move(timedelta(seconds=FRESH + 1))
    await met.meets(writes())
    assert len(told.references) == 2


async def test_another_place_is_told_at_once(clock: StoppedClock) -> None:
    told = Told()
    met = Met(told, clock.monotonic)
    for conversation in ("chat", "moved", "chat"):
        await met.meets(writes(conversation))
    assert [one.conversation_id for one in told.references] == ["chat", "moved", "chat"]


async def test_whoever_is_refused_or_writes_in_a_team_is_not_told_of(clock: StoppedClock) -> None:
    told = Told()
    met = Met(told, clock.monotonic)
    await met.meets(writes(refused="guest"))
    await met.meets(writes(personal=False))
    assert told.references == []
