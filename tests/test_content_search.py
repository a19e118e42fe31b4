"""A question finds the passage that answers it, and nothing that is typed can upset the search."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.company import open_company
from content.quotes import Quote
from content.terms import Spelling, words

COMPANY = open_company()
SEARCH = COMPANY.search


def whole_passages() -> set[Quote]:
    return {q for s in COMPANY.code.sections for q in COMPANY.code.quotes(s.id)}


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("may I accept a gift from a vendor?", "7"),
        ("my manager wants me to backdate an invoice in the books", "11"),
        ("can I trade our stock before the earnings are public", "10"),
        ("somebody is bringing a gun to work", "3"),
        ("I was punished for reporting", "13"),
        ("who do I ask for a waiver", "15"),
        ("paying a customs officer abroad", "8"),
        ("what is the number of the hotline", "A1"),
        ("how many years are complaints kept", "A2.A"),
    ],
)
def test_a_question_in_everyday_words_finds_its_section(question: str, section: str) -> None:
    answer = SEARCH.answer(question)
    assert section in {passage.section for passage in answer.passages}
    assert answer.tier != "none"


def test_one_passage_stands_alone_only_when_no_other_section_comes_near() -> None:
    assert SEARCH.answer("can I buy shares before the merger is announced").tier == "quote"
    gift = (
        "and if he is a government official? May I accept a gift from a supplier? and if he is a government official?"
    )
    near = SEARCH.answer(gift)
    assert near.tier == "closest"
    assert {"7", "8"} <= {passage.section for passage in near.passages}


def test_what_leads_to_a_table_is_followed_by_its_rows() -> None:
    passages = SEARCH.answer("how can i reach the outside legal counsel").passages
    lead = next(n for n, passage in enumerate(passages) if passage.text.endswith(":"))
    assert "Asher Rubin" in passages[lead + 1].text


@pytest.mark.parametrize("question", ["harrassment", "can I accpet a giftt", "RETALLIATION", "confidentail info"])
def test_a_slip_of_the_pen_is_forgiven(question: str) -> None:
    assert SEARCH.answer(question).tier != "none"


@pytest.mark.parametrize("question", ["what is the capital of australia", "best pizza nearby", "how tall are giraffes"])
def test_what_the_code_does_not_cover_is_said_not_to_be_covered(question: str) -> None:
    assert SEARCH.answer(question).tier == "none"


@pytest.mark.parametrize("question", ["", "  ", "🎁" * 50_000, "\x00", "xyzzy", "'\"*()^:-"])
def test_a_question_without_a_known_word_gets_the_way_onward(question: str) -> None:
    answer = SEARCH.answer(question)
    assert (answer.tier, answer.confidence) == ("none", 0.0)
    assert {p.section for p in answer.passages} == {"13", "14"}


@pytest.mark.parametrize(
    "question",
    ['gift" OR "stock', "gift AND NOT (", "NEAR(gift stock)", "text:gift", "gift*", "^gift", "heading : {gift}"],
)
def test_a_search_language_is_read_as_plain_words(question: str) -> None:
    assert SEARCH.answer(question).passages[0].section in {"7", "10"}


def test_a_very_long_question_is_answered() -> None:
    assert SEARCH.answer("may I accept this gift from a vendor? " * 3000).passages[0].section == "7"
    assert SEARCH.answer("a" * 100_000).tier == "none"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_whole_passages_and_the_same_ones_again(question: str) -> None:
    answer = SEARCH.answer(question)
    assert 0.0 <= answer.confidence <= 1.0
    assert 1 <= len(answer.passages) <= 3
    assert set(answer.passages) <= whole_passages()
    assert SEARCH.answer(question) == answer


def test_the_question_is_not_shown_by_its_answer() -> None:
    assert "secretword" not in repr(SEARCH.answer("secretword gift"))


def test_many_threads_get_the_same_answers() -> None:
    questions = ["gift from a vendor", "insider trading", "harassment", "expense report"] * 25
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(SEARCH.answer, questions)) == [SEARCH.answer(q) for q in questions]


def test_a_word_stands_in_one_group_of_the_aliases_only() -> None:
    from content.aliases import read_aliases

    alike = [word for group in read_aliases(COMPANY.folder, COMPANY.code).alike for word in group]
    assert sorted(set(alike)) == sorted(alike)


def test_an_apostrophe_joins_a_word_and_an_owner_is_found_without_the_s() -> None:
    assert words("Don’t, don't; my wife's e-mail") == ["dont", "dont", "my", "wife", "e", "mail"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("accpet", "accept"), ("acept", "accept"), ("acccept", "accept"), ("acqept", "accept"), ("gitf", "gitf")],
)
def test_one_slip_leads_to_the_known_word(typed: str, meant: str) -> None:
    assert Spelling({"accept", "accent", "gift"}, shortest=5).corrected(typed) == meant
