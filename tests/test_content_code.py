"""The Code as it is quoted: every word of the document, in the right section, with its errata beside it."""

import re
from pathlib import Path

import pytest

from content.blocks import COMMENT, EMPHASIS, plain
from content.code import Code, read_code
from content.errors import ContentError, NotInCodeError
from content.quotes import Quote

FOLDER = Path(__file__).parent.parent / "content" / "cellectar"
IDS = ("intro", *(str(n) for n in range(1, 16)), "A1", "A2", "A2.A", "A2.B")


@pytest.fixture(scope="module")
def code() -> Code:
    return read_code(FOLDER)


def document() -> str:
    """The original in single spaces: page breaks joined, emphasis and underlining left out."""
    text = re.sub(r"</?u>", "", (FOLDER / "original.txt").read_text(encoding="utf-8"))
    text = re.sub(r"^- ", "", text, flags=re.MULTILINE)
    return " ".join(EMPHASIS.sub(r"\1", text).split())


def words_of_markdown(markdown: str) -> str:
    lines = COMMENT.sub("", markdown).splitlines()
    kept = [line for line in lines if not re.match(r"\|[\s|-]+$", line)]
    unmarked = [re.sub(r"^(#+|-) | \{#[\w.]+\}$", "", line).replace("|", " ") for line in kept]
    return " ".join(plain(line) for line in unmarked if line.strip())


def stretch_of(section: str) -> str:
    """What the document holds between this section's heading and the next one's, found by the headings as printed."""
    printed = [
        (at, heading)
        for at, heading in re.findall(
            r"^#+ (?=.*\{#(\S+)\}$)(.*?) \{#", (FOLDER / "code.md").read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    ]
    text, ids = document(), [at for at, _ in printed]
    start = text.index(dict(printed)[section])
    following = printed[ids.index(section) + 1 :]
    return text[start : text.index(following[0][1], start + 1)] if following else text[start:]


def everything(code: Code) -> list[Quote]:
    return [q for s in code.sections for q in (*code.quotes(s.id), *code.sentences(s.id))]


def test_code_md_holds_every_word_of_the_document() -> None:
    markdown = (FOLDER / "code.md").read_text(encoding="utf-8")
    assert " ".join(words_of_markdown(markdown).split()) == document()


def test_the_sections_are_those_of_the_document(code: Code) -> None:
    assert tuple(s.id for s in code.sections) == IDS
    assert {s.id: s.label for s in code.sections}["A2.B"] == "Appendix 2, Section B"


def test_every_quote_is_an_exact_substring_of_the_document_and_of_its_section(code: Code) -> None:
    text = document()
    for quote in everything(code):
        assert quote.text in text, quote.text
        section = code.section(quote.section)
        assert section is not None
        assert quote.text in section.text
        assert quote.heading == section.heading


def test_every_quote_stands_under_its_own_heading_in_the_document(code: Code) -> None:
    closing = "These procedures shall be distributed to each employee as part of the Code of Ethics."
    for quote in everything(code):
        if quote.text != closing:
            assert quote.text in stretch_of(quote.section), quote.text


def test_the_closing_line_belongs_to_appendix_2_as_a_whole(code: Code) -> None:
    assert code.quotes("A2")[-1].text.startswith("These procedures shall be distributed")


@pytest.mark.parametrize(
    ("section", "joined"),
    [
        ("8", "in order to obtain or retain business."),
        ("12", "material personal gain for a member of the financial organization"),
        ("A2.A", "prior to the next regularly scheduled meeting of the Audit Committee"),
    ],
)
def test_sentences_that_a_page_break_split_are_joined(code: Code, section: str, joined: str) -> None:
    assert joined in code.quote(section, joined).text


def test_emphasis_is_not_shown_and_the_footnote_mark_is(code: Code) -> None:
    starred = [q.text for q in everything(code) if "*" in q.text]
    assert {"Fred Driscoll" in text for text in starred} == {True}
    assert code.quote("13", "Always ask first").text.endswith("seek guidance before you act.")


def test_each_list_item_is_a_quote_by_itself(code: Code) -> None:
    assert [q.text.split()[0] for q in code.quotes("13")[1:]] == [
        "Make",
        "Ask",
        "Clarify",
        "Discuss",
        "Seek",
        "You",
        "Always",
    ]


def test_abbreviations_end_no_sentence(code: Code) -> None:
    assert code.sentences("8")[0].text.startswith("The U.S. Foreign Corrupt Practices Act prohibits")


def test_a_quote_is_the_whole_sentence_around_the_words(code: Code) -> None:
    assert code.quote("7", "cash gift").text.startswith("No gift or entertainment should ever")
    assert code.quote("7", "cash gift").text.endswith("violate any laws or regulations.")


def test_a_quote_may_be_the_whole_paragraph(code: Code) -> None:
    assert code.quote("13", "your anonymity", whole=True) == code.quotes("13")[6]


def test_quotation_marks_may_be_typed_either_way(code: Code) -> None:
    assert "person’s private interest" in code.quote("4", "a person's private interest").text


@pytest.mark.parametrize(("section", "words"), [("7", "anonymity"), ("99", "gift"), ("7", "")])
def test_words_that_the_section_does_not_hold_are_no_quote(code: Code, section: str, words: str) -> None:
    with pytest.raises(NotInCodeError):
        code.quote(section, words)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("7", "7"),
        ("Section 7", "7"),
        ("s7", "7"),
        ("§ 7", "7"),
        ("sec. 13", "13"),
        ("7.", "7"),
        ("appendix 1", "A1"),
        ("a1", "A1"),
        ("a2.b", "A2.B"),
        ("Appendix 2b", "A2.B"),
        ("appendix 2, section b", "A2.B"),
        ("Introduction", "intro"),
        ("insider trading", "10"),
    ],
)
def test_a_section_is_found_as_people_type_it(code: Code, typed: str, found: str) -> None:
    section = code.section(typed)
    assert section is not None
    assert section.id == found


@pytest.mark.parametrize("typed", ["", "16", "section", "a", "0", "   ", "\x00", "7" * 9000])
def test_what_is_no_section_finds_none(code: Code, typed: str) -> None:
    assert code.section(typed) is None
    assert code.quotes(typed) == ()


def test_the_version_is_cited_with_every_quote(code: Code) -> None:
    assert {q.version for q in everything(code)} == {code.version}
    assert "21 March 2006" in code.version
    assert "7 November 2022" in code.version


def company(folder: Path, code_md: str, errata: str = "") -> Path:
    facts = 'name = "Northwind"\ntitle = "Code"\nversion = "of 2020"\n[labels]\nsection = "Rule {id}"\n'
    (folder / "company.toml").write_text(facts, encoding="utf-8")
    (folder / "code.md").write_text(code_md, encoding="utf-8")
    (folder / "errata.toml").write_text(errata, encoding="utf-8")
    return folder


def test_a_wrapped_paragraph_is_one_paragraph(tmp_path: Path) -> None:
    code = read_code(company(tmp_path, "# Code\n\n## 1. Ropes {#1}\nTie every\nrope.\n- Tie\n  twice.\n- Look.\n"))
    assert [q.text for q in code.quotes("rule 1")] == ["Tie every rope.", "Tie twice.", "Look."]


def test_a_section_id_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as wrong:
        read_code(company(tmp_path, "## 1. Ropes {#1}\n\nTie.\n\n## 2. Knots {#1}\n\nTie.\n"))
    assert (wrong.value.reason, wrong.value.file.name) == ("section_twice", "code.md")


def test_an_erratum_that_no_longer_finds_its_words_is_named(tmp_path: Path) -> None:
    row = '[[erratum]]\nsections = ["1"]\nwords = "Tie evry"\nnote = "every"\n'
    with pytest.raises(ContentError) as wrong:
        read_code(company(tmp_path, "## 1. Ropes {#1}\n\nTie every rope.\n", row))
    assert (wrong.value.reason, wrong.value.file.name) == ("not_in_code", "errata.toml")
    assert "Tie evry" in wrong.value.detail
