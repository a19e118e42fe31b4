"""What is told in Spanish is met as a report, and in Spanish, also where three words hardly tell the language."""

import pytest

from content.company import open_company
from dialogs.question import Asked, told

COMPANY = open_company()


@pytest.mark.parametrize(
    "text", ["mi jefe roba dinero", "mi jefe me acosa sexualmente", "me están acosando", "un compañero roba material"]
)
def test_a_spanish_report_is_met_as_one(text: str) -> None:
    said, _ = told(Asked(COMPANY, text))
    assert [say.key for say in said if say.key.startswith("talk.")] == ["talk.like_report"]
    assert {say.language for say in said} == {"es"}


@pytest.mark.parametrize("text", ["¿Qué hago si alguien roba?", "puedo aceptar un regalo"])
def test_a_spanish_question_stays_one(text: str) -> None:
    said, _ = told(Asked(COMPANY, text))
    assert "talk.like_report" not in [say.key for say in said]
