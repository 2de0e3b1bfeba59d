"""From what is told to events: places that were never met, events that come twice, and Slack that does not answer."""

import asyncio

import pytest

from adapters.slack import hearing, patience
from adapters.types import Deleted, Edited, Event, Left, Message, Opened
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, im, room
from tests.adapters.slack_heard import OPEN, SAID, heard, hearing_at, told
from tests.adapters.slack_knowing import Stage


@pytest.fixture(autouse=True)
def garden(stage: Stage) -> None:
    stage.garden.rooms["C1"] = room("C1")
    stage.garden.rooms["D1"] = im("D1", "U1")


async def test_a_mention_comes_as_two_events_and_is_one_message(stage: Stage) -> None:
    hears = hearing_at(stage)
    mention: Shape = {**SAID, "type": "app_mention"}
    assert len(await heard(hears, told(mention), told({**SAID, **OPEN}))) == 1
    later: Shape = {"ts": "10.6"}
    assert len(await heard(hears, told({**SAID, **later, **OPEN}), told({**mention, **later}))) == 1


async def test_an_event_is_told_by_its_id_and_one_without_is_heard_all_the_same(stage: Stage) -> None:
    hears = hearing_at(stage)
    edit: Shape = {"type": "message", "subtype": "message_changed", "channel": "D1", "channel_type": "im"}
    changes: list[Shape] = [
        {**edit, "message": {**SAID, "text": str(each)}, "previous_message": {**SAID, "text": "before"}}
        for each in range(3)
    ]
    assert len(await heard(hears, *(told(each, "Ev1") for each in changes))) == 1
    assert len(await heard(hears, *(told(each, "") for each in changes))) == 3


async def test_what_is_deleted_before_it_was_heard_is_not_heard(stage: Stage) -> None:
    hears = hearing_at(stage)
    gone: Shape = {"subtype": "message_deleted", "deleted_ts": "10.5", "previous_message": SAID}
    found = await heard(hears, told({"type": "message", "channel": "C1", **gone, **OPEN}), told({**SAID, **OPEN}))
    assert not any(isinstance(each, Message) for each in found)


async def test_what_is_told_after_its_edit_is_heard_all_the_same(stage: Stage) -> None:
    edit: Shape = {"type": "message", "subtype": "message_changed", "channel": "C1", **OPEN}
    texts: Shape = {"message": {**SAID, "text": "later"}, "previous_message": SAID}
    found = await heard(hearing_at(stage), told({**edit, **texts}), told({**SAID, **OPEN}))
    assert [each.id for each in found if isinstance(each, Message)] == ["10.5"]


@pytest.mark.parametrize(
    ("before", "after", "threads"),
    [
        (f"<@{BOT}> one", f"<@{BOT}> two", {None, "10.5"}),
        (f"<@{BOT}> one", "two", {None, "10.5"}),
        ("one", "two", {None, "10.5"}),
    ],
)
async def test_after_a_restart_an_edit_reaches_wherever_the_message_may_have_been_noted(
    stage: Stage, before: str, after: str, threads: set[str | None]
) -> None:
    texts: Shape = {"message": {**SAID, "text": after}, "previous_message": {**SAID, "text": before}}
    edit: Shape = {"type": "message", "subtype": "message_changed", "channel": "C1", **texts, **OPEN}
    found = await heard(hearing_at(stage), told(edit))
    edits = [each for each in found if isinstance(each, Edited)]
    assert {each.address.thread for each in edits} == threads
    assert {each.address.space for each in edits} == {TEAM}
    assert {each.address.space for each in found if isinstance(each, Deleted)} == {None}, "as if it were shared"


async def test_in_a_thread_it_is_known_where_a_message_was_noted(stage: Stage) -> None:
    reply: Shape = {**SAID, "thread_ts": "9.5"}
    gone: Shape = {"subtype": "message_deleted", "deleted_ts": "10.5", "previous_message": reply}
    found = await heard(hearing_at(stage), told({"type": "message", "channel": "C1", **gone, **OPEN}))
    assert {each.address.thread for each in found if isinstance(each, Deleted)} == {"9.5"}


async def test_while_it_is_not_known_who_the_bot_is_events_wait(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.05,) * 40)
    hears = hearing_at(stage)
    stage.garden.faults["auth.test"] = (503, {})
    waiting = asyncio.ensure_future(heard(hears, told({**SAID, **OPEN})))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    stage.garden.faults.clear()
    (found,) = await asyncio.wait_for(waiting, 10)
    assert isinstance(found, Message) and found.author.handle == f"{TEAM}:U1"


async def test_while_slack_asks_to_be_left_alone_events_wait_and_it_is_not_asked_who_the_bot_is(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0,) * 40)
    hears = hearing_at(stage)
    stage.garden.faults["auth.test"] = (429, {})
    stage.garden.headers["Retry-After"] = "0.3"
    gone: Shape = {"subtype": "message_deleted", "deleted_ts": "9.5", "type": "message", "channel": "C1", **OPEN}
    left: Shape = {"type": "member_left_channel", "user": "U1", "channel": "C1", "team": TEAM}
    events = [told({**SAID, **OPEN}), told(gone), told(left)]
    await stage.known.wire.check()
    waiting = asyncio.gather(*(heard(hears, each) for each in events))
    await asyncio.sleep(0.2)
    assert not waiting.done() and stage.garden.calls("auth.test") == 1
    stage.garden.faults.clear()
    stage.clock.now += 1
    found = [{type(each) for each in some} for some in await asyncio.wait_for(waiting, 10)]
    assert found == [{Message}, {Deleted}, {Left}] and stage.garden.calls("auth.test") == 2


async def test_one_conversation_does_not_wait_for_another(stage: Stage) -> None:
    hears = hearing_at(stage)
    stage.garden.has(account("U2"))
    found: list[str] = []

    async def deliver(event: Event) -> None:
        if isinstance(event, Message):
            found.append(event.id)

    await hears.event(told({**SAID, **OPEN}), deliver)
    stage.garden.slow["users.info"] = 0.4
    slow: Shape = {**SAID, "user": "U2", "ts": "11.5", "channel": "D1", "channel_type": "im"}
    first = asyncio.ensure_future(hears.event(told(slow), deliver))
    second = asyncio.ensure_future(hears.event(told({**slow, "user": "U1", "ts": "11.6"}), deliver))
    await hears.event(told({**SAID, "ts": "11.7", **OPEN}), deliver)
    assert found == ["10.5", "11.7"]
    await asyncio.wait_for(asyncio.gather(first, second), 10)
    assert found[2:] == ["11.5", "11.6"]


async def test_a_change_that_does_not_say_how_it_was_is_of_that_message_all_the_same(stage: Stage) -> None:
    changed: Shape = {**OPEN, "type": "message", "subtype": "message_changed", "channel": "C1"}
    reply: Shape = {**SAID, "text": "other words", "thread_ts": "10.0"}
    stone: Shape = {"subtype": "tombstone", "user": "USLACKBOT", "ts": "10.6"}
    found = await heard(hearing_at(stage), told({**changed, "message": reply}), told({**changed, "message": stone}))
    edits = [each for each in found if isinstance(each, Edited)]
    assert [(each.message.id, each.address.thread) for each in edits] == [("10.5", "10.0")]
    gone = {each for event in found if isinstance(event, Deleted) for each in event.message_ids}
    assert gone == {"10.5", "10.6"}


async def test_nothing_is_told_of_a_workspace_before_the_bot_is_in_it_for_whoever_hears_it(stage: Stage) -> None:
    found: list[Event] = []

    async def deliver(event: Event) -> None:
        if isinstance(event, Opened):
            await asyncio.sleep(0.3)
        found.append(event)

    await hearing_at(stage).event(told({**OPEN, **SAID}), deliver)
    assert [type(each) for each in found] == [Opened, Message]


async def test_a_workspace_that_cannot_be_opened_holds_nothing_up_for_long(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "OPENED_SECONDS", 0.1)
    found, over = list[Event](), asyncio.Event()

    async def deliver(event: Event) -> None:
        if isinstance(event, Opened):
            await over.wait()
        found.append(event)
        over.set()

    await asyncio.wait_for(hearing_at(stage).event(told({**OPEN, **SAID}), deliver), 10)
    assert [type(each) for each in found] == [Message, Opened]
