"""Everything that is missing or doubtful, at once: `check` shows it, and `serve` refuses what blocks."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.desk import State
from bot.settings import Settings
from content.company import Company
from content.errors import ContentError
from content.learned import up_to_date
from content.semantic import failing
from dialogs.steps import Fact, Facts

FEWEST = 2
"""Members: with one alone, a report about them reaches nobody."""
OF_DOCUMENT = "doubt."
"""How the wording keys of doubts about the printed document begin."""
OF_WORK = ("check.held", "check.parked", "check.purging_frozen")
OF_ANSWERS = ("check.semantic_", "check.not_learned", "check.untranslated")
OTHERS: tuple[str, ...] = ()
WEIGHTS = (OF_WORK, OTHERS, OF_ANSWERS, (OF_DOCUMENT,))
"""How the keys begin of what does not block, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One line of the table. `key` is a wording key; `blocks` keeps `serve` from starting."""

    key: str
    facts: Facts = field(default_factory=dict)
    blocks: bool = False

    @property
    def rank(self) -> int:
        """What blocks comes first, then what does not reach anybody, what else concerns this installation, how well it
        answers, and last the doubts about the printed document."""
        if self.blocks:
            return 0
        weights = (rank for rank, keys in enumerate(WEIGHTS, start=1) if self.key.startswith(keys))
        return next(weights, WEIGHTS.index(OTHERS) + 1)


def blocks(key: str, **facts: Fact) -> Doubtful:
    return Doubtful(key, facts, blocks=True)


def doubt(key: str, **facts: Fact) -> Doubtful:
    return Doubtful(key, facts)


def of_company(settings: Settings, company: Company) -> Iterator[Doubtful]:
    """The folder's files, the language, and the printed directory."""
    problems = company.problems()
    for problem in problems:
        yield blocks(f"content.{problem.reason}", file=str(problem.file), detail=problem.detail)
    yield from _of_wording(settings, company)
    if not problems:
        yield from _of_answers(settings, company)
        yield from (Doubtful(f"{OF_DOCUMENT}{found.key}", found.facts) for found in company.contacts.doubts())


def _of_answers(settings: Settings, company: Company) -> Iterator[Doubtful]:
    if not up_to_date(company.folder, company.code.passages):
        yield doubt("check.not_learned")
    if settings.semantic and (why := failing()):
        yield doubt(f"check.semantic_{why}")


def _of_wording(settings: Settings, company: Company) -> Iterator[Doubtful]:
    try:
        words = company.wording(settings.language)
        missing = company.wording("en").keys - words.keys
    except ContentError as error:
        yield blocks(f"content.{error.reason}", file=str(error.file), detail=error.detail)
        return
    if missing:
        yield doubt("check.untranslated", count=len(missing), language=settings.language, first=min(missing))


def of_members(state: State, reachable_on: frozenset[str], company: Company | None) -> Iterator[Doubtful]:
    """Who sits on the Committee, and whether a message can reach each of them."""
    if not state.members:
        yield blocks("check.no_members")
    elif len(state.members) < FEWEST:
        yield doubt("check.one_member")
    if state.members and not any(m.chair for m in state.members):
        yield blocks("check.no_chair")
    if len(state.members) >= FEWEST and not any(m.acting for m in state.members):
        yield doubt("check.no_acting_chair")
    if not reachable_on:
        yield blocks("check.no_platform")
    elif unreachable := tuple(m.name for m in state.members if not reachable_on & m.platforms):
        yield blocks("check.unreachable", names=unreachable)
    if company is not None and not company.problems():
        yield from _of_directory(state, company)


def _of_directory(state: State, company: Company) -> Iterator[Doubtful]:
    """The register decides who receives; the printed directory should name the same people."""
    printed = {contact.name for contact in company.contacts.of("member")}
    serving = {member.name for member in state.members}
    if unprinted := tuple(sorted(serving - printed)):
        yield doubt("check.not_printed", names=unprinted)
    if unseated := tuple(sorted(printed - serving)):
        yield doubt("check.not_seated", names=unseated)


def of_work(state: State) -> Iterator[Doubtful]:
    """What is owed and stuck, and whether anything can be written at all. Counts, never a case."""
    if state.disk:
        yield blocks(f"check.no_writing_{state.disk}")
    if state.held:
        yield doubt("check.held", count=state.health.owed)
    if state.health.parked:
        yield doubt("check.parked", count=state.health.parked)
    for stuck in state.stuck:
        yield doubt(f"check.parked_{stuck.kind}", name=stuck.name, reasons=stuck.reasons)
    if state.health.purging_frozen:
        yield doubt("check.purging_frozen")


def of_files(settings: Settings) -> Iterator[Doubtful]:
    """Whoever may read the register's files, or replace them, besides their owner."""
    path = settings.database.path
    for file in sorted(path.parent.glob(f"{path.name}*")) if path.parent.is_dir() else ():
        if _mode(file) & 0o077:
            yield blocks("check.file_open", file=str(file))
    for folder in {path.parent, settings.sealing.file.parent}:
        if folder.is_dir() and _mode(folder) & 0o022:
            yield doubt("check.folder_open", file=str(folder))
    if settings.sealing.file.exists() and settings.sealing.file.parent == path.parent:
        yield doubt("check.key_beside", file=str(settings.sealing.file))


def _mode(path: Path) -> int:
    """Of a file that has gone meanwhile, as a probe of the disk does, nobody has any right."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0


def of_messages(settings: Settings) -> Iterator[Doubtful]:
    if settings.committee.dm == "full":
        yield doubt("check.dm_full")


def of_page(settings: Settings) -> Iterator[Doubtful]:
    if settings.mode == "development":
        yield doubt("check.development")
    elif not settings.web.loopback and not settings.web.address:
        yield doubt("check.no_address", host=settings.web.host)
