"""A handler's name in a text is found however it is written, and is not seen where it is not."""

import pytest

from dialogs.facts import Handler
from dialogs.names import named_in

OSEI = Handler("1", "Samuel Osei", "member")
MULLER = Handler("2", "Zoë Müller-Park", "member")
OKONJO = Handler("4", "Paul Okonjo", "member")
ING = Handler("3", "Q. Li", "member")


@pytest.mark.parametrize(
    "text",
    [
        "Samuel did it",
        "ask OSEI",
        "osei's cousin",
        "Mr.Osei",
        "S\u200bamuel\u200b Os\u00adei",
        "(Osei)",
        "samuel_osei@example.org",
    ],
)
def test_a_part_of_the_name_is_enough(text: str) -> None:
    assert named_in(text, (OSEI, MULLER)) == (OSEI,)


@pytest.mark.parametrize("text", ["Zoe told me", "MÜLLER", "muller", "Mu\u0308ller", "Park"])
def test_accents_do_not_hide_a_name(text: str) -> None:
    assert named_in(text, (OSEI, MULLER)) == (MULLER,)


@pytest.mark.parametrize("text", ["", "nobody", "the parking lot", "oseille", "Q is a letter"])
def test_what_is_no_name_asks_nothing(text: str) -> None:
    assert named_in(text, (OSEI, MULLER, ING)) == ()


def test_a_short_surname_is_found_with_its_own_spelling() -> None:
    assert named_in("Q. Li knew", (ING,)) == (ING,)


@pytest.mark.parametrize("text", ["both Okonjos", "paulokonjo@example.org", "the OKONJOS'", "okonjop"])
def test_a_longer_part_is_found_inside_a_word(text: str) -> None:
    assert named_in(text, (OKONJO, ING)) == (OKONJO,)


@pytest.mark.parametrize(
    "text", ["Оkonjo", "Ok\u043enj\u043e", "\u041e\u041a\u041eNJ\u041e", "Ok\u03bfnjo", "\u039fKONJO", "Ok\u00f8njo"]
)
def test_letters_that_look_alike_are_the_same(text: str) -> None:
    assert named_in(text, (OKONJO, ING)) == (OKONJO,)


@pytest.mark.parametrize(("name", "text"), [("Иван Попов", "ПОПОВ"), ("Νίκη Παππά", "η Νίκη"), ("Ольга Ким", "ким")])
def test_names_in_other_alphabets_are_found_too(name: str, text: str) -> None:
    handler = Handler("5", name, "member")
    assert named_in(f"... {text} ...", (handler, ING)) == (handler,)


def test_words_side_by_side_make_no_name() -> None:
    assert named_in("ok onjo", (OKONJO,)) == ()
