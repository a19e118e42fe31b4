"""What members and reporters do to a case, by the dialogs."""

from bot.person import NOBODY, Person
from bot.turns import Reply, Shown
from dialogs.steps import Answers
from storage import cases, people
from tests.house import World


async def fills(world: World, who: Person, shown: Shown, told: Answers) -> Shown:
    """Sends in the form that stands before somebody."""
    form = shown.asking
    assert form, shown.said
    reply = Reply(shown.dialog, form.key, told, shown.regarding, form.restates, shown.digest, shown.nonce)
    return await world.talks.answer(who, reply)


async def acknowledges(world: World, who: Person, case: str) -> Shown:
    return await world.talks.begin(who, "acknowledge", case)


async def recuses(world: World, who: Person, case: str) -> Shown:
    return await fills(world, who, await world.talks.begin(who, "recuse", case), {"reason": "A relative works there."})


async def closes(world: World, who: Person, case: str, told: str) -> Shown:
    asked = await world.talks.begin(who, "close", case)
    return await fills(world, who, asked, {"disposition": "substantiated", "told": told})


async def asks(world: World, who: Person, case: str, text: str) -> Shown:
    return await fills(world, who, await world.talks.begin(who, "ask_reporter", case), {"asked": text})


async def adds(world: World, receipt: str, text: str, involved: tuple[str, ...] = ()) -> Shown:
    asked = await world.talks.begin(NOBODY, "follow_up")
    opened = await fills(world, NOBODY, asked, {"receipt": receipt})
    return await fills(world, NOBODY, opened, {"receipt": receipt, "text": text, "involved": involved})


def case_of(world: World, receipt: str) -> str:
    case = world.database.run_now(lambda r: cases.by_receipt(r, receipt))
    assert case
    return case


def member_id(world: World, who: Person) -> str:
    return next(m.id for m in world.database.run_now(people.members) if m.name == who.name)
