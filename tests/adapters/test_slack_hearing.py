"""From what is told to events: places that were never met, events that come twice, and Slack that does not answer."""

import asyncio
import itertools
from collections.abc import Sequence

import pytest

from adapters.slack import hearing, patience
from adapters.slack.hearing import Hearing, Others, Payload
from adapters.slack.lifecycle import Lifecycle
from adapters.slack.threads import Threads
from adapters.types import Deleted, Edited, Event, Message, Opened, direct_with
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, im, room
from tests.adapters.slack_knowing import Stage

_numbers = itertools.count()
SAID: Shape = {"type": "message", "user": "U1", "text": f"<@{BOT}> hi", "ts": "10.5", "channel": "C1"}
OPEN: Shape = {"channel_type": "channel"}


def hearing_at(stage: Stage, *, listens: bool = False) -> Hearing:
    """It hears what is told of the garden."""

    async def nothing(*_: object) -> None:
        """Nobody looks at the bot."""

    stage.garden.has(account("U1"))
    others = Others(lambda *_: None, opened=nothing, greet=nothing, stopped=lambda *_: None)
    threads = Threads(stage.known.wire)
    return Hearing(stage.known, Lifecycle(stage.known), threads=threads, others=others, listens=listens)


def told(event: Shape, number: str | None = None) -> Payload:
    """An event as Slack posts it."""
    number = f"Ev{next(_numbers)}" if number is None else number
    return {"type": "event_callback", "team_id": TEAM, "event_id": number, "event": {**event, "event_ts": "20.5"}}


async def heard(hears: Hearing, *payloads: Payload) -> Sequence[Event]:
    """What these lead to, one after the other, but that the bot is in a workspace."""
    found: list[Event] = []

    async def deliver(event: Event) -> None:
        found.append(event)

    for each in payloads:
        await hears.event(each, deliver)
    return [each for each in found if not isinstance(each, Opened)]


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


async def test_alone_what_is_deleted_is_found_without_having_met_the_person(stage: Stage) -> None:
    gone: Shape = {"subtype": "message_deleted", "deleted_ts": "10.5", "previous_message": {"ts": "10.5", "user": BOT}}
    (found,) = await heard(hearing_at(stage), told({"type": "message", "channel": "D1", "channel_type": "im", **gone}))
    assert isinstance(found, Deleted)
    assert (found.address, found.message_ids) == (direct_with("slack", f"{TEAM}:U1"), ("10.5",))


def gone_alone(user: str) -> Payload:
    """What somebody said to the bot alone is deleted."""
    gone: Shape = {"subtype": "message_deleted", "deleted_ts": "10.5", "previous_message": {"ts": "10.5", "user": user}}
    return told({"type": "message", "channel": "D1", "channel_type": "im", **gone})


async def test_alone_what_is_deleted_is_found_by_its_author_where_slack_does_not_tell_with_whom(stage: Stage) -> None:
    stage.garden.faults["conversations.info"] = (503, {})
    async with asyncio.timeout(5):
        (found,) = await heard(hearing_at(stage), gone_alone("U1"))
    assert isinstance(found, Deleted) and found.address == direct_with("slack", f"{TEAM}:U1")


@pytest.mark.parametrize("user", [BOT, "USLACKBOT", ""])
async def test_alone_what_is_deleted_is_gone_once_it_is_learnt_with_whom_and_nobody_waits(
    stage: Stage, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.05,) * 100)
    hears, place = hearing_at(stage), direct_with("slack", f"{TEAM}:U1").key
    stage.garden.faults["conversations.info"] = (503, {})
    waiting = asyncio.ensure_future(heard(hears, gone_alone(user)))
    async with asyncio.timeout(10):
        while stage.garden.calls("conversations.info") < 3:
            await asyncio.sleep(0.01)
    assert not waiting.done()
    (message,) = await heard(hears, told({**SAID, "ts": "10.6", "user": "U1", "channel": "D1", "channel_type": "im"}))
    assert isinstance(message, Message), "it says with whom, too"
    found = await asyncio.wait_for(waiting, 10)
    assert [each.address.key for each in found if isinstance(each, Deleted)][-1] == place


async def test_what_was_deleted_of_somebody_from_elsewhere_is_gone_once_their_home_is_known(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.05,) * 100)
    hears = hearing_at(stage)
    stage.garden.has(account("U1", team_id="T2"))
    stage.garden.faults["users.info"] = (503, {})
    waiting = asyncio.ensure_future(heard(hears, gone_alone("U1")))
    await asyncio.sleep(0.2)
    stage.garden.faults.clear()
    stage.clock.now += 60
    found = await asyncio.wait_for(waiting, 10)
    assert found[-1].address.key == direct_with("slack", "T2:U1").key


async def test_where_it_is_never_learnt_with_whom_that_is_given_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))
    stage.garden.faults["conversations.info"] = (503, {})
    await heard(hearing_at(stage), gone_alone(BOT))
    assert stage.garden.calls("conversations.info") == 4
    assert "what was deleted stands nowhere that is known" in caplog.messages


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
    monkeypatch.setattr(hearing, "PAUSES", (0.05,) * 40)
    hears = hearing_at(stage)
    stage.garden.faults["auth.test"] = (503, {})
    waiting = asyncio.ensure_future(heard(hears, told({**SAID, **OPEN})))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    stage.garden.faults.clear()
    (found,) = await asyncio.wait_for(waiting, 10)
    assert isinstance(found, Message) and found.author.handle == f"{TEAM}:U1"


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
