"""What a disk may hold after the power went: what was synced, and of the rest any part, the last of it torn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.traced import MARKS, Event, Mark, Open, Rename, Sync, Truncate, Unlink, Write

SECTOR = 512


@dataclass(slots=True)
class Content:
    """A file's bytes, apart from its name: what was done to it in order, and how much of that is synced."""

    done: list[tuple[int, Write | Truncate]] = field(default_factory=list)
    synced: int = 0

    def sync(self, began: int) -> None:
        self.synced = max(self.synced, sum(at < began for at, _ in self.done))

    def after(self, dice: Random, share: float) -> bytes:
        """All that is synced, and of the rest each with the probability `share`."""
        data = bytearray()
        kept = [one for _, one in self.done[: self.synced]]
        rest = [one for _, one in self.done[self.synced :] if dice.random() < share]
        for one in (*kept, *rest[:-1], *(_torn(last, dice) for last in rest[-1:])):
            _apply(one, data)
        return bytes(data)


@dataclass(slots=True)
class Names:
    """The folder: each name's file, and what the folder held when it was last synced."""

    now: dict[str, Content] = field(default_factory=dict)
    history: list[tuple[int, dict[str, Content]]] = field(default_factory=lambda: [(0, {})])
    synced: int = 0

    def change(self, at: int) -> None:
        self.history.append((at, dict(self.now)))

    def sync(self, began: int) -> None:
        self.synced = max(self.synced, sum(at < began for at, _ in self.history) - 1)

    def after(self, dice: Random) -> dict[str, Content]:
        """Changes of a folder are kept in order by every journaling file system; how many of them is chance."""
        return dice.choice(self.history[self.synced :])[1]


def crashed(events: Sequence[Event], dice: Random, into: Path) -> None:
    """Writes one of the states that a power cut after these events may leave."""
    names = Names()
    for at, event in enumerate(events):
        _happens(names, at, event)
    share = dice.choice((0.0, 0.3, 0.7, 1.0))
    for name, content in names.after(dice).items():
        if name != MARKS:
            (into / name).write_bytes(content.after(dice, share))


def answered(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Mark)]


def _happens(names: Names, at: int, event: Event) -> None:
    match event:
        case Open(file) if file not in names.now:
            names.now[file] = Content()
            names.change(at)
        case Unlink(file) if file in names.now:
            del names.now[file]
            names.change(at)
        case Rename(file, to):
            names.now[to] = names.now.pop(file)
            names.change(at)
        case Write(file) | Truncate(file):
            names.now[file].done.append((at, event))
        case Sync("", began):
            names.sync(began)
        case Sync(file, began):
            names.now[file].sync(began)


def _torn(one: Write | Truncate, dice: Random) -> Write | Truncate:
    """Only its first sectors."""
    if isinstance(one, Truncate):
        return one
    sectors = dice.randint(0, -(-len(one.data) // SECTOR))
    return Write(one.file, one.at, one.data[: sectors * SECTOR])


def _apply(one: Write | Truncate, data: bytearray) -> None:
    end = one.length if isinstance(one, Truncate) else one.at + len(one.data)
    if isinstance(one, Truncate):
        del data[end:]
    data.extend(bytes(max(0, end - len(data))))
    if isinstance(one, Write):
        data[one.at : end] = one.data
