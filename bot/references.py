"""Where a member can be written to on Teams: remembered each time they write, and for nobody else."""

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.files import stored
from bot.person import Account
from storage import conversations, people
from storage.database import Database
from storage.records import Conversation
from storage.register import Register


@dataclass(frozen=True, slots=True)
class Reference:
    """A conversation, and the address of the service that leads there: both as the platform said last."""

    service_url: str
    conversation_id: str


class References(Protocol):
    async def remember(self, account: Account, reference: Reference) -> None:
        """Writes nothing when the account is no member's, or it is known already."""

    async def reference(self, account: Account) -> Reference | None:
        """None for everybody but members who have written."""


class NoReferences:
    """Where no register is at hand: a check."""

    async def remember(self, account: Account, reference: Reference) -> None:
        pass

    async def reference(self, account: Account) -> Reference | None:
        return None


@dataclass(slots=True)
class RegisterReferences:
    """In the register, sealed."""

    database: Database

    async def remember(self, account: Account, reference: Reference) -> None:
        """A job that writes nothing costs no sync."""
        await self.database.run(partial(_remember, account, reference))

    async def reference(self, account: Account) -> Reference | None:
        found = await self.database.run(lambda r: conversations.kept(r, stored(account)))
        return Reference(found.service, found.id) if found else None


def _remember(account: Account, reference: Reference, register: Register) -> None:
    whose = stored(account)
    if people.member_by_account(register, whose) is not None:
        conversations.keep(register, whose, Conversation(reference.service_url, reference.conversation_id))
