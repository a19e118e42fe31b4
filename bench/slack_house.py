"""The house for Slack, over HTTP and sockets, in a process of its own; its door also owes messages.

python -m bench.slack_house FOLDER API
"""

import asyncio
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web

from bench.door import Committee, Door, opened
from bench.slack_peer import APP_TOKEN, BOT_TOKEN, SECRET
from bot import notices
from bot.settings import SlackTable
from storage import delivery, outbox
from storage.records import MemberAccount, Notice
from storage.register import Register

TEAM = "T1"
MEMBERS = {"UINES": "Inés Calloway", "UPAUL": "Paul Okonjo", "UGRETA": "Greta Halvorsen"}
"""Invented."""
EVERYTHING = 1_000_000


@dataclass(slots=True)
class OwingDoor(Door):
    def routes(self) -> Iterable[web.RouteDef]:
        more = web.post("/owes/{count}", self.owes), web.post("/drains", self.drains)
        return (*Door.routes(self), *more)

    async def owes(self, request: web.Request) -> web.Response:
        """So many direct messages, due at once: to the reporters of as many cases that were filed here."""
        to = self.numbers[: int(request.match_info["count"])]
        await self.database.run(lambda register: [outbox.owe(register, _notice(case)) for case in to])
        return web.json_response(len(to))

    async def drains(self, _: web.Request) -> web.Response:
        """Takes off what would leave at the full hour, should that come just then."""
        return web.json_response(await self.database.run(_drained))


def _notice(case: str) -> Notice:
    account = MemberAccount("slack", TEAM, f"U{case}")
    owed = notices.for_reporter(case, account, "notice.reporter.question")
    return replace(owed, at_once=True)


def _drained(register: Register) -> int:
    owed = outbox.owed(register, EVERYTHING)
    for notice in owed:
        delivery.sent(register, notice.id, "", notice.case)
    return len(owed)


if __name__ == "__main__":
    os.environ |= {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": sys.argv[2],
    }
    committee = Committee("slack", TEAM, MEMBERS)
    asyncio.run(opened(Path(sys.argv[1]), committee, SlackTable(team=TEAM), OwingDoor))
