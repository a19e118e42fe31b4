"""G8: everything that can be sent to the bot in Teams, forged by everybody who may not."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.carried import Carried, packed
from bot.handles import Kind, Pressed
from bot.person import Account, Person
from bot.proposals import Proposal, propose
from bot.teams.answers import CARD_ACTION, FETCH, SUBMIT
from bot.teams.buttons import ACT, FORM, SEND, WHAT
from bot.teams.received import JSON, Invoke, Message, Sender
from bot.turns import Shown
from dialogs.catalogue import CATALOGUE
from storage import people
from storage.changes import pending
from storage.register import Register
from tests.faults import figures
from tests.teams.chats import TENANT
from tests.teams.seen import actions_of
from tests.teams_house import DANA, ELI, GRACE, MEI, SAMUEL, TeamsHouse, teams_house
from tests.teams_wire import WiredHouse, wired_house

TEXT = "The quarter's invoices were dated back."
REASON = "My brother keeps these books."
REPORT = {"category": "accounting", "danger": "no", "narrative": TEXT, "level": "anonymous"}
CHOSEN = frozenset({"category", "danger", "level", "answer", "disposition", "decision"})

OUTSIDER, GUEST, NOT_KNOWN, NAMELESS = "outsider", "guest", "unknown", ""
STRANGERS = {
    OUTSIDER: Sender(TENANT, OUTSIDER, "Pat Doe", "en-US", "stranger"),
    GUEST: Sender(TENANT, GUEST, "Pat Doe", "en-US", "guest"),
    NOT_KNOWN: Sender(TENANT, NOT_KNOWN, "Pat Doe", "en-US", "unknown"),
    NAMELESS: Sender(TENANT, "", "Pat Doe", "en-US"),
}
"""Another tenant's person, a guest, and two of whom Teams does not say who they are."""

NOT_MEMBERS = (*STRANGERS, ELI, MEI)
"""Mei was removed from the Committee."""

NOT_IN_THE_CASE = (*NOT_MEMBERS, SAMUEL)
"""Samuel has stepped aside."""

CHANNEL = "19:everybody@thread.tacv2"


@dataclass(frozen=True)
class Row:
    """Who may not do it, with the case; and the answers of its form, when it has one."""

    refused: tuple[str, ...]
    form: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    in_case: bool = True


OPEN = Row(tuple(STRANGERS), in_case=False)
ROWS = {
    **dict.fromkeys(("menu", "contacts", "code", "pause", "forget", "receipt"), OPEN),
    "question": Row(tuple(STRANGERS), "question.ask", (("question", "May I accept a gift?"),), in_case=False),
    "guidance": Row(tuple(STRANGERS), "guidance.facts", (("answer", "yes"), ("note", "")), in_case=False),
    "report": Row(tuple(STRANGERS), "report.form", tuple({**REPORT, "narrative": "Mine."}.items()), in_case=False),
    "follow_up": Row((*STRANGERS, ELI), "follow_up.add", (("receipt", "00000-00000-00000-00001-2"), ("text", "Mine."))),
    "own_case": Row((*NOT_IN_THE_CASE, GRACE), "own_case.add", (("text", "Mine."),)),
    "send_question": Row(
        tuple(STRANGERS), "send_question.form", (("question", "May I accept a gift?"),), in_case=False
    ),
    "members": Row(NOT_MEMBERS, in_case=False),
    "propose": Row(
        NOT_MEMBERS, "propose", (("kind", "add"), ("who", "new"), ("name", "Pat"), ("account", "U1")), in_case=False
    ),
    "purges": Row(NOT_MEMBERS, in_case=False),
    "purge": Row(NOT_IN_THE_CASE),
    "hold": Row(NOT_IN_THE_CASE, "hold", (("reason", "None."),)),
    "lift_hold": Row(NOT_IN_THE_CASE, "lift_propose", (("reason", "None."),)),
    "release_case": Row(NOT_IN_THE_CASE, "release_case", (("who", "0123456789ab"),)),
    "change": Row((*NOT_MEMBERS, GRACE), "change.decide", (("decision", "agree"),)),
    "cases": Row(NOT_IN_THE_CASE),
    "case": Row(NOT_IN_THE_CASE),
    "acknowledge": Row(NOT_IN_THE_CASE),
    "ask_reporter": Row(NOT_IN_THE_CASE, "ask_reporter", (("asked", "Who are you?"),)),
    "note": Row(NOT_IN_THE_CASE, "note", (("noted", "Seen."),)),
    "recuse": Row(NOT_IN_THE_CASE, "recuse", (("reason", "None."),)),
    "close": Row(NOT_IN_THE_CASE, "close", (("disposition", "outside"), ("told", "Nothing."))),
}
INVOKES = (CARD_ACTION, FETCH, SUBMIT)
WRONG = ("", "ZZZZZZ", "7", "' OR 1=1 --", "x" * 1900, "|||", "\u202e")
"""Cases there are not."""


def test_every_action_has_its_row() -> None:
    assert set(ROWS) == set(CATALOGUE)
    assert set(Kind) == {Kind.OFFER, Kind.FILL, Kind.CHOOSE, Kind.BACK, Kind.PAGE}


@dataclass
class Scene:
    """One report, which Grace alone may see by now."""

    house: TeamsHouse | WiredHouse
    case: str
    digests: dict[str, str]
    tried: int = 0

    async def state(self) -> bytes:
        return await self.house.world.database.run(lambda r: "\n".join(r.db.conn.iterdump()).encode())

    async def invoke(self, user: str, name: str, data: JSON, *, team: str = "") -> None:
        """With data of their own making, on somebody else's message."""
        teams = self.house.teams
        place = teams.place(user, teams.chat(GRACE)[0].id, team=team)
        await teams.deliver(Invoke(self._sender(user), place, name, str(data.get(ACT, "")), data))
        self.tried += 1

    async def press(self, user: str, what: Pressed, *, team: str = "") -> None:
        """By each way there is, the one of older clients too."""
        data = {ACT: str(what.kind), WHAT: what.value}
        for name in INVOKES:
            await self.invoke(user, name, data, team=team)
        teams = self.house.teams
        await teams.deliver_written(Message(self._sender(user), teams.place(user, "m1", team=team), value=data))

    async def submit(self, user: str, stands: Carried, answers: dict[str, str], *, team: str = "") -> None:
        inputs = {f"{'one' if name in CHOSEN else 'text'}:{name}": value for name, value in answers.items()}
        for name in INVOKES:
            await self.invoke(user, name, {**inputs, ACT: SEND, FORM: packed(stands)}, team=team)

    def _sender(self, user: str) -> Sender:
        return STRANGERS.get(user) or self.house.teams.people[user]

    def forget(self) -> None:
        """What was on the screens before anything was forged."""
        teams = self.house.teams
        teams.answers.clear()
        teams.windows.clear()
        self.earlier = {one.id for posts in teams.posts.values() for one in posts}

    def shown_to(self, user: str) -> str:
        """Everything that the bot has put before their eyes since."""
        teams = self.house.teams
        posted = [str(one.card) for one in teams.chat(user) if one.id not in self.earlier]
        return "\n".join([*posted, *(str(answer.body) for answer in teams.answers)])


@pytest.fixture(params=["seam", "wire"])
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scene]:
    """At the seam, and as Teams posts it, through the guard and the adapter."""
    if request.param == "seam":
        async with teams_house(tmp_path) as house:
            yield await _played(house)
        return
    async with wired_house(tmp_path) as wired:
        for account in (OUTSIDER, GUEST):
            wired.teams.hires(account, "Pat Doe")
        wired.teams.microsoft.people[OUTSIDER].tenant = "22222222-2222-2222-2222-222222222222"
        wired.teams.microsoft.people[GUEST].role = "guest"
        wired.teams.makes_channel(CHANNEL)
        yield await _played(wired)


async def _played(house: TeamsHouse | WiredHouse) -> Scene:
    teams = house.teams
    await teams.types(DANA, "report")
    await teams.presses(DANA, "Report a concern")
    await teams.submits(DANA, REPORT)
    await teams.submits(DANA, {})
    await house.delivered()
    notice = teams.chat(GRACE)[0]
    case = str(next(actions_of(notice.card))["data"][WHAT]).split("|")[1]
    await teams.presses(SAMUEL, "I must step aside")
    await teams.submits(SAMUEL, {"reason": REASON})
    await house.delivered()
    await house.world.database.run(lambda r: _remove(r, "Mei Tanaka", house))
    grace = Person(Account("teams", TENANT, GRACE))
    digests = {name: (await house.world.talks.begin(grace, name, case)).digest for name in ("recuse", "close")}
    await teams.types(GRACE, "help")  # from now on it is known where she can be written to
    scene = Scene(house, case, digests)
    scene.forget()
    return scene


def _remove(register: Register, name: str, house: TeamsHouse | WiredHouse) -> None:
    member = next(m for m in people.members(register) if m.name == name)
    people.remove_member(register, member.id, house.world.clock.today())


def presses_of(dialog: str, row: Row, case: str) -> Iterator[Pressed]:
    """Every kind of button that can name this dialog and the case."""
    name, value = row.answers[0] if row.answers else ("answer", "yes")
    for regarding in (case, f"{case}|x"):
        yield Pressed(Kind.OFFER, dialog, regarding)
        yield Pressed(Kind.FILL, dialog, regarding)
        yield Pressed(Kind.CHOOSE, dialog, regarding, row.form or dialog, name, value)
    yield Pressed(Kind.BACK, dialog)
    yield Pressed(Kind.PAGE, page=1)


def carried_of(scene: Scene, dialog: str, row: Row) -> Iterator[Carried]:
    """What a dialog could carry: the right digest too, an altered one, another's nonce."""
    restates = ("follow_up.receipt",) if dialog == "follow_up" else ()
    for digest in (scene.digests.get(dialog, ""), "0" * 32):
        yield Carried(dialog, row.form, scene.case, restates, digest, "0" * 32)


async def test_g8_nobody_does_what_is_not_theirs(scene: Scene) -> None:
    """Every dialog × every kind of button and way × everybody who may not: the register stays byte for byte."""
    before = await scene.state()
    for dialog, row in ROWS.items():
        for user in row.refused:
            scene.house.teams.answers.clear()
            for what in presses_of(dialog, row, scene.case):
                await scene.press(user, what)
            for stands in carried_of(scene, dialog, row) if row.form else ():
                await scene.submit(user, stands, dict(row.answers))
            assert TEXT not in scene.shown_to(user), (dialog, user)
            assert REASON not in scene.shown_to(user), (dialog, user)
        assert await scene.state() == before, dialog
    figures.tell("G8", f"Teams: {scene.tried} forged actions over {len(ROWS)} dialogs, 0 allowed")


async def test_g8_a_page_of_a_case_is_looked_up_for_whoever_turns_it(scene: Scene) -> None:
    """What a dialog carries names the case: it opens nothing."""
    before = await scene.state()
    stands = packed(Carried("case", regarding=scene.case))
    for user in NOT_IN_THE_CASE:
        for name in INVOKES:
            await scene.invoke(user, name, {ACT: str(Kind.PAGE), WHAT: "1", FORM: stands})
        assert TEXT not in scene.shown_to(user)
    assert await scene.state() == before


async def test_g8_words_and_installations_show_a_stranger_nothing(scene: Scene) -> None:
    before = await scene.state()
    teams = scene.house.teams
    for user, sender in STRANGERS.items():
        teams.people[user] = sender
        for text in ("", "cases", f"case {scene.case}", "inbox", "guide", "report", "May I?"):
            await teams.types(user, text)
        await teams.installs(user)
        assert "Section" not in scene.shown_to(user)
        assert scene.case not in scene.shown_to(user)
    assert await scene.state() == before


async def test_g8_in_a_team_a_member_is_shown_nothing_either(scene: Scene) -> None:
    before = await scene.state()
    for dialog, row in ROWS.items():
        for what in presses_of(dialog, row, scene.case):
            await scene.press(GRACE, what, team=CHANNEL)
        for stands in carried_of(scene, dialog, row) if row.form else ():
            await scene.submit(GRACE, stands, dict(row.answers), team=CHANNEL)
    await scene.house.teams.types(GRACE, f"case {scene.case}", team=CHANNEL)
    told = "".join(str(one.card) for one in scene.house.teams.posts[CHANNEL])
    assert TEXT not in told and scene.case not in told
    assert TEXT not in scene.shown_to(GRACE)
    assert await scene.state() == before


async def test_g8_who_may_not_see_the_case_does_not_see_it_by_its_number(scene: Scene) -> None:
    before = await scene.state()
    for user in (ELI, MEI, SAMUEL):
        for text in ("cases", f"case {scene.case}"):
            await scene.house.teams.types(user, text)
        await scene.press(user, Pressed(Kind.OFFER, "cases"))
        assert TEXT not in scene.shown_to(user)
        assert "accounting" not in scene.shown_to(user).lower()
        scene.house.teams.answers.clear()
    assert await scene.state() == before


@pytest.mark.parametrize("case", WRONG)
async def test_g8_a_case_that_is_not_there_is_nobodys(scene: Scene, case: str) -> None:
    before = await scene.state()
    for dialog, row in ROWS.items():
        if not row.in_case or dialog == "cases":
            continue
        await scene.press(GRACE, Pressed(Kind.OFFER, dialog, case))
        if row.form:
            digest = scene.digests.get(dialog, "")
            await scene.submit(GRACE, Carried(dialog, row.form, case, (), digest), dict(row.answers))
        assert TEXT not in scene.shown_to(GRACE), dialog
    assert await scene.state() == before


async def test_g8_a_nonce_that_was_used_makes_no_second_report(scene: Scene) -> None:
    """By somebody else who has come by it too."""
    review = await _review_of(scene)
    for user in (DANA, ELI):
        await scene.submit(user, review, {**REPORT, "narrative": "Another text."})
        await scene.submit(user, review, {**REPORT, "narrative": "Another text."})
    assert await scene.house.world.database.run(_cases) == 2


async def _review_of(scene: Scene) -> Carried:
    """What the review of a report carries, filed once."""
    dana = Person(Account("teams", TENANT, DANA))
    talks = scene.house.world.talks
    shown: Shown = await talks.begin(dana, "report")
    first = Carried("report", "report.form", nonce=shown.nonce)
    review = await talks.answer(dana, first.reply(REPORT))
    stands = Carried("report", "report.review", "", ("report.form",), review.digest, review.nonce)
    await talks.answer(dana, stands.reply(REPORT))
    return stands


def _cases(register: Register) -> int:
    return int(register.db.execute("SELECT count(*) FROM cases").fetchone()[0])


async def test_g8_nobody_but_a_member_decides_about_the_committee(scene: Scene) -> None:
    """Not even whoever was one."""
    change = await scene.house.world.database.run(_proposed)
    digest = await _digest(scene, GRACE, change)
    before = await scene.state()
    for user in NOT_MEMBERS:
        for what in (Pressed(Kind.OFFER, "change", change), Pressed(Kind.FILL, "change", change)):
            await scene.press(user, what)
        await scene.submit(user, Carried("change", "change.decide", change, (), digest), {"decision": "agree"})
        assert "Noor Haddad" not in scene.shown_to(user), user
    assert await scene.state() == before
    for user in (GRACE, SAMUEL):
        seen = await _digest(scene, user, change)
        await scene.submit(user, Carried("change", "change.decide", change, (), seen), {"decision": "agree"})
    assert "Noor Haddad" in {m.name for m in await scene.house.world.database.run(people.members)}


async def _digest(scene: Scene, user: str, change: str) -> str:
    """Of what this member has before them: it changes as others agree."""
    who = Person(Account("teams", TENANT, user))
    return (await scene.house.world.talks.begin(who, "change", change)).digest


def _proposed(register: Register) -> str:
    assert not propose(register, Proposal("add", "Noor Haddad", False, "teams", TENANT, OUTSIDER), date(2026, 3, 2))
    return pending(register)[0].id


JUNK: tuple[Any, ...] = ("", "nothing|x", "|||||", "report\x00|", "__class__|", "x" * 2000, 7, None, [], {"a": "b"})


async def test_g8_data_of_any_shape_leads_to_the_menu(scene: Scene) -> None:
    before = await scene.state()
    for junk in JUNK:
        for act in (*Kind, SEND, "", junk):
            for name in INVOKES:
                data = {ACT: act, WHAT: junk, FORM: junk, "text:narrative": junk, "any:involved": junk, "msteams": junk}
                await scene.invoke(GRACE, name, data)
    assert await scene.state() == before


async def test_g8_an_invoke_of_no_known_name_is_answered_and_does_nothing(scene: Scene) -> None:
    before = await scene.state()
    for name in ("composeExtension/query", "signin/verifyState", "fileConsent/invoke", "", "task/submit\x00"):
        await scene.invoke(ELI, name, {ACT: str(Kind.OFFER), WHAT: f"case|{scene.case}"})
        await scene.invoke(ELI, name, {ACT: SEND, FORM: packed(Carried("close", "close", scene.case))})
    assert await scene.state() == before
    assert TEXT not in scene.shown_to(ELI)
