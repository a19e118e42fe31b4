"""What is read together with the question before it, and how sure the answer then is."""

from dataclasses import replace

import pytest

from content.company import open_company
from dialogs.outcomes import Answered, Nothing
from dialogs.question import Asked, agreed, told

COMPANY = open_company()
GIFT = "can i accept a gift from a vendor"


def sections(before: str, text: str) -> list[tuple[str, str]]:
    """What is said with a passage, and the first passage's section."""
    said, _ = told(Asked(COMPANY, text, before=before))
    return [(say.key, say.quotes[0].section) for say in said if say.quotes]


def test_a_cry_for_help_is_not_read_together_with_the_question_before_it() -> None:
    said, outcome = told(Asked(COMPANY, "he said he will shoot everyone", before=GIFT))
    assert said[0].key == "emergency"
    assert sections(GIFT, "he said he will shoot everyone") == sections("", "he said he will shoot everyone")
    assert outcome == Nothing()


def test_a_follow_up_is_sure_of_a_section_only_that_one_of_the_two_questions_leads_to() -> None:
    before, text = "can i own competitor stock", "what if it's just 10 shares"
    led = {COMPANY.search.answer(one).passages[0].section for one in (before, text)}
    assert {section for key, section in sections(before, text) if key == "question.quote"} <= led


def test_why_alone_does_not_bring_the_same_passage_again() -> None:
    said, outcome = told(Asked(COMPANY, "why?", before=GIFT))
    assert [say.key for say in said] == ["talk.not_helpful"]
    assert not isinstance(outcome, Answered)


def test_a_joined_reading_that_neither_question_leads_to_is_one_of_the_closest() -> None:
    gift, stock, harm = (COMPANY.search.answer(one) for one in (GIFT, "can i own competitor stock", "is bullying ok"))
    joined = replace(gift, tier="quote")
    assert agreed(joined, (gift, stock)) == joined
    assert agreed(joined, (harm, stock)) == replace(joined, tier="closest")
    assert agreed(joined, (replace(gift, tier="none"), stock)) == replace(joined, tier="closest")
    unsure = replace(gift, tier="closest")
    assert agreed(unsure, (gift, stock)) == unsure


SECTIONS = "how many sections does the code have"


@pytest.mark.parametrize(
    ("before", "text", "key"),
    [
        (SECTIONS, "how long is it", "about.length"),
        (SECTIONS, "And when was it adopted?", "about.adopted"),
        ("who wrote the code", "is it long?", "about.length"),
        ("¿cuántas secciones tiene el código?", "¿es largo?", "about.length"),
    ],
)
def test_it_is_the_code_after_a_question_about_the_code(before: str, text: str, key: str) -> None:
    said, outcome = told(Asked(COMPANY, text, before=before))
    assert key in [say.key for say in said]
    assert outcome == Answered("", before)


def test_what_is_no_fact_is_not_read_together_with_one() -> None:
    assert sections(SECTIONS, "and my wife?") == sections("", "and my wife?")
    said, _ = told(Asked(COMPANY, "how long is it", before=GIFT))
    assert "about.length" not in [say.key for say in said]


@pytest.mark.parametrize(
    ("language", "before", "met_in"),
    [("es", "", "es"), ("en", "", "en"), ("en", "¿puedo aceptar un regalo de un proveedor?", "es"), ("es", GIFT, "en")],
)
def test_a_word_of_several_languages_is_met_in_ones_own(language: str, before: str, met_in: str) -> None:
    said, _ = told(Asked(COMPANY, "no", language, before=before))
    assert [(say.key, say.language or language) for say in said] == [("talk.not_helpful", met_in)]


def test_what_the_code_does_not_answer_is_not_sure_by_the_question_before_it() -> None:
    theft = "is it ok to take things home from the lab"
    assert COMPANY.search.answer("what about my vacation").tier == "none"
    assert "question.quote" not in [key for key, _ in sections(theft, "what about my vacation")]


def test_what_reads_like_a_report_is_not_remembered_and_counts_nowhere() -> None:
    said, outcome = told(Asked(COMPANY, "my manager is stealing from the petty cash"))
    assert said[0].key == "talk.like_report"
    assert outcome == Nothing()
