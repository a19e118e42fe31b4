"""Hands one notice over to its messenger: looks whether it may go, and whether it went before; marks it, sends it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot import notices
from bot.in_full import said_in_full
from bot.messenger import LaterError, Message, UndeliverableError
from bot.notices import BLANKED, CHANNEL, REPORTER
from bot.parking import recipient_of
from bot.ways import Sent, Way, Ways
from dialogs.steps import Say
from storage import cases, delivery, outbox, people, withdrawal
from storage.database import Database
from storage.records import Act, Notice
from storage.register import Register


@dataclass(slots=True)
class Handover:
    """`full`: a member's message carries the report's text."""

    database: Database
    ways: Ways
    language: str
    full: bool
    alarm: Callable[[str], None]
    _dead: set[tuple[str, str]] = field(default_factory=set)
    _refused: dict[str, int] = field(default_factory=dict)
    """How many tries of a notice surely did not arrive: where that is not known, each may have."""

    async def hand_over(self, notice: Notice) -> str:
        """What the platform calls the message; empty when there was nothing to send. Raises what a messenger raises."""
        ways = await self.database.run(lambda r: self._ways_or_withdrawn(r, notice))
        if not ways:
            return ""
        said = await self._said(notice)
        messages = [Message(notice.id, way, said, self.language) for way in ways]
        return await (self._replace if notice.act is Act.REPLACE else self._send)(notice, messages)

    async def _send(self, notice: Notice, messages: list[Message]) -> str:
        found = await self.ways.find(messages) if notice.tries else None
        if found is not None:
            return found
        if await self.database.run(lambda r: delivery.sending(r, notice.id, notice.case)) is None:
            return ""
        try:
            sent = await self.ways.send(messages, again=notice.tries > self._refused.get(notice.id, 0))
        except LaterError:
            self._refused[notice.id] = self._refused.get(notice.id, 0) + 1
            raise
        self._refused.pop(notice.id, None)
        self._tell_of_dead(notice, sent)
        return sent.ref

    def _tell_of_dead(self, notice: Notice, sent: Sent) -> None:
        """Once in the life of the process: the message has arrived, and where it should have gone it cannot."""
        for platform in sent.others:
            if (recipient_of(notice), platform) not in self._dead:
                self._dead.add((recipient_of(notice), platform))
                self.alarm("courier.other_way")

    async def _said(self, notice: Notice) -> Say:
        return await self.database.run(lambda r: said_in_full(r, notice)) if self.full else notices.said(notice)

    async def _replace(self, notice: Notice, messages: list[Message]) -> str:
        """The earlier message may never have left, or may be there although nobody knows its ref."""
        earlier = await self.database.run(lambda r: outbox.notice(r, notice.replaces, notice.case))
        ref = earlier.ref if earlier else notice.ref
        if not ref:
            ref = await self.ways.find([replace(message, id=notice.replaces) for message in messages]) or ""
        if ref:
            await self.database.run(lambda r: delivery.sending(r, notice.id, notice.case))
            await self.ways.update(ref, messages)
        elif earlier and notice.key != BLANKED:
            raise UndeliverableError(earlier.reason) if earlier.reason else LaterError(None)
        elif notice.key == BLANKED and not self.ways.can_find(messages):
            raise UndeliverableError("not_found")
        return ref

    def _ways_or_withdrawn(self, register: Register, notice: Notice) -> tuple[Way, ...]:
        """None of them when a recusal has come since it was owed, and it is withdrawn."""
        if self._still_theirs(register, notice):
            return self.ways.of(register, notice)
        delivery.again(register, notice.id, notice.case)
        withdrawal.withdraw(register, notice.case, notice.to)
        delivery.sent(register, notice.id, "", notice.case)
        return ()

    def _still_theirs(self, register: Register, notice: Notice) -> bool:
        """Nothing but a blanking goes to somebody who may not see the case, or to a channel they sit in."""
        if not notice.case or notice.key == BLANKED or notice.to == REPORTER:
            return True
        handlers = set(cases.handlers(register, notice.case))
        if notice.to == CHANNEL:
            return {member.id for member in people.members(register)} <= handlers
        return notice.to in handlers
