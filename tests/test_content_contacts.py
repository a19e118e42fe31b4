"""The printed directory: in the order that fits the person, blanks left blank, nobody involved offered."""

from datetime import date
from pathlib import Path

import pytest

from content.company import open_company
from content.contacts import Contact, Contacts, Role
from content.directory import read_contacts

PRINTED = open_company().contacts
WORDS = open_company().wording()

INVENTED = """
as_of = 2026-01-02
[order]
employee = ["senior", "member", "hotline", "committee", "counsel"]
director = ["member", "counsel", "hotline", "committee"]
off_platform = ["committee", "hotline", "counsel"]
[doubtful]
domains = ["exampel.org"]
[[contact]]
id = "post"
role = "committee"
name = "The Committee"
address = "1 Mill Lane"
[[contact]]
id = "line"
role = "hotline"
name = "Hotline"
person = "Maren Okafor"
phone = "555 0100"
[[contact]]
id = "okafor"
role = "member"
name = "Maren Okafor"
phone = "555 0101"
[[contact]]
id = "quist"
role = "member"
name = "Ivo Quist"
phone = "(555) 0199"
[[contact]]
id = "abara"
role = "senior"
name = "Tove Abara"
phone = "555-0199"
[[contact]]
id = "lind"
role = "senior"
name = "Pell Lind"
email = "lind@exampel.org"
[[contact]]
id = "sorel"
role = "counsel"
name = "Nadia Sorel"
phone = "555 0102"
"""


@pytest.fixture
def contacts(tmp_path: Path) -> Contacts:
    (tmp_path / "contacts.toml").write_text(INVENTED, encoding="utf-8")
    return read_contacts(tmp_path)


def ids(listed: tuple[Contact, ...]) -> list[str]:
    return [c.id for c in listed]


def test_the_directory_is_appendix_1_as_it_is_printed() -> None:
    printed = " ".join(p.text for p in open_company().code.sections[16].paragraphs)
    assert open_company().code.sections[16].id == "A1"
    for contact in PRINTED.people:
        for shown in (contact.email, contact.phone, contact.address, contact.person):
            assert not shown or shown in printed
    assert PRINTED.as_of == date(2022, 11, 7)


def test_blanks_stay_blank() -> None:
    loren = PRINTED.contact("Stefan Loren")
    assert loren is not None
    assert loren.blanks == ("email", "phone", "address")
    assert loren.usable == ()


def test_an_employee_goes_to_senior_management_then_the_committee() -> None:
    roles = list(dict.fromkeys(c.role for c in PRINTED.for_standing("employee")))
    assert roles == [Role.SENIOR, Role.MEMBER, Role.HOTLINE, Role.COMMITTEE, Role.COUNSEL]


@pytest.mark.parametrize("standing", ["senior", "director"])
def test_directors_and_senior_management_go_to_the_committee_or_counsel(standing: str) -> None:
    listed = PRINTED.for_standing(standing)
    assert list(dict.fromkeys(c.role for c in listed))[:2] == [Role.MEMBER, Role.COUNSEL]
    assert not any(c.role is Role.SENIOR for c in listed)


def test_somebody_of_unknown_standing_is_told_as_an_employee() -> None:
    assert PRINTED.for_standing(None) == PRINTED.for_standing("employee")


def test_a_blank_is_followed_by_the_next_usable_route() -> None:
    listed = PRINTED.for_standing("director")
    loren = next(c for c in listed if c.id == "loren")
    following = PRINTED.next_usable(loren, listed)
    assert following is not None
    assert following.role is Role.COUNSEL


def test_a_misspelt_mail_domain_is_no_route_to_count_on(contacts: Contacts) -> None:
    lind = contacts.contact("lind")
    assert lind is not None
    assert lind.usable == ()
    assert set(lind.marks) == {"misspelt_domain", "no_usable_route"}


def test_whoever_is_involved_is_left_out_by_id_or_name(contacts: Contacts) -> None:
    assert "quist" not in ids(contacts.for_standing("employee", ("quist",)))
    assert "quist" not in ids(contacts.for_standing("employee", ("ivo quist ",)))


def test_the_hotline_is_left_out_when_its_only_person_is_involved(contacts: Contacts) -> None:
    for involved in (("okafor", "Maren Okafor"), ("Maren Okafor",), ("line",)):
        assert "line" not in ids(contacts.for_standing("employee", involved))
        assert "line" not in ids(contacts.off_platform(involved))


def test_naming_the_only_person_by_a_members_id_closes_the_hotline_too(contacts: Contacts) -> None:
    assert "line" not in ids(contacts.for_standing("employee", ("okafor",)))


def test_a_member_whom_only_the_register_knows_closes_the_hotline_by_name_or_surname() -> None:
    for involved in ("Fred Driscoll", "driscoll"):
        assert "hotline" not in ids(PRINTED.for_standing("employee", (involved,)))


def test_senior_management_is_not_offered_when_one_of_it_is_involved(contacts: Contacts) -> None:
    assert not {"abara", "lind"} & set(ids(contacts.for_standing("employee", ("lind",))))


def test_a_telephone_that_somebody_involved_shares_is_left_out(contacts: Contacts) -> None:
    listed = contacts.for_standing("employee", ("abara",))
    quist = next(c for c in listed if c.id == "quist")
    assert quist.phone is None
    assert "phone_of_involved" in quist.marks


def test_the_postal_address_is_always_there(contacts: Contacts) -> None:
    everybody = tuple(c.id for c in contacts.people)
    assert ids(contacts.for_standing("employee", everybody)) == ["post"]
    assert ids(contacts.off_platform(everybody)) == ["post"]


def test_off_the_platform_there_is_the_post_the_hotline_and_counsel(contacts: Contacts) -> None:
    assert ids(contacts.off_platform()) == ["post", "line", "sorel"]


def test_the_doubts_are_those_of_the_document() -> None:
    assert [(d.key, d.facts.get("names")) for d in PRINTED.doubts()] == [
        ("no_chair", None),
        ("no_committee_email", None),
        ("nothing", ("Stefan Loren",)),
        ("no_phone", ("Jarrod Longcor", "Chad Kolean")),
        ("no_title", ("John Neis", "Stefan Loren", "James Caruso", "Jarrod Longcor", "Chad Kolean")),
        ("misspelt_domain", ("James Caruso", "Jarrod Longcor", "Chad Kolean")),
        ("misspelt_name", ("Audit Committee", "Whistleblower Hotline (Fred Driscoll)", "John Neis")),
        ("shared_phone", ("John Neis", "James Caruso")),
        ("one_person", None),
    ]


def test_every_doubt_and_every_mark_is_worded() -> None:
    for doubt in PRINTED.doubts():
        assert WORDS.text(f"doubt.{doubt.key}", doubt.facts)
    for mark in {mark for c in PRINTED.people for mark in c.marks} | {"phone_of_involved"}:
        assert WORDS.text(f"contact_mark.{mark}")


def test_a_directory_without_a_postal_address_is_doubted(tmp_path: Path) -> None:
    (tmp_path / "contacts.toml").write_text(INVENTED.replace('role = "committee"', 'role = "member"'), encoding="utf-8")
    assert "no_postal_address" in {d.key for d in read_contacts(tmp_path).doubts()}
