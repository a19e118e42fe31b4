"""G8: everything that can be sent to the bot in Slack, forged by everybody who may not."""

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
from bot.slack.listeners import LISTENERS
from bot.turns import Shown
from dialogs.catalogue import CATALOGUE
from storage import people
from storage.changes import pending
from storage.register import Register
from tests.faults import figures
from tests.slack.callbacks import Answer
from tests.slack_api import TEAM, Posted, View
from tests.slack_house import DANA, ELI, GRACE, MEI, SAMUEL, SlackHouse, slack_house

TEXT = "The quarter's invoices were dated back."
REASON = "My brother keeps these books."
REPORT = {"category": "accounting", "danger": "no", "narrative": TEXT, "level": "anonymous"}

OUTSIDER, GUEST, GONE = "UOUT", "UGUEST", "UGONE"
STRANGERS: dict[str, dict[str, Any]] = {OUTSIDER: {"team": "T2"}, GUEST: {"guest": True}, GONE: {"deactivated": True}}
NOT_MEMBERS = (*STRANGERS, ELI, MEI)
"""Mei was removed from the Committee."""

NOT_IN_THE_CASE = (*NOT_MEMBERS, SAMUEL)
"""Samuel has stepped aside."""


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
    "cases": Row(NOT_IN_THE_CASE),
    "case": Row(NOT_IN_THE_CASE),
    "acknowledge": Row(NOT_IN_THE_CASE),
    "ask_reporter": Row(NOT_IN_THE_CASE, "ask_reporter", (("asked", "Who are you?"),)),
    "note": Row(NOT_IN_THE_CASE, "note", (("noted", "Seen."),)),
    "recuse": Row(NOT_IN_THE_CASE, "recuse", (("reason", "None."),)),
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
    "close": Row(NOT_IN_THE_CASE, "close", (("disposition", "outside"), ("told", "Nothing."))),
}
WRONG = ("", "ZZZZZZ", "7", "' OR 1=1 --", "x" * 1900, "|||", "\u202e")
"""Cases there are not."""


def test_every_action_has_its_row() -> None:
    assert set(ROWS) == set(CATALOGUE)
    assert set(Kind) == {Kind.OFFER, Kind.FILL, Kind.CHOOSE, Kind.BACK, Kind.PAGE}


def test_everything_listened_for_is_played() -> None:
    assert set(LISTENERS) == {"command", "message", "home", "press", "submit", "ask_about", "report"}


@dataclass
class Scene:
    """One report, which Grace alone may see by now."""

    house: SlackHouse
    case: str
    notice: Posted
    digests: dict[str, str]
    earlier: frozenset[str]
    """The messages there were before anything was forged."""

    async def state(self) -> bytes:
        return await self.house.world.database.run(lambda r: "\n".join(r.db.conn.iterdump()).encode())

    async def press(self, user: str, what: Pressed, *, in_view: bool = False) -> Answer:
        """With a value of their own making, on somebody else's message or in a window of theirs."""
        slack = self.house.slack
        who, at = slack.workspace.people[user], slack.workspace.next_ts()
        action = {"type": "button", "action_id": f"{what.kind}", "block_id": "b", "value": what.value, "action_ts": at}
        if in_view:
            return await slack.deliver(slack.callbacks.pressed_in_view(who, self.window(user, ""), action))
        return await slack.deliver(slack.callbacks.pressed_in_message(who, self.notice, action, {}))

    async def submit(self, user: str, carried: Carried, answers: dict[str, str]) -> Answer:
        slack = self.house.slack
        view = self.window(user, packed(carried), answers)
        return await slack.deliver(slack.callbacks.submitted(slack.workspace.people[user], view))

    def window(self, user: str, metadata: str, answers: dict[str, str] | None = None) -> View:
        words = {"type": "plain_text", "text": "x"}
        blocks = [
            {
                "type": "input",
                "block_id": f"f:{name}",
                "label": words,
                "element": {"type": "plain_text_input", "action_id": name, "initial_value": value},
            }
            for name, value in (answers or {}).items()
        ]
        body = {"type": "modal", "callback_id": "form", "title": words, "submit": words, "blocks": blocks}
        return self.house.slack.screens.open(user, {**body, "private_metadata": metadata})

    def shown_to(self, user: str) -> str:
        """Everything that the bot has put before their eyes since."""
        slack = self.house.slack
        windows = [view.text for view in slack.screens.stacks.get(user, [])]
        home = slack.home_of(user)
        messages = [slack.reads(m) for m in slack.before(user) if m.bot and m.ts not in self.earlier]
        return "\n".join([*windows, *messages, home.text if home else ""])


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with slack_house(tmp_path) as house:
        for user, kind in STRANGERS.items():
            house.slack.hires(user, "Pat Doe", **kind)
        yield await _played(house)


async def _played(house: SlackHouse) -> Scene:
    slack = house.slack
    await slack.command(DANA, text="report")
    await slack.submits(DANA, REPORT)
    await slack.submits(DANA)
    await house.delivered()
    (notice,) = slack.dm_of(GRACE)
    case = _button_value(notice).split("|")[1]
    await slack.presses(SAMUEL, "I must step aside")
    await slack.submits(SAMUEL, {"reason": REASON})
    await slack.closes(SAMUEL)
    await house.delivered()
    await house.world.database.run(lambda r: _remove(r, "Mei Tanaka", house))
    grace = Person(Account("slack", TEAM, GRACE))
    digests = {name: (await house.world.talks.begin(grace, name, case)).digest for name in ("recuse", "close")}
    earlier = frozenset(m.ts for c in slack.workspace.conversations.values() for m in c.messages)
    return Scene(house, case, notice, digests, earlier)


def _button_value(posted: Posted) -> str:
    return str(next(e["value"] for b in posted.blocks for e in b.get("elements", []) if e["type"] == "button"))


def _remove(register: Register, name: str, house: SlackHouse) -> None:
    member = next(m for m in people.members(register) if m.name == name)
    people.remove_member(register, member.id, house.world.clock.today())


def presses_of(dialog: str, row: Row, case: str) -> Iterator[Pressed]:
    """Every kind of button that can name this dialog and the case."""
    name, value = row.answers[0] if row.answers else ("answer", "yes")
    for regarding in (case, f"{case}|x"):
        yield Pressed(Kind.OFFER, dialog, regarding)
        yield Pressed(Kind.FILL, dialog, regarding)
    yield Pressed(Kind.CHOOSE, dialog, case, row.form or f"{dialog}.x", name, value)
    yield Pressed(Kind.BACK, dialog, case)


def carried_of(scene: Scene, dialog: str, row: Row) -> Iterator[Carried]:
    """What a window of this dialog could carry: the right digest too, an altered one, another's nonce."""
    restates = ("follow_up.receipt",) if dialog == "follow_up" else ()
    for digest in (scene.digests.get(dialog, ""), "0" * 32):
        yield Carried(dialog, row.form, scene.case, restates, digest, "0" * 32)


async def test_g8_nobody_does_what_is_not_theirs(scene: Scene) -> None:
    """Every dialog × every kind of button and window × everybody who may not: the register stays byte for byte."""
    before, tried = await scene.state(), 0
    for dialog, row in ROWS.items():
        for user in row.refused:
            for what in presses_of(dialog, row, scene.case):
                await scene.press(user, what)
                await scene.press(user, what, in_view=True)
                tried += 2
            for carried in carried_of(scene, dialog, row) if row.form else ():
                await scene.submit(user, carried, dict(row.answers))
                tried += 1
            assert TEXT not in scene.shown_to(user), (dialog, user)
            assert REASON not in scene.shown_to(user), (dialog, user)
        assert await scene.state() == before, dialog
    assert {answer.status for answer in scene.house.slack.answers} == {200}
    figures.tell("G8", f"Slack: {tried} forged actions over {len(ROWS)} dialogs, 0 allowed")


async def test_g8_commands_events_and_shortcuts_show_a_stranger_nothing(scene: Scene) -> None:
    before = await scene.state()
    for user in STRANGERS:
        for text in ("", "cases", f"case {scene.case}", "inbox", "guide", "report", "ask May I?"):
            await scene.house.slack.command(user, text=text)
            await scene.house.slack.types(user, text or "hello")
        await scene.house.slack.opens_home(user)
        await scene.house.slack.shortcut(user, "report_concern")
        await scene.house.slack.shortcut(user, "ask_about", scene.notice)
        assert "Section" not in scene.shown_to(user)
        assert scene.case not in scene.shown_to(user)
    assert await scene.state() == before


async def test_g8_who_may_not_see_the_case_does_not_see_it_by_command(scene: Scene) -> None:
    before = await scene.state()
    for user in (ELI, MEI, SAMUEL):
        for text in ("cases", f"case {scene.case}"):
            await scene.house.slack.command(user, text=text)
        assert TEXT not in scene.shown_to(user)
        assert "accounting" not in scene.shown_to(user).lower()
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


async def test_g8_a_stranger_who_borrows_our_workspaces_id_is_still_one(scene: Scene) -> None:
    """Slack itself says where an account is at home: what a payload says does not make it ours."""
    scene.house.slack.workspace.people[OUTSIDER].team = TEAM
    callback = scene.house.slack.callbacks.command(
        scene.house.slack.workspace.people[OUTSIDER], "/ethics", "guide", scene.house.slack.workspace.dm_with(OUTSIDER)
    )
    scene.house.slack.workspace.people[OUTSIDER].team = "T2"
    answer = await scene.house.slack.deliver(callback)
    assert "own workspace" in str(answer.body)


async def test_g8_a_payload_of_another_workspace_is_refused_for_an_account_of_ours(scene: Scene) -> None:
    workspace = scene.house.slack.workspace
    callback = scene.house.slack.callbacks.command(
        workspace.people[GRACE], "/ethics", "cases", workspace.dm_with(GRACE)
    )
    callback.payload["team_id"] = "T2"
    answer = await scene.house.slack.deliver(callback)
    assert "own workspace" in str(answer.body)


async def test_g8_a_nonce_that_was_used_makes_no_second_report(scene: Scene) -> None:
    """By somebody else who has come by it too."""
    review = await _review_of(scene)
    for user in (DANA, ELI):
        await scene.submit(user, review, {**REPORT, "narrative": "Another text."})
        await scene.submit(user, review, {**REPORT, "narrative": "Another text."})
    assert await scene.house.world.database.run(_cases) == 2


async def _review_of(scene: Scene) -> Carried:
    """What the review of a report carries, filed once."""
    dana = Person(Account("slack", TEAM, DANA))
    talks = scene.house.world.talks
    shown: Shown = await talks.begin(dana, "report")
    first = Carried("report", "report.form", nonce=shown.nonce)
    review = await talks.answer(dana, first.reply(REPORT))
    carried = Carried("report", "report.review", "", ("report.form",), review.digest, review.nonce)
    await talks.answer(dana, carried.reply(REPORT))
    return carried


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
            await scene.press(user, what, in_view=True)
        await scene.submit(user, Carried("change", "change.decide", change, (), digest), {"decision": "agree"})
        assert "Noor Haddad" not in scene.shown_to(user), user
    assert await scene.state() == before
    for user in (GRACE, SAMUEL):
        seen = await _digest(scene, user, change)
        await scene.submit(user, Carried("change", "change.decide", change, (), seen), {"decision": "agree"})
    assert "Noor Haddad" in {m.name for m in await scene.house.world.database.run(people.members)}


async def _digest(scene: Scene, user: str, change: str) -> str:
    """Of what this member has before them: it changes as others agree."""
    who = Person(Account("slack", TEAM, user))
    return (await scene.house.world.talks.begin(who, "change", change)).digest


def _proposed(register: Register) -> str:
    assert not propose(register, Proposal("add", "Noor Haddad", False, "slack", TEAM, OUTSIDER), date(2026, 3, 2))
    return pending(register)[0].id


async def test_g8_a_handle_of_nothing_we_know_leads_to_the_menu(scene: Scene) -> None:
    before = await scene.state()
    for value in ("", "nothing|x", "|||||", "report\x00|", "__class__|", "x" * 2000):
        await _raw(scene, GRACE, "offer", value)
    for action in ("offer", "choose", "back", "page", "fill"):
        await _raw(scene, GRACE, action, "99999999999")
    assert await scene.state() == before


async def _raw(scene: Scene, user: str, action: str, value: Any) -> None:
    slack = scene.house.slack
    pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.0"}
    answer = await slack.deliver(
        slack.callbacks.pressed_in_message(slack.workspace.people[user], scene.notice, pressed, {})
    )
    assert answer.status == 200
