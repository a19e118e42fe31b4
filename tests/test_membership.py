"""Who sits on the Committee changes by two members' word, or by the operator's after three days' notice."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import by_notice, membership
from bot.clocks import Clocks
from bot.desk import hold
from bot.person import Account, Person
from bot.turns import Shown
from content.company import open_company
from dialogs.steps import Choice
from storage import changes, delivery, journal, outbox, people, restoring, retention
from storage.audit import HOUSE
from storage.changes import Change, ChangeKind
from storage.database import open_database
from storage.errors import RefusedError
from storage.records import Member, MemberAccount
from storage.register import Register
from storage.verify import verify
from tests.faults.acting import case_of, fills, member_id
from tests.faults.reporter import answers, filed
from tests.house import DANA, GRACE, KEY, MEI, PLATFORM, SAMUEL, World, build
from tests.stage import Noticed

NOOR = Person(Account(PLATFORM, "", "Noor"), "Noor Haddad")
SLACKS = MemberAccount(PLATFORM, "", "Noor")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    built = build(tmp_path, Noticed(open_company().wording()))
    yield built
    found = built.database.run_now(lambda r: verify(r, built.database.head_path))
    assert [one for one in found if one.blocks] == []
    built.close()


def proposed(world: World, kind: ChangeKind, who: str = "Noor Haddad", *, alone: bool = False) -> str:
    """By the operator; `alone` when two members cannot be reached. The change's id."""
    today = world.clock.today()
    account = SLACKS if kind in {ChangeKind.ACCOUNT, ChangeKind.ADD} else None
    until = today + by_notice.NOTICE if alone else None

    def propose(register: Register) -> str:
        member = next((m.id for m in people.members(register) if m.name == who), "")
        change = Change(changes.new_id(), kind, member, who, account, today, people.OPERATOR, (), until)
        membership.propose(register, change)
        return change.id

    return world.database.run_now(propose)


async def decides(world: World, who: Person, change: str, decision: str = "agree") -> str:
    """The key of what they are told."""
    shown = await world.talks.begin(who, "change", change)
    if shown.asking is None:
        return key(shown)
    return key(await fills(world, who, shown, {"decision": decision}))


def key(shown: Shown) -> str:
    return shown.said[-1].key


async def delivered(world: World) -> list[tuple[str, str]]:
    """To whom, and the message's first line."""
    await world.courier.deliver()
    noticed = world.messenger
    assert isinstance(noticed, Noticed)
    found = [(to, lines[1]) for to, lines in noticed.arrived]
    noticed.arrived.clear()
    return found


def members(world: World) -> dict[str, Member]:
    return {m.name: m for m in world.database.run_now(people.members)}


def acts(world: World) -> list[tuple[str, str]]:
    sql = "SELECT act, actor FROM audit WHERE case_no = ? ORDER BY n"
    return [tuple(row) for row in world.database.run_now(lambda r: r.db.execute(sql, (HOUSE,)).fetchall())]


async def test_every_member_is_asked_and_nobody_else(world: World) -> None:
    proposed(world, ChangeKind.ADD)
    told = await delivered(world)
    assert sorted(to for to, _ in told) == ["Grace", "Mei", "Samuel"]
    assert all("Noor Haddad" in line for _, line in told)


async def test_one_member_is_not_enough_however_often_they_say_so(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    for _ in range(3):
        assert await decides(world, GRACE, change) == "change.agreed"
    assert "Noor Haddad" not in members(world)


async def test_two_members_are(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    await decides(world, GRACE, change)
    assert await decides(world, MEI, change) == "change.made"
    assert members(world)["Noor Haddad"].accounts == (SLACKS,)
    made = [to for to, line in await delivered(world) if "is a member now" in line]
    assert sorted(made) == ["Grace", "Mei", "Noor", "Samuel"]


async def test_it_stands_on_the_record_who_agreed(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    for who in (GRACE, MEI):
        await decides(world, who, change)
    grace, mei = member_id(world, GRACE), member_id(world, MEI)
    assert acts(world)[-5:] == [
        ("change_proposed", "operator"),
        ("change_agreed", grace),
        ("change_agreed", mei),
        ("member_added", mei),
        ("change_made", mei),
    ]


async def test_a_new_member_sees_no_earlier_case(world: World) -> None:
    earlier = case_of(world, await filed(world.talks, answers("Before.")))
    change = proposed(world, ChangeKind.ADD)
    for who in (GRACE, MEI):
        await decides(world, who, change)
    assert key(await world.talks.begin(NOOR, "case", earlier)) == "case.none"
    later = case_of(world, await filed(world.talks, answers("After.")))
    assert key(await world.talks.begin(NOOR, "case", later)) == "case.next"


async def test_a_member_gets_one_more_account_and_keeps_the_first(world: World) -> None:
    change = proposed(world, ChangeKind.ACCOUNT, "Samuel Osei")
    for who in (GRACE, MEI):
        await decides(world, who, change)
    assert [a.id for a in members(world)["Samuel Osei"].accounts] == ["Samuel", "Noor"]


async def test_one_refusal_ends_it_and_is_told(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    await decides(world, GRACE, change)
    await delivered(world)
    assert await decides(world, SAMUEL, change, "refuse") == "change.refused"
    assert {to for to, line in await delivered(world) if line.startswith("Refused")} == {"Grace", "Samuel", "Mei"}
    assert await decides(world, MEI, change) == "change.none"
    assert "Noor Haddad" not in members(world)


async def test_who_does_not_serve_decides_nothing(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    for who in (DANA, NOOR):
        assert await decides(world, who, change) == "change.none"
    mei = member_id(world, MEI)
    world.database.run_now(lambda r: people.remove_member(r, mei, world.clock.today()))
    assert await decides(world, MEI, change) == "change.none"
    with pytest.raises(RefusedError, match="unknown_member"):
        world.database.run_now(lambda r: membership.agree(r, change, mei, world.clock.today()))


async def test_who_agreed_and_left_counts_no_more(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    await decides(world, MEI, change)
    mei = member_id(world, MEI)
    world.database.run_now(lambda r: people.remove_member(r, mei, world.clock.today()))
    assert await decides(world, GRACE, change) == "change.agreed"
    assert await decides(world, SAMUEL, change) == "change.made"


async def test_removing_a_member_takes_back_what_they_were_sent(world: World) -> None:
    """In the same transaction, in every case; and they are told nothing more."""
    for text in ("One.", "Another."):
        await filed(world.talks, answers(text))
    await delivered(world)
    change = proposed(world, ChangeKind.REMOVE, "Mei Tanaka")
    await delivered(world)
    await decides(world, GRACE, change)
    assert await decides(world, SAMUEL, change) == "change.made"
    told = [line for to, line in await delivered(world) if to == "Mei"]
    assert told == ["This message was taken back."] * 2
    assert "Mei Tanaka" not in members(world)


async def test_nobody_refuses_their_own_removal(world: World) -> None:
    change = proposed(world, ChangeKind.REMOVE, "Mei Tanaka")
    shown = await world.talks.begin(MEI, "change", change)
    assert shown.asking
    (choice,) = shown.asking.fields
    assert [o.value for o in getattr(choice, "options", ())] == ["agree"]
    with pytest.raises(RefusedError, match="own_removal"):
        world.database.run_now(
            lambda r: membership.refuse(r, change, member_id_of(r, "Mei Tanaka"), world.clock.today())
        )


def member_id_of(register: Register, name: str) -> str:
    return next(m.id for m in people.members(register) if m.name == name)


async def test_a_case_is_not_left_with_nobody(world: World) -> None:
    out = tuple(member_id(world, who) for who in (GRACE, SAMUEL))
    await filed(world.talks, answers("It is about two of them.", involved=out))
    change = proposed(world, ChangeKind.REMOVE, "Mei Tanaka")
    await decides(world, GRACE, change)
    assert await decides(world, SAMUEL, change) == "refused.change", "not that there is a case"
    assert "Mei Tanaka" in members(world)
    assert [c.agreed for c in world.database.run_now(changes.pending)] == [(member_id(world, GRACE),)]


async def test_the_chair_changes_and_the_acting_chair_stays(world: World) -> None:
    change = proposed(world, ChangeKind.CHAIR, "Mei Tanaka")
    for who in (GRACE, SAMUEL):
        await decides(world, who, change)
    now = members(world)
    assert [name for name, m in now.items() if m.chair] == ["Mei Tanaka"]
    assert [name for name, m in now.items() if m.acting] == ["Samuel Osei"]


async def test_the_chair_cannot_be_removed_before_somebody_else_chairs(world: World) -> None:
    with pytest.raises(RefusedError, match="chair_needed"):
        proposed(world, ChangeKind.REMOVE, "Grace Lindqvist")


async def test_an_account_is_one_persons(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    other = proposed(world, ChangeKind.ACCOUNT, "Samuel Osei")
    for who in (GRACE, MEI):
        await decides(world, who, change)
    await decides(world, GRACE, other)
    assert await decides(world, MEI, other) == "refused.change", "as whatever else cannot be made"


def clocks(world: World) -> Clocks:
    return Clocks(world.database, world.clock, world.talks.house.terms, world.courier.wake)


async def days_pass(world: World, days: int) -> None:
    """The server looks on each."""
    for _ in range(days):
        world.clock.move(timedelta(days=1))
        await clocks(world).look()


async def test_the_operator_alone_waits_for_more_than_72_hours_and_everybody_is_told(world: World) -> None:
    proposed(world, ChangeKind.ADD, alone=True)
    told = await delivered(world)
    assert sorted(to for to, line in told if "takes effect by itself on" in line) == ["Grace", "Mei", "Samuel"]
    assert len(told) == 6
    await days_pass(world, 3)
    assert "Noor Haddad" not in members(world)
    await days_pass(world, 1)
    await clocks(world).look()
    assert "Noor Haddad" in members(world)
    assert len([line for _, line in await delivered(world) if "is a member now" in line]) == 4


async def test_one_member_stops_the_operator(world: World) -> None:
    change = proposed(world, ChangeKind.ADD, alone=True)
    assert await decides(world, SAMUEL, change, "refuse") == "change.refused"
    world.clock.move(timedelta(days=9))
    await clocks(world).look()
    assert "Noor Haddad" not in members(world)


async def test_what_nobody_decides_lapses(world: World) -> None:
    change = proposed(world, ChangeKind.ADD)
    world.clock.move(timedelta(days=31))
    await clocks(world).look()
    assert await decides(world, GRACE, change) == "change.none"
    assert acts(world)[-1] == ("change_lapsed", "operator")


async def test_a_clock_set_forward_makes_nothing(world: World) -> None:
    await clocks(world).look()
    proposed(world, ChangeKind.ADD, alone=True)
    await delivered(world)
    world.clock.move(timedelta(days=5))
    await clocks(world).look()
    assert "Noor Haddad" not in members(world)
    grace = member_id(world, GRACE)
    world.database.run_now(lambda r: retention.confirm(r, world.clock.today(), grace))
    await clocks(world).look()
    assert "Noor Haddad" in members(world)


async def test_nothing_takes_effect_by_itself_before_the_members_were_told(world: World) -> None:
    await clocks(world).look()
    proposed(world, ChangeKind.ADD, alone=True)
    await days_pass(world, 6)
    assert "Noor Haddad" not in members(world)
    await delivered(world)
    await days_pass(world, 1)
    assert "Noor Haddad" in members(world)


async def test_whom_no_message_reaches_holds_it_up_for_a_month(world: World) -> None:
    """Only while somebody was told; whom it concerns holds up nothing."""
    await clocks(world).look()
    proposed(world, ChangeKind.REMOVE, "Mei Tanaka", alone=True)
    world.database.run_now(lambda r: told_but(r, "Mei Tanaka", "Samuel Osei"))
    await days_pass(world, 29)
    assert "Mei Tanaka" in members(world)
    await days_pass(world, 1)
    assert "Mei Tanaka" not in members(world)


def told_but(register: Register, *unreached: str) -> None:
    for member in people.members(register):
        for notice in outbox.sent_for(register, "", member.id):
            if member.name in unreached:
                delivery.park(register, notice.id, "gone")
            else:
                delivery.sent(register, notice.id, "")


async def test_whom_it_concerns_holds_up_nothing(world: World) -> None:
    await clocks(world).look()
    proposed(world, ChangeKind.REMOVE, "Mei Tanaka", alone=True)
    world.database.run_now(lambda r: told_but(r, "Mei Tanaka"))
    await days_pass(world, 4)
    assert "Mei Tanaka" not in members(world)


async def test_what_cannot_be_made_by_itself_is_told(world: World) -> None:
    out = tuple(member_id(world, who) for who in (GRACE, SAMUEL))
    await filed(world.talks, answers("It is about two of them.", involved=out))
    proposed(world, ChangeKind.REMOVE, "Mei Tanaka", alone=True)
    await delivered(world)
    await days_pass(world, 5)
    assert "Mei Tanaka" in members(world)
    assert {to for to, line in await delivered(world) if line.startswith("Given up")} == {"Grace", "Samuel", "Mei"}


async def test_what_was_refused_after_a_backup_does_not_come_back_with_it(world: World, tmp_path: Path) -> None:
    change = proposed(world, ChangeKind.ADD, alone=True)
    copy, host = tmp_path / "copy.db", tmp_path / "host" / "register.db"
    host.parent.mkdir()
    world.database.backup(copy)
    await decides(world, SAMUEL, change, "refuse")
    journal.copy(world.database.journal_path, journal.journal_path(copy))
    restoring.restore(copy, host, KEY, hold, world.clock.today())
    with open_database(host, KEY) as database:
        assert database.run_now(changes.pending) == ()
        for _ in range(6):
            world.clock.move(timedelta(days=1))
            assert database.run_now(lambda r: by_notice.look(r, world.clock.today())) == 0
        assert "Noor Haddad" not in {m.name for m in database.run_now(people.members)}
        assert [n.key for n in database.run_now(outbox.owed)] == ["notice.change_lapsed.add"] * 3


async def test_what_waits_is_sealed(world: World) -> None:
    proposed(world, ChangeKind.ADD)
    kept = world.database.run_now(lambda r: r.db.execute("SELECT sealed FROM changes").fetchone()[0])
    assert b"Noor" not in kept


async def proposes(world: World, by: Person, **told: str) -> Shown:
    shown = await world.talks.begin(by, "propose")
    if shown.asking is None:
        return shown
    return await fills(world, by, shown, {"name": "", "account": "", **told})


async def test_a_member_proposes_and_one_more_is_enough(world: World) -> None:
    told = await proposes(world, GRACE, kind="add", who="new", name="Noor Haddad", account="Noor")
    assert key(told) == "change.agreed"
    assert sorted(to for to, _ in await delivered(world)) == ["Mei", "Samuel"]
    (change,) = world.database.run_now(changes.pending)
    assert await decides(world, GRACE, change.id) == "change.agreed", "the proposer counts once"
    assert await decides(world, MEI, change.id) == "change.made"
    assert members(world)["Noor Haddad"].accounts == (SLACKS,)


async def test_the_same_form_proposes_once_and_an_equal_one_is_refused(world: World) -> None:
    shown = await world.talks.begin(GRACE, "propose")
    told = {"kind": "add", "who": "new", "name": "Noor Haddad", "account": "Noor"}
    for _ in range(2):
        assert key(await fills(world, GRACE, shown, told)) == "change.agreed"
    assert key(await proposes(world, MEI, **told)) == "refused.already_proposed"
    assert len(world.database.run_now(changes.pending)) == 1
    assert len(await delivered(world)) == 2


async def test_what_is_proposed_is_whole(world: World) -> None:
    mei = member_id(world, MEI)
    for told, field in (
        ({"kind": "add", "who": mei, "name": "Noor Haddad", "account": "Noor"}, "who"),
        ({"kind": "remove", "who": "new"}, "who"),
        ({"kind": "add", "who": "new", "account": "Noor"}, "name"),
        ({"kind": "add", "who": "new", "name": "mei Tanaka", "account": "Noor"}, "name"),
        ({"kind": "account", "who": mei, "account": "<@U1>"}, "account"),
    ):
        assert list((await proposes(world, GRACE, **told)).problems) == [field]
    assert world.database.run_now(changes.pending) == ()


async def test_what_waits_is_listed_for_members_alone(world: World) -> None:
    proposed(world, ChangeKind.ADD)
    shown = await world.talks.said(GRACE, "members")
    assert [say.key for say in shown.said] == ["members.serve", "change.add"]
    for who in (DANA, NOOR):
        for dialog in ("members", "propose"):
            assert key(await world.talks.begin(who, dialog)) == "refused.members_only"


async def test_two_of_one_name_are_told_apart_wherever_one_is_chosen_or_named(world: World) -> None:
    today = world.clock.today()
    other = world.database.run_now(lambda r: people.add_member(r, MEI.name, (), today)).id
    form = (await world.talks.begin(GRACE, "propose")).asking
    assert form
    who = next(f for f in form.fields if isinstance(f, Choice) and f.name == "who")
    named = {option.value: option.name for option in who.options}
    assert (named[other], named[member_id(world, GRACE)]) == (f"{MEI.name} · {other}", GRACE.name)
    shown = await world.talks.begin(GRACE, "propose")
    assert key(await fills(world, GRACE, shown, {"kind": "remove", "who": other})) == "change.agreed"
    (change,) = world.database.run_now(changes.pending)
    assert (change.member, change.name) == (other, f"{MEI.name} · {other}")
