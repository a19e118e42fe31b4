"""Windows that are sent in: errors at the field, nothing lost when nothing was stored, Slack's own failures."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.carried import Carried, carried, packed, unpacked
from bot.slack.calls import NoAnswerError
from bot.slack.fields import filled_in
from bot.slack.typed_text import as_typed
from bot.turns import Shown
from dialogs.steps import Form, Kept, Text
from tests.failing import Failing
from tests.slack_api import Fault
from tests.slack_house import DANA, GRACE, MEI, SAMUEL, SlackHouse, slack_house

TEXT = "The quarter's invoices were dated back."
TOLD = {"category": "accounting", "danger": "no", "narrative": TEXT, "level": "anonymous"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SlackHouse]:
    async with slack_house(tmp_path) as house:
        yield house


async def reviewing(house: SlackHouse) -> str:
    await house.slack.command(DANA, text="report")
    await house.slack.submits(DANA, TOLD)
    return house.seen(DANA)


async def test_the_review_is_the_same_window_with_every_input_filled_in(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="report")
    first = house.slack.view_of(DANA)
    await house.slack.submits(DANA, TOLD)
    review = house.slack.view_of(DANA)
    assert first and review
    assert first.id == review.id
    before = {block["block_id"] for block in first.inputs}
    assert before <= {block["block_id"] for block in review.inputs}
    sent = {block["block_id"].partition(":")[2]: review.values[block["block_id"]] for block in review.inputs}
    assert {name: sent[name] for name in TOLD} == TOLD


async def test_a_problem_stands_at_its_field(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="inbox")
    await house.slack.submits(DANA, {"receipt": "00000-00000-00000-00001-3"})
    view = house.slack.view_of(DANA)
    assert view
    assert ["receipt" in at for at in view.errors] == [True]
    assert all("symbol" in problem for problem in view.errors.values())


async def test_when_nobody_is_left_the_form_stays_open_and_says_where_else_to_turn(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="report")
    view = house.slack.view_of(DANA)
    assert view
    members = ["Grace Lindqvist", "Samuel Osei", "Mei Tanaka"]
    await house.slack.submits(DANA, {**TOLD, "involved": members})
    (problem,) = view.errors.values()
    assert "Nothing was stored" in problem
    assert house.slack.view_of(DANA) is view
    await house.delivered()
    assert [house.slack.dm_of(member) for member in (GRACE, SAMUEL, MEI)] == [[], [], []]


async def test_when_nothing_can_be_stored_everything_typed_is_still_there(tmp_path: Path) -> None:
    async with slack_house(tmp_path, front=Failing) as house:
        failing = house.edge.talks
        assert isinstance(failing, Failing)
        await reviewing(house)
        for fails in (True, True):
            failing.fails = fails
            await house.slack.submits(DANA)
        view = house.slack.view_of(DANA)
        assert view
        assert house.seen(DANA).count("Nothing was stored") == 1
        assert TEXT in view.values.values()
        failing.fails = False
        await house.slack.submits(DANA)
        assert "Your report is filed" in house.seen(DANA)


async def test_an_event_that_failed_comes_again_and_is_answered_once(tmp_path: Path) -> None:
    async with slack_house(tmp_path, front=Failing) as house:
        failing = house.edge.talks
        assert isinstance(failing, Failing)
        failing.fails = True
        answer = await house.slack.deliver(
            house.slack.callbacks.message(house.slack.workspace.post(f"D{DANA}", DANA, "May I accept a gift?"))
        )
        assert answer.status == 500
        failing.fails = False
        await house.slack.repeats()
        await house.slack.repeats()
        assert len(house.slack.dm_of(DANA)) == 1


async def test_a_case_that_was_changed_meanwhile_is_asked_again_and_not_sent(house: SlackHouse) -> None:
    """A consent that carries another digest: what is shown is read once more."""
    await reviewing(house)
    view = house.slack.view_of(DANA)
    assert view
    stale = replace(unpacked(view.private_metadata), digest="0" * 32)
    view.body["private_metadata"] = packed(stale)
    await house.slack.submits(DANA)
    assert "has changed" in house.seen(DANA)
    assert TEXT in house.seen(DANA)
    await house.slack.submits(DANA)
    assert "Your report is filed" in house.seen(DANA)


async def test_when_the_three_seconds_are_over_a_button_opens_the_window(house: SlackHouse) -> None:
    """Slack's clock runs on while the bot looks up who it is."""
    callback = house.slack.callbacks.command(
        house.slack.workspace.people[DANA], "/ethics", "report", house.slack.workspace.dm_with(DANA)
    )
    house.slack.later(seconds=4)
    answer = await house.slack.deliver(callback)
    assert answer.ok
    assert "please press the button" in str(answer.body)
    assert house.slack.view_of(DANA) is None


async def test_when_slack_does_not_say_who_it_is_nothing_is_done_and_nothing_lost(house: SlackHouse) -> None:
    await reviewing(house)
    house.slack.later(minutes=16)
    house.slack.next_call(Fault.DOWN, method="users.info")
    await house.slack.submits(DANA)
    assert "did not answer in time" in house.seen(DANA)
    await house.slack.submits(DANA)
    assert "Your report is filed" in house.seen(DANA)


async def test_a_window_that_slack_cannot_open_is_no_error_for_ever(house: SlackHouse) -> None:
    house.slack.next_call(Fault.CLOSED, method="views.open")
    answer = await house.slack.command(DANA, text="report")
    assert answer.ok


async def test_answers_go_to_no_address_but_slacks(house: SlackHouse) -> None:
    for url in ("http://127.0.0.1:1/x", "https://hooks.slack.com.evil.example/x", "file:///etc/passwd", "https://["):
        with pytest.raises(NoAnswerError, match="foreign_response_url"):
            await house.edge.calls.respond(url, {"text": "x"})


async def test_the_text_of_a_case_in_several_pages_is_read_to_its_end(house: SlackHouse) -> None:
    await house.slack.command(DANA, text="report")
    await house.slack.submits(DANA, {**TOLD, "narrative": "".join(f"\n{n:04}" for n in range(599))})
    await house.slack.submits(DANA)
    await house.delivered()
    await house.slack.presses(GRACE, "Read the report")
    assert all(f"{n:04}" in house.seen(GRACE) for n in range(599))


def test_what_a_window_carries_comes_back_as_it_was() -> None:
    form = Form("f.add", (Kept("receipt", "00000"), Text("text", value="words")), restates=("f.receipt",))
    shown = Shown("follow_up", asking=form, regarding="K7Q2M9", digest="d" * 32, nonce="0" * 32)
    there = packed(carried(shown))
    assert unpacked(there) == carried(shown)
    assert "words" not in there
    assert len(there) < 3000


@pytest.mark.parametrize("junk", ["", "{", "[]", "7", '{"dialog":7,"kept":[],"restates":"x"}', '{"kept":{"a":1}}'])
def test_whatever_a_window_brings_back_is_read_without_an_error(junk: str) -> None:
    assert unpacked(junk) == Carried()


def test_no_receipt_and_no_nonce_is_printed() -> None:
    assert "00000" not in repr(Carried("d", "k", nonce="00000", kept={"receipt": "00000"}))


@pytest.mark.parametrize(
    "junk", [None, [], {"b": []}, {"b": {"a": []}}, {"b": {"a": {"value": 7}}}, {"b": {"a": {"selected_option": "x"}}}]
)
def test_inputs_of_another_shape_are_left_out(junk: object) -> None:
    assert filled_in(junk) == {}


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<@U1> said so in <#C1|general>", "said so in general"),
        ("see <https://x.example/a|this> or <https://y.example>", "see this or https://y.example"),
        ("<!here> look", "look"),
    ],
)
def test_slacks_markup_is_read_as_it_was_typed(sent: str, typed: str) -> None:
    assert as_typed(sent) == typed
