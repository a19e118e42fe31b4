"""Who sits at the demo's page: invented people who work here, and the members of a development register."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.invented import STAFF
from bot.person import Account, Person, Standing
from bot.web.mailbox import Mailbox
from bot.web.messenger import PLATFORM, WORKSPACE
from bot.web.personas import Persona
from bot.web.server import Demo
from storage import people
from storage.database import Database
from storage.records import Member, MemberAccount


@asynccontextmanager
async def seated(database: Database) -> AsyncIterator[Demo]:
    """All of them, and the mailbox beside the register that their messages are delivered into."""
    members = await database.run(people.members)
    async with Mailbox(database.path.with_name(database.path.name + ".messages")) as mailbox:
        serving = tuple(persona for member in members if (persona := _member(member)))
        yield Demo((*_invented(), *serving), mailbox)


def _account(key: str) -> Account:
    return Account(PLATFORM, WORKSPACE, key)


def web_member_account(key: str) -> MemberAccount:
    """For a member who sits at the page of a development register."""
    return MemberAccount(PLATFORM, WORKSPACE, key)


def _invented() -> tuple[Persona, ...]:
    return tuple(Persona(i.key, Person(_account(i.key), i.name, i.standing)) for i in STAFF)


def _member(member: Member) -> Persona | None:
    account = next((a for a in member.accounts if a.platform == PLATFORM), None)
    if account is None:
        return None
    who = Person(_account(account.id), member.name, Standing.DIRECTOR)
    return Persona(account.id, who, is_member=True, chair=member.chair)
