"""Whatever is asked, what is quoted stands in the Code: word for word, its section right, in whole sentences, noted."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.aliases import read_aliases
from content.code import Code
from content.company import open_company
from content.examples import read_examples
from content.quotes import Quote
from content.sections import FRONT, Section
from content.sentences import spans
from dialogs.question import Asked, told
from tests.test_content_company import NORTHWIND

COMPANY = open_company()
CODE = COMPANY.code
OTHER = open_company(NORTHWIND)
EXAMPLES = tuple(e.text for e in read_examples(COMPANY.folder, CODE))
PHRASES = tuple(a.phrase for a in read_aliases(COMPANY.folder, CODE).asked)
EVERY = 1 if os.environ.get("ASKFIRST_LONG") else 7
"""Each seventh written question, to be quick; ASKFIRST_LONG=1 asks them all."""

WORDS = sorted({word for q in (*EXAMPLES[::40], *PHRASES[::10]) for word in q.split()})
ABOUT = tuple(" ".join(phrase) for p in COMPANY.phrases for listed in p.about.values() for phrase in sorted(listed))


def quoted(question: str) -> tuple[Quote, ...]:
    """All that is quoted to this question, by the engine and in what a person is shown."""
    said, _ = told(Asked(COMPANY, question))
    return (*COMPANY.search.answer(question).passages, *(quote for say in said for quote in say.quotes))


def wrong_with(quote: Quote, code: Code = CODE) -> list[str]:
    """What is wrong with a quote, by name; empty when nothing is."""
    section = _section(code, quote)
    if section is None:
        return ["no such section"]
    places = [(p.text, p.text.find(quote.text)) for p in section.paragraphs if p.quotable and quote.text in p.text]
    found = [] if places else ["not in the section"]
    found += [] if any(_whole(text, at, quote) for text, at in places) else ["not in whole sentences"]
    found += [f"without its note: {e}" for text, at in places for e in _notes_left_out(code, section, text, at, quote)]
    same = (quote.heading, quote.label, quote.version) == (section.heading, section.label, code.version)
    return found if same else [*found, "cited as something else"]


def _section(code: Code, quote: Quote) -> Section | None:
    return code.front if quote.section == FRONT else next((s for s in code.sections if s.id == quote.section), None)


def _whole(text: str, at: int, quote: Quote) -> bool:
    starts, ends = zip(*spans(text), strict=True)
    return at in starts and at + len(quote.text) in ends


def _notes_left_out(code: Code, section: Section, text: str, at: int, quote: Quote) -> Iterator[str]:
    """Errata whose words the quote touches, be it with one letter, and whose note does not stand beside it."""
    for erratum in code.errata:
        place = text.find(erratum.words)
        touched = place >= 0 and place < at + len(quote.text) and at < place + len(erratum.words)
        if erratum.section == section.id and touched and erratum.note not in quote.note:
            yield erratum.words


def astray(questions: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    return [(q, wrong) for q in questions for quote in quoted(q) if (wrong := wrong_with(quote))]


def test_every_written_question_is_answered_in_the_words_of_the_code() -> None:
    assert astray(EXAMPLES[::EVERY]) == []


def test_every_phrase_is_answered_in_the_words_of_the_code() -> None:
    assert astray((*PHRASES, *ABOUT[::EVERY])) == []


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_whatever_is_asked_is_answered_in_the_words_of_the_code(question: str) -> None:
    assert astray((question,)) == []


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES))
def test_a_follow_up_is_answered_in_the_words_of_the_code(before: str, follow_up: str) -> None:
    said, _ = told(Asked(COMPANY, follow_up, before=before))
    assert [wrong for say in said for quote in say.quotes if (wrong := wrong_with(quote))] == []


def test_every_passage_that_a_conversation_quotes_by_name_is_in_the_code() -> None:
    assert [(name, wrong) for name, q in COMPANY.guidance.named.items() if (wrong := wrong_with(q))] == []


def test_another_companys_code_is_quoted_as_faithfully() -> None:
    questions = ("may I keep a tip", "lifejacket", "who are the trustees", "giraffes", *EXAMPLES[::200])
    answers = (q for question in questions for q in OTHER.search.answer(question).passages)
    assert [wrong for quote in answers if (wrong := wrong_with(quote, OTHER.code))] == []


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"text": "Gifts are never allowed."}, "not in the section"),
        ({"text": "is not a cash gift"}, "not in whole sentences"),
        ({"section": "99"}, "no such section"),
        ({"heading": "Gifts"}, "cited as something else"),
    ],
)
def test_a_quote_that_is_not_the_codes_would_be_noticed(change: dict[str, str], wrong: str) -> None:
    real = CODE.quote("7", "is not a cash gift")
    fields = {name: getattr(real, name) for name in ("section", "heading", "text", "version", "note", "label")}
    assert wrong_with(real) == []
    assert wrong in wrong_with(Quote(**{**fields, **change}))


def test_an_erratum_without_its_note_would_be_noticed() -> None:
    noted = next(q for s in CODE.sections for q in CODE.quotes(s.id) if q.note)
    bare = Quote(noted.section, noted.heading, noted.text, noted.version, "", noted.label)
    assert wrong_with(noted) == []
    assert wrong_with(bare) != []
