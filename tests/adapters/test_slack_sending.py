"""Where what is sent goes at Slack, against a workspace that answers: never to a place where others read it."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.errors import RateLimited, Refused, Unreachable
from adapters.outgoing import Outgoing
from adapters.slack.askers import Askers
from adapters.slack.pieces import Piece
from adapters.slack.sending import Sending
from adapters.slack.spots import Spot
from adapters.types import Address, Audience, Author, Message, direct_with
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, refused, room
from tests.adapters.slack_knowing import Stage

POST, HIDDEN = "chat.postMessage", "chat.postEphemeral"
ADA, HALL = Author("T1:U1", "Ada"), Address("slack", TEAM, "C1", "5.0", "#hall")
ALONE = direct_with("slack", "T1:U1")
DONE: Shape = {"ok": True, "ts": "9.0", "message_ts": "9.0"}


@pytest.fixture
def sending(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Sending:
    """Sends there; Ada asked something in the hall, which everybody may read."""
    monkeypatch.setattr("adapters.slack.wire.RETRY_PAUSES", (0.0, 0.0))
    stage.garden.faults |= {POST: (200, DONE), HIDDEN: (200, DONE)}
    stage.garden.has(account("U1"))
    stage.garden.with_room(room("C1"), BOT, "U1")
    askers = Askers()
    askers.met(Message("5.0", HALL, Audience.PUBLIC, ADA, "hello", datetime.now(UTC)), Spot(TEAM, "C1", "5.0"))
    return Sending(stage.known.wire, stage.known.places, askers)


def said(stage: Stage, method: str = POST) -> list[tuple[str, str | None, str]]:
    """Where what was said: the channel, the thread, the words for notifications."""
    return [
        (sent["channel"], sent.get("thread_ts"), sent["text"]) for each, sent in stage.garden.asked if each == method
    ]


async def test_an_answer_goes_where_it_was_asked_with_nothing_unfolding(stage: Stage, sending: Sending) -> None:
    sent = await sending.send(Outgoing(HALL, "hello", "5.0"))
    assert (sent.address, sent.message_id) == (HALL, "9.0")
    assert said(stage) == [("C1", "5.0", "hello")]
    (posted,) = [each for method, each in stage.garden.asked if method == POST]
    assert (posted["unfurl_links"], posted["unfurl_media"]) == ("False", "False")


async def test_what_is_addressed_elsewhere_does_not_go_where_it_was_asked(stage: Stage, sending: Sending) -> None:
    await sending.send(Outgoing(ALONE, "for you", "5.0"))
    await sending.send(Outgoing(replace(HALL, thread=None), "for all", "5.0"))
    assert said(stage) == [("DU1", None, "for you"), ("C1", None, "for all")]


@pytest.mark.parametrize("fault", [refused("user_not_in_channel"), refused("channel_not_found"), refused("no_text")])
async def test_what_is_private_is_hidden_or_goes_to_the_person_alone(
    stage: Stage, sending: Sending, fault: Shape
) -> None:
    await sending.send(Outgoing(HALL, "psst", "5.0", private=True))
    stage.garden.faults[HIDDEN] = (200, fault)
    await sending.send(Outgoing(HALL, "psst", "5.0", private=True))
    assert said(stage, HIDDEN)[0] == ("C1", "5.0", "psst")
    assert said(stage) == [("DU1", None, "psst")]


async def test_where_the_person_cannot_be_written_to_nothing_is_said(stage: Stage, sending: Sending) -> None:
    stage.garden.faults |= {HIDDEN: (200, refused("user_not_in_channel"))}
    stage.garden.faults |= {"conversations.open": (200, refused("cannot_dm_bot"))}
    with pytest.raises(Refused):
        await sending.send(Outgoing(HALL, "psst", "5.0", private=True))
    assert said(stage) == []


async def test_a_fault_in_hiding_it_is_no_reason_to_say_it_openly(stage: Stage, sending: Sending) -> None:
    stage.garden.faults[HIDDEN] = (503, {})
    with pytest.raises(Unreachable):
        await sending.send(Outgoing(HALL, "psst", "5.0", private=True))
    assert said(stage) == []


async def test_whom_nobody_remembers_is_who_may_be_called(stage: Stage, sending: Sending) -> None:
    await sending.send(Outgoing(HALL, "psst", private=True, mentions="T1:U2"))
    assert [(sent["user"], sent["channel"]) for each, sent in stage.garden.asked if each == HIDDEN] == [("U2", "C1")]


async def test_a_long_wait_is_told_and_a_short_one_is_waited(stage: Stage, sending: Sending) -> None:
    stage.garden.faults[POST] = (429, refused("ratelimited"))
    stage.garden.headers["Retry-After"] = "120"
    with pytest.raises(RateLimited):
        await sending.send(Outgoing(HALL, "hello", "5.0"))
    assert len(said(stage)) == 1


async def test_an_edit_changes_the_words_and_leaves_nobody_called(stage: Stage, sending: Sending) -> None:
    stage.garden.faults["chat.update"] = (200, DONE)
    await sending.edit(Spot(TEAM, "C1", "5.0"), "9.0", Piece("better"))
    ((_, sent),) = [each for each in stage.garden.asked if each[0] == "chat.update"]
    assert (sent["channel"], sent["ts"], sent["text"]) == ("C1", "9.0", "better")
    assert "better" in json.dumps(sent["blocks"])
