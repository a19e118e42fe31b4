"""How well a company's own files let its Code be found: for the officer who keeps them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from content.aliases import read_aliases
from content.company import Company
from content.examples import read_examples
from content.quotes import Quote
from content.search import Search
from content.sections import Section

ENOUGH = 10
"""Example questions that a passage should have; the fewer it has, the less surely it is found."""


@dataclass(frozen=True, slots=True)
class Few:
    """A passage, and how many example questions it has."""

    passage: Quote
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """`unfound` are sections that are not among the first three answers to their own heading; `idle` the phrases of
    aliases.toml that do not lead to their passage; `met` the officer's own questions, each with the tier of
    its answer."""

    examples: int
    few: tuple[Few, ...]
    unfound: tuple[Section, ...]
    idle: tuple[str, ...]
    met: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def refused(self) -> tuple[str, ...]:
        """Told that the Code does not say."""
        return tuple(question for question, tier in self.met if tier == "none")


def coverage(company: Company, questions: Iterable[str] = ()) -> Coverage:
    """Raises ContentError when a file of the folder is wrong."""
    examples = read_examples(company.folder, company.code)
    return Coverage(
        examples=len(examples),
        few=tuple(_few(company, Counter(example.passage for example in examples))),
        unfound=tuple(s for s in company.code.sections if not _finds_itself(company.search, s)),
        idle=tuple(_idle(company)),
        met=tuple((question, company.search.answer(question).tier) for question in questions),
    )


def _few(company: Company, counts: Counter[Quote | None]) -> Iterator[Few]:
    """The poorest first. A passage that says nothing by itself (a lead-in to a table) counts as well."""
    passages = (q for section in company.code.sections for q in company.code.quotes(section.id))
    few = (Few(q, counts[q]) for q in passages if counts[q] < ENOUGH)
    return iter(sorted(few, key=lambda each: each.count))


def _finds_itself(search: Search, section: Section) -> bool:
    return any(passage.section == section.id for passage in search.answer(section.heading).passages)


def _idle(company: Company) -> Iterator[str]:
    for asked in read_aliases(company.folder, company.code).asked:
        if asked.passage not in company.search.answer(asked.phrase).passages:
            yield asked.phrase
