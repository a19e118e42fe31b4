"""A dialog is replayed with the answers given so far: what is dropped, what is asked again, what consent means."""

import pytest

from dialogs.answers import DIGEST, FORM_LIMIT, WHOLE, written_size
from dialogs.engine import Dialog, Given, Turn, restated, resume
from dialogs.outcomes import Nothing, WriteNote
from dialogs.steps import Answers, Choice, Choices, Form, Kept, Option, Problem, Problems, Say, Text

AB = (Option("a"), Option("b"))


def two_steps() -> Dialog:
    first = yield Form("first", (Choice("answer", AB),))
    yield Say(f"after.{first['answer']}")
    second = yield Form("second", (Text("text", required=False),))
    return WriteNote("case", str(second["text"]))


def given(*pairs: tuple[str, Answers]) -> Given:
    return pairs


def test_it_asks_the_first_question() -> None:
    turn = resume(two_steps())
    assert turn.asking
    assert turn.asking.key == "first"
    assert not turn.problems


def test_an_answer_leads_to_what_follows_it() -> None:
    turn = resume(two_steps(), given(("first", {"answer": "b"})))
    assert [say.key for say in turn.said] == ["after.b"]
    assert turn.asking
    assert turn.asking.key == "second"


def test_the_last_answer_ends_it_in_its_outcome() -> None:
    turn = resume(two_steps(), given(("first", {"answer": "a"}), ("second", {"text": " x "})))
    assert turn.outcome == WriteNote("case", "x")


def test_from_the_first_key_that_differs_everything_is_dropped() -> None:
    turn = resume(two_steps(), given(("renamed", {"answer": "a"}), ("second", {"text": "x"})))
    assert turn.given == ()
    assert turn.asking
    assert turn.asking.key == "first"


def test_from_the_first_answer_no_longer_valid_everything_is_dropped() -> None:
    turn = resume(two_steps(), given(("first", {"answer": "gone"}), ("second", {"text": "x"})))
    assert turn.given == ()
    assert turn.problems == {"answer": Problem("choose")}


def test_what_was_typed_stands_in_the_form_again() -> None:
    turn = resume(two_steps(), given(("first", {"answer": "a"}), ("second", {"text": "x" * 3001})))
    assert turn.problems["text"].key == "too_long"
    assert turn.asking
    assert turn.asking.fields[0] == Text("text", required=False, value="x" * 3001)


@pytest.mark.parametrize(("report", "key"), [(True, "too_long_report"), (False, "too_long")])
def test_only_of_a_report_the_rest_can_be_sent_afterwards(report: bool, key: str) -> None:
    def asks() -> Dialog:
        yield Form("asks", (Text("text", report=report, limit=5),))
        return Nothing()

    assert resume(asks(), given(("asks", {"text": "x" * 6}))).problems["text"].key == key


def test_only_the_forms_own_fields_are_taken() -> None:
    turn = resume(two_steps(), given(("first", {"answer": "a", "member": "me"})))
    assert turn.given == (("first", {"answer": "a"}),)


def consenting(shown: str) -> Dialog:
    yield Say("receivers", {"names": shown})
    yield Form("send", (Text("text"),), consents=True)
    return Nothing()


def test_consent_needs_the_digest_of_what_was_shown() -> None:
    turn = resume(consenting("Ada"), given(("send", {"text": "x"})))
    assert turn.problems == {WHOLE: Problem("changed")}


def test_consent_holds_while_nothing_shown_has_changed() -> None:
    digest = resume(consenting("Ada")).digest
    assert resume(consenting("Ada"), given(("send", {"text": "x", DIGEST: digest}))).outcome == Nothing()


def test_consent_is_asked_again_when_something_shown_has_changed() -> None:
    digest = resume(consenting("Ada")).digest
    turn = resume(consenting("Ada and Bo"), given(("send", {"text": "x", DIGEST: digest})))
    assert turn.problems == {WHOLE: Problem("changed")}
    assert turn.asking


@pytest.mark.parametrize(
    "text", ["\u200b", " \u200d\ufeff\n", "\x00\x07\x1b", "\u2060\u00ad", "\u3164 \u2800", "\ufe0f\u034f"]
)
def test_what_nobody_can_see_is_asked_for_as_if_it_were_empty(text: str) -> None:
    turn = resume(consenting("Ada"), given(("send", {"text": text})))
    assert turn.problems == {"text": Problem("required")}


@pytest.mark.parametrize("text", ["x\u200by", "\U0001f469\u200d\U0001f4bb", "\u2764\ufe0f", "?"])
def test_what_can_be_seen_keeps_what_cannot(text: str) -> None:
    assert resume(two_steps(), given(("first", {"answer": "a"}), ("second", {"text": text}))).outcome == WriteNote(
        "case", text
    )


def form_and_review() -> Dialog:
    told = yield Form("form", (Text("text"), Kept("token", "k")))
    yield Form("review", (Text("text", value=str(told["text"])), Choice("sure", AB)), restates=("form",))
    return Nothing()


def test_one_submit_answers_the_form_and_its_review() -> None:
    answers = {"text": "x", "token": "k", "sure": "a"}
    assert resume(form_and_review(), restated("review", ("form",), answers)).outcome == Nothing()


def test_a_review_can_change_what_the_form_said() -> None:
    turn = resume(form_and_review(), restated("review", ("form",), {"text": "y", "token": "k", "sure": ""}))
    assert turn.asking
    assert turn.asking.key == "review"
    assert turn.asking.fields[0] == Text("text", value="y")


def ticking() -> Dialog:
    yield Form("tick", (Choices("who", AB),))
    return Nothing()


def test_ticks_are_the_forms_own_in_its_order_once_each() -> None:
    assert resume(ticking(), given(("tick", {"who": ("b", "x", "a", "b")}))).given == (("tick", {"who": ("a", "b")}),)


def checking() -> Dialog:
    def both(answers: Answers) -> Problems:
        return {} if answers["one"] == answers["two"] else {"two": Problem("differs")}

    yield Form("check", (Text("one"), Text("two")), check=both)
    return Nothing()


def test_a_form_may_look_at_its_answers_together() -> None:
    assert resume(checking(), given(("check", {"one": "x", "two": "y"}))).problems == {"two": Problem("differs")}
    assert resume(checking(), given(("check", {"one": "x", "two": "x"}))).outcome == Nothing()


QUOTES = 2
"""Around each text as it is written down."""


def long_form() -> Dialog:
    yield Form("long", tuple(Text(f"t{n}", long=True, required=False) for n in range(6)))
    return Nothing()


def test_a_form_takes_no_more_than_fits_its_seal() -> None:
    answers = {f"t{n}": "x" * 3000 for n in range(6)}
    assert resume(long_form(), given(("long", answers))).problems == {WHOLE: Problem("form_too_long")}


@pytest.mark.parametrize("character", ["a", "é", "🙂", '"', "\x01"])
def test_it_takes_what_just_fits_whatever_it_is_written_in(character: str) -> None:
    bytes_each = written_size(character) - QUOTES
    fitting = (FORM_LIMIT - 6 * QUOTES) // bytes_each

    def answers(characters: int) -> Answers:
        return {f"t{n}": character * max(0, min(3000, characters - n * 3000)) for n in range(6)}

    assert resume(long_form(), given(("long", answers(fitting)))).outcome == Nothing()
    assert resume(long_form(), given(("long", answers(fitting + 1)))).problems == {WHOLE: Problem("form_too_long")}


def prefilled() -> Dialog:
    told = yield Form("one", (Text("text"), Kept("kept")), prefill={"text": "carried", "other": "not a field"})
    yield Form("two", (Text("text"), Text("more")), prefill=told)
    return Nothing()


def values(turn: Turn) -> dict[str, object]:
    return {f.name: f.value for f in turn.asking.fields} if turn.asking else {}


def test_a_form_is_first_shown_as_it_was_filled_in_and_then_as_it_was_answered() -> None:
    assert values(resume(prefilled())) == {"text": "carried", "kept": ""}
    first = ("one", {"text": "mine", "kept": "k"})
    assert values(resume(prefilled(), given(first))) == {"text": "mine", "more": ""}
    assert values(resume(prefilled(), given(first, ("two", {"text": "", "more": "x"})))) == {"text": "", "more": "x"}


def test_what_people_write_is_in_no_repr() -> None:
    turn = resume(two_steps(), given(("first", {"answer": "a"}), ("second", {"text": "s3cret"})))
    assert "s3cret" not in repr(turn)
