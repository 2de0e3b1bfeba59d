"""Where what was deleted is gone, also where it was never met with whom the bot was alone and Slack does not say."""

import asyncio

import pytest

from adapters.slack import patience
from adapters.slack.hearing import Payload
from adapters.types import Deleted, Message, direct_with
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, im
from tests.adapters.slack_heard import SAID, heard, hearing_at, told
from tests.adapters.slack_knowing import Stage


@pytest.fixture(autouse=True)
def garden(stage: Stage) -> None:
    stage.garden.rooms["D1"] = im("D1", "U1")


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
