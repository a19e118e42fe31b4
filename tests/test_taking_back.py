"""Whoever is excluded stays so, after a restore too: no case, no message about it, and no later release."""

from collections.abc import Iterator

import pytest

from bot.done import Done
from dialogs.outcomes import AddToReport, FileReport, Recuse, ReleaseCase
from storage import cases
from tests.faults.committee import FIRST, Committee, founded, gathered

ADA, BEA, CID = FIRST
DAN = "Dan Fell"
NONCE = bytes(16)
REPORT = FileReport("anonymous", "accounting", False, (("report.narrative", "Invoices are dated back."),))


@pytest.fixture
def house() -> Iterator[Committee]:
    with founded() as template:
        committee = gathered(template)
        yield committee
        committee.close()


def filed(house: Committee) -> tuple[str, str]:
    """Its number and receipt."""
    done = house.does("", REPORT, NONCE)
    assert isinstance(done, Done) and done.then
    receipt = done.then.receipt
    case = house.database.run_now(lambda r: cases.by_receipt(r, receipt))
    assert case
    return case, receipt


def joined(house: Committee) -> str:
    """Dan's id."""
    assert house.changes("add", DAN, (ADA, BEA))
    return house.ids()[DAN]


def told(house: Committee, case: str, who: str) -> bool:
    return any(one.to == who.split()[0] and one.tells_of(case) for one in house.mailboxes.standing.values())


@pytest.mark.parametrize("leaves", ["steps aside", "is removed"])
@pytest.mark.parametrize("arrived", [True, False])
def test_what_was_sent_before_an_exclusion_is_taken_back(house: Committee, leaves: str, arrived: bool) -> None:
    """`arrived`: the backup knows that the message did."""
    case, _ = filed(house)
    if arrived:
        house.delivers()
    backup = house.backs_up()
    house.delivers()
    assert told(house, case, BEA)
    if leaves == "steps aside":
        house.does(BEA, Recuse(case, "A friend."))
    else:
        assert house.changes("remove", BEA, (ADA, CID))
    house.loses_and_restores(backup)
    house.delivers()
    assert not told(house, case, BEA)
    assert told(house, case, CID)


def test_what_is_still_to_be_taken_back_is_when_they_leave_meanwhile(house: Committee) -> None:
    case, _ = filed(house)
    house.delivers()
    house.does(BEA, Recuse(case, "A friend."))
    assert house.changes("remove", BEA, (ADA, CID))
    house.delivers()
    assert not told(house, case, BEA)


def test_whoever_was_let_in_after_the_backup_and_stepped_aside_is_let_in_no_more(house: Committee) -> None:
    case, _ = filed(house)
    dan = joined(house)
    backup = house.backs_up()
    assert isinstance(house.does(ADA, ReleaseCase(case, dan)), Done)
    assert isinstance(house.does(DAN, Recuse(case, "A friend.")), Done)
    house.loses_and_restores(backup)
    assert house.does(ADA, ReleaseCase(case, dan)) == "not_released"
    assert house.is_sound()


def test_whoever_is_struck_out_before_they_see_it_is_never_let_in(house: Committee) -> None:
    """The form sent again, and an addition of nothing else."""
    case, receipt = filed(house)
    dan = joined(house)
    again = FileReport("anonymous", "accounting", False, REPORT.parts, (dan,))
    assert isinstance(house.does("", again, NONCE), Done)
    assert house.does(ADA, ReleaseCase(case, dan)) == "not_released"
    eve = "Eve Holt"
    assert house.changes("add", eve, (ADA, BEA))
    assert isinstance(house.does("", AddToReport((), (house.ids()[eve],), receipt)), Done)
    assert house.does(ADA, ReleaseCase(case, house.ids()[eve])) == "not_released"
