"""A handler's name in a text is found however it is written, and is not seen where it is not."""

import pytest

from dialogs.facts import Handler
from dialogs.names import named_in

OSEI = Handler("1", "Samuel Osei", "member")
MULLER = Handler("2", "Zoë Müller-Park", "member")
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
