"""What a round of the courier has to deliver, by recipient: what leaves at once comes first, the rest in its order."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.notices import BLANKED
from bot.parking import recipient_of
from storage.records import Notice


@dataclass(slots=True)
class Lane:
    """One recipient's. A message that has to wait keeps the later ones of its case waiting, except for a blanking."""

    _ahead: deque[Notice] = field(default_factory=deque)
    _waiting: set[str] = field(default_factory=set)

    def add(self, notice: Notice) -> None:
        self._ahead.append(notice)

    def put_in_order(self) -> None:
        """What stands before a message of its own case goes first with it."""
        hurried = {notice.case for notice in self._ahead if notice.at_once} - {""}
        self._ahead = deque(sorted(self._ahead, key=lambda n: not (n.at_once or n.case in hurried)))

    @property
    def hurried(self) -> bool:
        return bool(self._ahead) and self._ahead[0].at_once

    def next(self) -> Notice | None:
        """Taken off; None at the end."""
        while self._ahead:
            notice = self._ahead.popleft()
            if notice.case not in self._waiting or notice.key == BLANKED:
                return notice
        return None

    def waits(self, notice: Notice) -> None:
        self._waiting |= {notice.case} - {""}


@dataclass(slots=True)
class Lanes:
    """`known` are the ids of those that were ever taken in: each is, once a round."""

    known: set[str] = field(default_factory=set)
    _lanes: dict[str, Lane] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Lane]:
        """Those first in which something leaves at once."""
        return iter(sorted(self._lanes.values(), key=lambda lane: not lane.hurried))

    def take(self, notices: Iterable[Notice], known: Iterable[Notice] = ()) -> None:
        """`known`: those that were taken in besides, and are not to be served."""
        self.known |= {notice.id for notice in known}
        for notice in notices:
            self.known.add(notice.id)
            self._lanes.setdefault(recipient_of(notice), Lane()).add(notice)

    def put_in_order(self) -> None:
        for lane in self._lanes.values():
            lane.put_in_order()
