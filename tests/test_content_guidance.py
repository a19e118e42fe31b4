"""The passages that conversations quote by name."""

import pytest

from content.company import open_company

COMPANY = open_company()
STEPS = ("facts", "question", "role", "supervisor", "resources", "report", "ask_first")
ASKED_FOR = {
    "retaliation": "13",
    "retaliation_policy": "14",
    "anonymity": "13",
    "probably_is": "13",
    "extent": "A2.B",
    "anonymous_writing": "A2.B",
    "false_report": "A2.B",
    "cooperate": "14",
    "talk": "14",
    "mail": "A1",
    "retention": "A2.A",
    "agenda": "A2.A",
    "special_meeting": "A2.A",
    "any_member": "A2.B",
    "relay": "A2.A",
    "appearance": "intro",
    "safety": "3",
    "violence": "3",
}


def test_the_seven_steps_are_the_seven_items_of_section_13_in_order() -> None:
    steps = COMPANY.guidance.quotes(*(f"step.{step}" for step in STEPS))
    assert steps == COMPANY.code.quotes("13")[1:]


@pytest.mark.parametrize(("name", "section"), ASKED_FOR.items())
def test_each_named_passage_stands_in_its_section(name: str, section: str) -> None:
    quote = COMPANY.guidance.quote(name)
    assert quote is not None
    assert quote.section == section


def test_every_named_passage_is_whole_sentences_or_a_whole_paragraph() -> None:
    for quote in COMPANY.guidance.named.values():
        whole = {q.text for q in (*COMPANY.code.quotes(quote.section), *COMPANY.code.sentences(quote.section))}
        assert quote.text in whole


def test_names_that_are_not_there_are_skipped() -> None:
    assert COMPANY.guidance.quotes("nothing", "talk", "neither") == COMPANY.guidance.quotes("talk")


def test_every_category_is_worded_and_stands_in_the_code() -> None:
    words = COMPANY.wording()
    for category in COMPANY.guidance.categories:
        assert words.text(f"category.{category.id}")
        assert all(COMPANY.code.section(section) for section in category.sections)
    assert [c.id for c in COMPANY.guidance.categories][-2:] == ["retaliation", "other"]


def test_the_emergency_notice_names_the_emergency_number_and_no_more_than_that() -> None:
    notice = COMPANY.wording().text("emergency")
    assert "emergency number" in notice
    assert "not an emergency service" in notice
