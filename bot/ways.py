"""By which of a recipient's accounts a message goes: the first that is not dead, and never by two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.messenger import Channel, Message, Messenger, UndeliverableError
from bot.notices import BLANKED, CHANNEL, REPORTER
from bot.person import Account
from storage import people
from storage.records import Member, MemberAccount, Notice
from storage.register import Register

Way = Account | Channel


@dataclass(frozen=True, slots=True)
class Sent:
    """`ref` begins with the platform's name: an update must go where the message went. `others` are the platforms that
    came first and are dead."""

    ref: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """An account's platform that is not served does not count. The order of a member's accounts is the order of trial:
    the first is the one set for them."""

    messengers: Mapping[str, Messenger]
    committee: Channel | None = None

    def of(self, register: Register, notice: Notice) -> tuple[Way, ...]:
        """At least one; what is taken back from somebody who left meanwhile is found where they were. Raises
        UndeliverableError."""
        if notice.to == CHANNEL:
            return (self._channel(),)
        was: tuple[MemberAccount, ...] = (notice.account,) if notice.account else ()
        member: Member | None = people.member(register, notice.to) if notice.to != REPORTER else None
        if member is None and not was and notice.key == BLANKED:
            was = people.last_accounts(register, notice.to)
        return self._served(member.accounts if member else was)

    async def find(self, messages: Sequence[Message]) -> str | None:
        """Where an earlier try has left it, as far as a platform can tell. Raises LaterError."""
        for message in messages:
            messenger = self._messenger(message.to.platform)
            found = await messenger.find(message) if messenger.can_find else None
            if found is not None:
                return _ref(messenger, found)
        return None

    async def send(self, messages: Sequence[Message], *, again: bool) -> Sent:
        """`again`: an earlier try may have arrived, and `find` did not find it. Raises as a messenger does; what the
        first of them says when all are dead."""
        dead: dict[str, UndeliverableError] = {}
        for message in messages:
            messenger = self._messenger(message.to.platform)
            try:
                ref = await messenger.send(replace(message, repeat=again and not messenger.can_find))
            except UndeliverableError as never:
                dead.setdefault(messenger.platform, never)
            else:
                return Sent(_ref(messenger, ref), tuple(dead))
        raise next(iter(dead.values()))

    async def update(self, ref: str, messages: Sequence[Message]) -> None:
        """On the platform where it stands. Raises as a messenger does."""
        platform, named, rest = ref.partition(" ")
        if not named:  # of a release that knew one platform
            platform, rest = messages[0].to.platform, ref
        for message in messages:
            if message.to.platform == platform:
                await self._messenger(platform).update(rest, message)
                return
        raise UndeliverableError("no_account")

    def can_find(self, messages: Sequence[Message]) -> bool:
        """Whether every platform on which it may stand can tell."""
        return all(self._messenger(message.to.platform).can_find for message in messages)

    def _channel(self) -> Channel:
        if self.committee is None:
            raise UndeliverableError("no_channel")
        if self.committee.platform not in self.messengers:
            raise UndeliverableError("no_platform")
        return self.committee

    def _served(self, accounts: Sequence[MemberAccount]) -> tuple[Account, ...]:
        served = [a for a in accounts if a.platform in self.messengers]
        if not served:
            raise UndeliverableError("no_account")
        return tuple(Account(a.platform, a.workspace, a.id) for a in served)

    def _messenger(self, platform: str) -> Messenger:
        return self.messengers[platform]


def _ref(messenger: Messenger, ref: str) -> str:
    return f"{messenger.platform} {ref}"
