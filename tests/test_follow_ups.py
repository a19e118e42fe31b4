"""What is read together with the question before it, and how sure the answer then is."""

from content.company import open_company
from dialogs.outcomes import Answered, Nothing
from dialogs.question import Asked, told

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
