"""The sections of a Code: its blocks, gathered under the headings that carry an id."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from content.blocks import Block, Kind

QUOTABLE = (Kind.PARAGRAPH, Kind.ITEM, Kind.ROW)
FRONT = "front"
"""The id of what stands before the first section: the title page. It is no section of the Code."""
NUMBER = re.compile(r"\w{1,4}[.)]\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item, table row or sub-heading, in single spaces."""

    text: str
    kind: Kind = Kind.PARAGRAPH

    @property
    def quotable(self) -> bool:
        """Whether it says something by itself; a heading or the names of columns do not."""
        return self.kind in QUOTABLE


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` is without its number; `label` is how it is cited ("Section 7"); `part` is its part's heading."""

    id: str
    label: str
    heading: str
    part: str = ""
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(p.text for p in self.paragraphs)


class Gathering:
    """Goes through the blocks once. A rule leads back from a sub-section ("A2.B") to its section ("A2")."""

    def __init__(self, labels: "Labels") -> None:
        self._labels = labels
        self._part = ""
        front = dict(labels.own).get(FRONT, "")
        self._order = [Section(FRONT, front, front)]
        self._at = 0

    def add(self, block: Block) -> None:
        match block:
            case Block(Kind.HEADING, id=found) if found:
                self._begin(block)
            case Block(Kind.HEADING, level=1 | 2):
                self._part = block.text if block.level > 1 else ""
                self._keep(block, only_front=True)
            case Block(Kind.RULE):
                self._return()
            case _:
                self._keep(block)

    def sections(self) -> tuple[Section, ...]:
        return tuple(self._order)

    def _begin(self, block: Block) -> None:
        if block.level <= 2:
            self._part = ""
        label = self._labels.of(block.id)
        self._order.append(Section(block.id, label, without_number(block.text, label), self._part))
        self._at = len(self._order) - 1

    def _keep(self, block: Block, *, only_front: bool = False) -> None:
        at = self._order[self._at]
        if at.id == FRONT or not only_front:
            self._order[self._at] = replace(at, paragraphs=(*at.paragraphs, Paragraph(block.text, block.kind)))

    def _return(self) -> None:
        above = self._order[self._at].id.rpartition(".")[0]
        self._at = next((n for n, section in enumerate(self._order) if above and section.id == above), self._at)


@dataclass(frozen=True, slots=True)
class Labels:
    """How sections are called when they are cited; `pattern` holds `{id}`, for those without a label of their own."""

    pattern: str
    own: tuple[tuple[str, str], ...] = ()

    def of(self, section: str) -> str:
        return dict(self.own).get(section) or self.pattern.replace("{id}", section)


def gather(blocks: Iterable[Block], labels: Labels) -> tuple[Section, ...]:
    """The title page first, under the id `front`."""
    gathering = Gathering(labels)
    for block in blocks:
        gathering.add(block)
    return gathering.sections()


def without_number(heading: str, label: str) -> str:
    """ "7. Competition" is "Competition"; "Appendix 1 HOW TO" with the label "Appendix 1" is "HOW TO"."""
    named = heading.removeprefix(label).strip() if heading != label else heading
    return NUMBER.sub("", named, count=1).rstrip(".") if NUMBER.match(named) else named
