"""The messages about one case: owed, brought to where the case stands, taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot import notices
from bot.notices import CHANNEL, LEADS
from storage import cases, outbox, people, withdrawal
from storage.records import Act, Notice
from storage.register import Register

OF_DANGER = frozenset({"notice.filed_urgent", f"notice.filed_urgent{LEADS}", "notice.danger"})
FIRST = ("notice.filed", "notice.channel")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Within the transaction of the act that it tells of."""

    register: Register
    case: str

    def owe(self, told: Sequence[Notice]) -> None:
        outbox.owe_all(self.register, self.case, told)

    def tell_handlers(self, key: str = "notice.added") -> None:
        """There is something new to read."""
        self.owe(tuple(notices.written(self.case, member, key) for member in self._handlers()))

    def tell_others(self, by: str, key: str, dialog: str = "case", *, but: str = "") -> None:
        """Whoever sees it besides the member who did something, and one more."""
        self.owe(tuple(notices.written(self.case, m, key, dialog) for m in self._handlers() if m not in (by, but)))

    def tell(self, member: str, key: str) -> None:
        self.owe((notices.written(self.case, member, key),))

    def let_in(self, member: str) -> None:
        """Who can see it from now on may have to step aside."""
        self.owe((notices.released(self.case, member),))

    def tell_reporter(self, key: str) -> None:
        """A named one; nobody knows where another could be told."""
        account = cases.reporter(self.register, self.case)
        if account is not None:
            self.owe((notices.for_reporter(self.case, account, key),))

    def tell_of_danger(self) -> None:
        """Danger that is said only now is told at once, and once."""
        untold = (to for to in self._handlers() if not self._was_told_of_danger(to))
        self.owe(tuple(notices.danger(self.case, handler) for handler in untold))

    def move(self, key: str, facts: tuple[tuple[str, str], ...]) -> None:
        """Every notice of this case already sent, or owed, is brought to where the case stands now."""
        handlers = self._handlers()
        moved = [notices.moved(n, key, facts) for handler in handlers for n in self._first(handler)]
        if hidden_from_nobody(self.register, handlers):
            moved += [notices.moved(n, f"{key}_channel", ()) for n in self._first(CHANNEL)]
        self.owe(moved)

    def settle(self, asked: str, key: str) -> None:
        """Each message that asked a member to decide says in its place that it is settled."""
        told = [n for handler in self._handlers() for n in outbox.sent_for(self.register, self.case, handler)]
        settled = {n.replaces for n in told}
        self.owe([notices.moved(n, key, ()) for n in told if n.key == asked and n.id not in settled])

    def take_back(self, member: str) -> None:
        """Nothing of the case stays with somebody who is not to see it; a channel they sit in loses its note too."""
        for to in (member, CHANNEL):
            shown = self.shown_to(to)
            withdrawal.withdraw(self.register, self.case, to)
            self.owe(tuple(notices.blank(notice) for notice in shown))

    def shown_to(self, to: str) -> tuple[Notice, ...]:
        """The messages that may lie before this recipient and were not taken back."""
        earlier = outbox.sent_for(self.register, self.case, to)
        blanked = {n.replaces for n in earlier if n.key == notices.BLANKED}
        return tuple(n for n in earlier if n.act is Act.SEND and (n.ref or n.tries) and n.id not in blanked)

    def _handlers(self) -> tuple[str, ...]:
        return cases.handlers(self.register, self.case)

    def _was_told_of_danger(self, handler: str) -> bool:
        return any(n.key in OF_DANGER for n in outbox.sent_for(self.register, self.case, handler))

    def _first(self, to: str) -> Iterable[Notice]:
        return (n for n in outbox.sent_for(self.register, self.case, to) if n.key.startswith(FIRST))


def hidden_from_nobody(register: Register, handlers: Sequence[str]) -> bool:
    """Whoever sits in the channel may see the case: only then may the channel hear of it."""
    return {m.id for m in people.members(register)} == set(handlers)
