"""What a text is taken for: small talk, an alarm, a question about the Code itself, a follow-up, a language."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.company import PHRASES, open_company
from content.examples import read_examples
from content.hearing import UNCLEAR, Heard, hear
from content.phrases import read_phrases
from dialogs.about import FACTS

COMPANY = open_company()
KNOWN = COMPANY.phrases
EXAMPLES = read_examples(COMPANY.folder, COMPANY.code)
FACT_SECTIONS = {"committee": {"A1"}, "chair": {"A1", "A2", "A2.A"}}
"""Where the Code answers the same as its facts do."""
KIND_SECTIONS = {"reporting": "14", "person": "13"}
"""What is answered with a passage of its own."""


def heard(text: str) -> Heard:
    return hear(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("heyyy", "greeting"),
        ("HELLO!!!", "greeting"),
        ("Hi there :)", "greeting"),
        ("hola", "greeting"),
        ("¡Buenos días!", "greeting"),
        ("thx!!!", "thanks"),
        ("thank youuuu so much", "thanks"),
        ("ok thanks, that helps", "thanks"),
        ("k thx bye", "goodbye"),
        ("adios", "goodbye"),
        ("help me please", "help"),
        ("Who are you?", "bot"),
        ("hi, are you a robot", "bot"),
        ("is this private??", "private"),
        ("can my boss see this", "private"),
        ("can I talk to a real person", "person"),
        ("who can I talk to?", "person"),
        ("How do I file a report?", "reporting"),
        ("hi, where can i complain", "reporting"),
        ("¿Dónde puedo denunciar?", "reporting"),
        ("I lost my receipt", "own_report"),
        ("how do I report anonymously?", "reporting"),
        ("I already reported this and nobody answered", "own_report"),
        ("any news on my report??", "own_report"),
        ("He perdido mi recibo", "own_report"),
        ("that's not what I asked", "not_helpful"),
        ("why?", "not_helpful"),
        ("¿por qué?", "not_helpful"),
        ("yes", "assent"),
        ("Ok!", "assent"),
        ("ok, thank you", "thanks"),
        ("Sí", "assent"),
        ("do you log what i ask", "private"),
        ("who can see this chat", "private"),
        ("can HR see what I write?", "private"),
        ("are you recording this", "private"),
        ("does my boss see what i ask", "private"),
        ("¿Quién puede ver lo que escribo?", "private"),
        ("you're useless", "insult"),
        ("fuck you stupid bot", "insult"),
        ("asdfghjkl", UNCLEAR),
        ("sdkjfh wrtplk", UNCLEAR),
        ("???", UNCLEAR),
        ("🙏🙏", UNCLEAR),
        ("12345", UNCLEAR),
    ],
)
def test_small_talk_is_met_as_such(text: str, kind: str) -> None:
    assert heard(text).kind == kind


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("hi, can i accept a gift", "can i accept a gift"),
        ("Can I accept a gift? Thanks!", "Can I accept a gift?"),
        ("thanks, and what about my wife?", "and what about my wife?"),
        ("hello hello. good morning! is nepotism ok", "is nepotism ok"),
        ("hi can i accept a gift", "hi can i accept a gift"),
        ("Test results were changed by my boss", "Test results were changed by my boss"),
        ("fine for violating the code", "fine for violating the code"),
        ("help my colleague is drunk", "help my colleague is drunk"),
        ("is this confidential information", "is this confidential information"),
        ("who are you allowed to give gifts to", "who are you allowed to give gifts to"),
        ("property", "property"),
        ("NDA", "NDA"),
        ("W-9", "W-9"),
    ],
)
def test_a_question_stays_a_question_whatever_stands_around_it(text: str, rest: str) -> None:
    assert (heard(text).kind, heard(text).rest) == ("", rest)


def test_no_example_question_that_the_code_answers_is_swallowed() -> None:
    found = ((e, heard(e.text)) for e in EXAMPLES if e.passage)
    kinds = [e.text for e, h in found if h.kind and e.passage and e.passage.section != KIND_SECTIONS.get(h.kind)]
    assert kinds == []


def test_an_example_question_about_the_code_is_answered_where_the_code_answers_it() -> None:
    facts = ((e.text, e.passage.section, heard(e.text).fact) for e in EXAMPLES if e.passage)
    astray = [text for text, section, fact in facts if fact and section not in FACT_SECTIONS.get(fact, set())]
    assert astray == []


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("How many sections does the Code of Ethics have?", "sections_count"),
        ("list the sections please", "section_list"),
        ("when was the code adopted", "adopted"),
        ("When was our code of conduct last revised??", "revised"),
        ("what version is this", "version"),
        ("How long is the Code?", "length"),
        ("who's on the audit committee", "committee"),
        ("WHO IS THE CHAIR OF THE AUDIT COMMITTEE", "chair"),
        ("who wrote this code", "author"),
        ("Where can I read the whole code?", "read_all"),
        ("where can i read the whole thing", "read_all"),
        ("what version of the code is this", "version"),
        ("¿Quién preside el Comité de Auditoría?", "chair"),
        ("cuando se adopto el codigo", "adopted"),
        ("when was the gift policy adopted", ""),
        ("who wrote this report about me", ""),
        ("how long is the record kept", ""),
        ("what is in the code about gifts", ""),
        ("where can I read about insider trading in the code", ""),
    ],
)
def test_a_question_about_the_code_itself_is_known(text: str, fact: str) -> None:
    assert heard(text).fact == fact


def test_every_fact_that_a_phrase_asks_for_is_answered() -> None:
    assert {fact for phrases in KNOWN for fact in phrases.about} == set(FACTS)


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("I want to kill myself", "self_harm"),
        ("my boss said he'd kill me... he has a gun and I want to die", "self_harm"),
        ("A coworker threatened to kill me. Can I report that?", "danger"),
        ("THERE IS A FIRE in the lab", "danger"),
        ("I can’t take it anymore", "distress"),
        ("no puedo más", "distress"),
        ("me amenazó de muerte", "danger"),
        ("can they fire me", ""),
        ("I am dying to know whether I may accept this gift", ""),
        ("our margins are bleeding", ""),
        ("me quiero matar", "self_harm"),
        ("quiero suicidarme", "self_harm"),
        ("my coworker says he wants to die", "self_harm"),
        ("I keep cutting myself", "self_harm"),
        ("i want to cut myself", "self_harm"),
        ("i cannot breathe", "danger"),
        ("I was attacked in the parking lot", "danger"),
        ("i was assaulted by a colleague", "danger"),
        ("there is blood everywhere", "danger"),
        ("he is raping me", "danger"),
        ("he raped me", "danger"),
        ("Help, I'm bleeding", "danger"),
        ("ayudame me pega", "danger"),
        ("estoy deprimida", "distress"),
        ("estoy deprimido", "distress"),
        ("I feel depressed", "distress"),
        ("I'm scared", "distress"),
        ("I'm scared of my boss", "distress"),
        ("tengo miedo", "distress"),
        ("i cut myself in the lab", ""),
        ("I'm scared of flying and they're sending me to San Diego. May I take the train?", ""),
        ("tengo miedo de equivocarme con los gastos", ""),
        ("they beat me to the deal", ""),
    ],
)
def test_an_alarm_is_heard_wherever_it_stands(text: str, alarm: str) -> None:
    assert heard(text).alarm == alarm


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("and if he is a government official?", True),
        ("what about my wife?", True),
        ("ok but does that include meals", True),
        ("Thanks! And for contractors?", True),
        ("is it allowed?", True),
        ("y si es un funcionario?", True),
        ("¿y mi esposa?", True),
        ("Can I accept a gift from a supplier?", False),
        ("insider trading", False),
        ("and now I wonder whether our sales team may invite hospital purchasing staff to a golf weekend", False),
    ],
)
def test_a_follow_up_is_told_from_a_question_of_its_own(text: str, follows: bool) -> None:
    assert heard(text).follows is follows


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿Puedo aceptar un regalo?", "es"),
        ("puedo aceptar un regalo de un proveedor", "es"),
        ("Can I accept a gift from a supplier?", "en"),
        ("hire official's son", ""),
        ("NDA", ""),
        ("quiero suicidarme", "es"),
        ("suicidio", "es"),
        ("ayudame me pega", "es"),
        ("suicidal", "en"),
    ],
)
def test_the_language_of_a_question_is_told_when_it_tells(text: str, language: str) -> None:
    assert heard(text).language == language


def test_the_written_questions_are_heard_in_their_own_language() -> None:
    """Where the text does not tell (a keyword or two), the person's own language is spoken; a wrong one is rare."""
    told = [(e.language, heard(e.text).language) for e in EXAMPLES]
    wrong = [pair for pair in told if pair[1] and pair[0] != pair[1]]
    assert len(wrong) <= len(told) // 1000
    assert sum(a == b for a, b in told) >= 0.8 * len(told)


@pytest.mark.parametrize("file", sorted(PHRASES.glob("*.toml")), ids=lambda file: file.stem)
def test_no_phrase_stands_twice_and_none_is_of_two_kinds(file: Path) -> None:
    phrases = next(p for p in read_phrases((PHRASES,)) if p.language == file.stem)
    for kinds in (phrases.said, phrases.alarm):
        every = [phrase for listed in kinds.values() for phrase in listed]
        assert sorted(every) == sorted(set(every))
    facts = [phrases.bare(p) for listed in phrases.about.values() for p in {phrases.bare(q) for q in listed}]
    assert all(facts)
    listed = [text for group in _lists(file) for text in group]
    assert [text for text in listed if text != text.strip() or not text] == []


def _lists(file: Path) -> Iterator[list[str]]:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    for group in ("said", "alarm", "about"):
        yield from table[group].values()


def test_every_phrase_is_taken_for_what_it_is() -> None:
    for phrases in KNOWN:
        for kind, listed in phrases.said.items():
            astray = [" ".join(p) for p in listed if hear(" ".join(p), (phrases,)).kind != kind]
            assert astray == [], kind


def test_a_companys_own_phrases_are_added(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[said]\ngreeting = ["ahoy"]\n[fillers]\ncode = "crewbook"\n', encoding="utf-8")
    known = read_phrases((PHRASES, tmp_path))
    assert hear("Ahoy!", known).kind == "greeting"
    assert hear("hello", known).kind == "greeting"
    assert hear("who wrote the crewbook?", known).fact == "author"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_heard_and_the_same_way_again(text: str) -> None:
    first = heard(text)
    assert heard(text) == first
    assert first.rest in text


def test_what_was_said_is_not_shown_by_what_was_heard() -> None:
    assert "secret" not in repr(heard("my secret, and thanks"))
