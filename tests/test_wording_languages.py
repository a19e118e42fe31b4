"""Every language says what English says, no more and no less, in texts that fit where they are shown."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.signs import reads_like_report
from content.company import WORDING
from content.wording import Wording
from tests.languages import (
    Pair,
    extra,
    left_in_english,
    missing,
    other_commands,
    other_facts,
    other_shape,
    too_long,
    wrong_buttons,
)

ENGLISH = Wording((WORDING,))

ALIKE = {"es": frozenset({"No"})}
"""Words that happen to be the English ones: a translator adds theirs, so that a forgotten text still shows."""

CHECKS = (missing, extra, other_facts, other_shape, left_in_english, other_commands, wrong_buttons)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
@pytest.mark.parametrize("language", [language for language in ENGLISH.languages if language != "en"])
def test_a_language_says_what_english_says(language: str, check: Callable[[Pair], list[str]]) -> None:
    assert check(Pair(ENGLISH, Wording((WORDING,), language), ALIKE.get(language, frozenset()))) == []


@pytest.mark.parametrize("language", ENGLISH.languages)
def test_buttons_and_titles_fit_where_slack_shows_them(language: str) -> None:
    assert too_long(Wording((WORDING,), language)) == []


@pytest.mark.parametrize("language", ENGLISH.languages)
def test_slack_takes_the_long_description(language: str) -> None:
    """174 to 4,000 characters: Slack's reference of the app manifest."""
    assert 174 <= len(Wording((WORDING,), language).text("slack.manifest.long")) <= 4000


@pytest.mark.parametrize(
    ("english", "theirs", "check", "key"),
    [
        ('[offer]\nmenu = "What can I do here?"', "", missing, "offer.menu"),
        ("", 'surplus = "De más"', extra, "surplus"),
        ('head = "Case {case}, {status}"', 'head = "Caso {case}"', other_facts, "head"),
        ('head = "Case {case}"', 'head = "Caso {caso}"', other_facts, "head"),
        ('long = "One.\\n\\nTwo."', 'long = "Uno. Dos."', other_shape, "long"),
        ('listed = "Ways:\\n\\n- post\\n- phone"', 'listed = "Vías:\\n\\n- correo"', other_shape, "listed"),
        ('ask = "Ask the Code"', 'ask = "Ask the Code"', left_in_english, "ask"),
        ('how = "Run “askfirst check”."', 'how = "Ejecute “askfirst revisar”."', other_commands, "how"),
        ('how = "Name it with --member."', 'how = "Indíquelo con --integrante."', other_commands, "how"),
        (
            'how = "Press [Send]."\nreview.submit = "Send"',
            'how = "Pulse [Mandar]."\nreview.submit = "Enviar"',
            wrong_buttons,
            "how",
        ),
        (
            'how = "Choose “Unnamed”."\nform.level.options.anonymous = "Unnamed"',
            'how = "Elija “Anónima”."\nform.level.options.anonymous = "Sin nombre"',
            wrong_buttons,
            "how",
        ),
    ],
)
def test_a_translators_slip_is_named(
    english: str, theirs: str, check: Callable[[Pair], list[str]], key: str, tmp_path: Path
) -> None:
    (tmp_path / "en.toml").write_text(english, encoding="utf-8")
    (tmp_path / "es.toml").write_text(theirs, encoding="utf-8")
    assert check(Pair(Wording((tmp_path,)), Wording((tmp_path,), "es"))) == [key]


@pytest.mark.parametrize(("key", "most"), [("offer.menu", 75), ("category.other", 75), ("slack.title.menu", 24)])
def test_a_label_that_does_not_fit_is_named(key: str, most: int, tmp_path: Path) -> None:
    for length, found in ((most, []), (most + 1, [key])):
        (tmp_path / "es.toml").write_text(f'{key} = "{"m" * length}"', encoding="utf-8")
        assert too_long(Wording((tmp_path,), "es")) == found


def test_a_language_may_need_more_signs_of_a_report() -> None:
    spanish = Wording((WORDING,), "es")
    assert spanish.has("signs.report.1") and extra(Pair(ENGLISH, spanish)) == []


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        (date(2026, 11, 22), "22 de noviembre de 2026"),
        (date(2027, 1, 1), "1 de enero de 2027"),
        (("Ada", "Bo", "Cleo"), "Ada, Bo y Cleo"),
    ],
)
def test_spanish_dates_and_lists_read_as_people_write_them(fact: date | tuple[str, ...], shown: str) -> None:
    assert Wording((WORDING,), "es").text("web.on", {"on": fact}) == shown


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("Quiero denunciar algo.", True),
        ("Mi jefa falsificó las facturas de octubre", True),
        ("Ayer vi cómo alguien se llevaba equipos del almacén.", True),
        ("me pidieron cambiar la fecha de un contrato", True),
        ("¿Puedo aceptar el regalo que me pidieron recoger?", False),
        ("puedo aceptar las entradas que me ofreció mi jefe", False),
        ("¿Qué hago si mi jefe me pide algo raro? Gracias.", False),
        ("Regalos de empresas proveedoras", False),
    ],
)
def test_spanish_reports_are_told_from_questions(text: str, report: bool) -> None:
    assert reads_like_report(Wording((WORDING,), "es"), text) is report


@pytest.mark.parametrize(
    ("language", "text", "report"),
    [
        ("en", "my boss asked me to backdate an invoice, what do i do", False),
        ("en", "my manager wants me to sign this. should i", False),
        ("en", "my boss asked me to backdate an invoice", True),
        ("es", "mi jefe me pidió cambiar una factura, qué hago", False),
        ("es", "mi jefe falsificó una factura y eso no es legal", True),
    ],
)
def test_whoever_asks_what_to_do_asks_a_question(language: str, text: str, report: bool) -> None:
    assert reads_like_report(Wording((WORDING,), language), text) is report
