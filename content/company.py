"""A company's own folder: its Code, contacts and guidance; each part is read when it is used."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from content.errors import ContentError

if TYPE_CHECKING:
    from content.about import About
    from content.code import Code
    from content.contacts import Contacts
    from content.guidance import Guidance
    from content.phrases import Phrases
    from content.search import Search
    from content.wording import Wording

HERE = Path(__file__).parent
CELLECTAR = HERE / "cellectar"
WORDING = HERE / "wording"
PHRASES = HERE / "phrases"
REQUIRED = ("company.toml", "code.md", "contacts.toml", "guidance.toml")
"""What every company brings. errata.toml, aliases.toml, search.toml and the folders `wording`, `phrases` and `examples`
are optional."""


@dataclass(frozen=True, eq=False)
class Company:
    """Lazy: asking for the Code does not read the contacts, and the search is built at the first question.

    Equal to itself alone: a folder that is read anew may say something else. Each part raises ContentError when its
    file is missing or wrong.
    """

    folder: Path
    semantic: bool = False

    @property
    def name(self) -> str:
        return self.code.company

    @cached_property
    def code(self) -> "Code":
        from content.code import read_code

        return read_code(self.folder)

    @cached_property
    def contacts(self) -> "Contacts":
        from content.directory import read_contacts

        return read_contacts(self.folder)

    @cached_property
    def guidance(self) -> "Guidance":
        from content.guidance import read_guidance

        return read_guidance(self.folder, self.code)

    @cached_property
    def search(self) -> "Search":
        from content.search import open_search

        return open_search(self.folder, self.code, semantic=self.semantic)

    @cached_property
    def about(self) -> "About":
        from content.about import read_about

        return read_about(self.folder)

    @cached_property
    def phrases(self) -> tuple["Phrases", ...]:
        """One for each language that is worded too."""
        from content.phrases import read_phrases

        worded = {file.stem for folder in (WORDING, self.folder / "wording") for file in folder.glob("*.toml")}
        return tuple(p for p in read_phrases((PHRASES, self.folder / "phrases")) if p.language in worded)

    def wording(self, language: str = "en") -> "Wording":
        """The bot's own texts, with this company's `wording` folder over them. A file is read once."""
        from content.wording import Wording

        if language not in self._worded:
            self._worded[language] = Wording((WORDING, self.folder / "wording"), language)
        return self._worded[language]

    @cached_property
    def _worded(self) -> dict[str, "Wording"]:
        return {}

    def problems(self) -> tuple[ContentError, ...]:
        """Everything that is missing or wrong in the folder at once; empty when all of it can be read."""
        missing = tuple(ContentError("missing", self.folder / name) for name in REQUIRED if not self._has(name))
        wrong = (
            found
            for part in ("code", "contacts", "guidance", "about", "phrases", "search")
            for found in self._try(part)
        )
        return missing or tuple({str(found): found for found in wrong}.values())

    def _has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def _try(self, part: str) -> tuple[ContentError, ...]:
        try:
            getattr(self, part)
        except ContentError as wrong:
            return (wrong,)
        return ()


def open_company(folder: Path | None = None, *, semantic: bool = False) -> Company:
    """The folder named, or Cellectar's. With `semantic`, questions are met by meaning too where that is installed.

    Raises:
        ContentError: there is no such folder, or a required file is missing; the first one is named.
    """
    company = Company(folder or CELLECTAR, semantic)
    if not company.folder.is_dir():
        raise ContentError("no_folder", company.folder)
    for name in REQUIRED:
        if not company._has(name):
            raise ContentError("missing", company.folder / name)
    return company
