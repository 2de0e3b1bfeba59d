"""How a growing answer is told to Slack, call by call, against a workspace that answers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from adapters.errors import Refused
from adapters.outgoing import Button, Outgoing
from adapters.slack.askers import Askers
from adapters.slack.sending import Sending
from adapters.slack.spots import Spot
from adapters.slack.status import Status
from adapters.slack.streaming import Pen, Streaming
from adapters.types import Audience, Author, Message, direct_with
from tests.adapters.slack_garden import TEAM, Shape, refused
from tests.adapters.slack_knowing import Stage

START, APPEND, STOP = "chat.startStream", "chat.appendStream", "chat.stopStream"
POST, UPDATE = "chat.postMessage", "chat.update"
SPOT, ALONE = Spot(TEAM, "D1", "1.0"), direct_with("slack", "T1:U1")
DONE: Shape = {"ok": True, "ts": "9.0"}


@pytest.fixture
def sending(stage: Stage) -> Sending:
    """Sends there; somebody asked something alone with the bot, in a thread."""
    stage.garden.faults |= {each: (200, DONE) for each in (START, APPEND, STOP, POST, UPDATE)}
    sending = Sending(stage.known.wire, stage.known.places, Askers())
    asked = Message("1.0", ALONE, Audience.DIRECT, Author("T1:U1", "Ada"), "hello", datetime.now(UTC))
    sending.askers.met(asked, SPOT)
    return sending


def pen_of(sending: Sending, *, native: bool = True) -> Pen:
    """Writes the answer."""
    return Pen(sending, SPOT, asker=sending.askers.of("1.0"), native=native)


def calls(stage: Stage) -> list[str]:
    """What Slack was asked for, beside who we are."""
    return [each for each, _ in stage.garden.asked if each.startswith("chat.")]


def last(stage: Stage, method: str) -> dict[str, str]:
    """With what it was asked for that last."""
    return [dict(sent) for each, sent in stage.garden.asked if each == method][-1]


async def told(stage: Stage, sending: Sending, outgoing: Outgoing, *words: str) -> None:
    """Let an answer grow."""

    async def growing() -> AsyncIterator[str]:
        for word in words:
            yield word

    await Streaming(sending, Status(stage.known.wire, sending.askers)).stream(outgoing, growing())


async def test_words_are_added_and_never_written_anew(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    ts = await pen.post("one ")
    await pen.edit(ts, "one two ")
    await pen.edit(ts, "one two three")
    await pen.finish(())
    assert calls(stage) == [START, APPEND, APPEND, STOP]
    assert last(stage, START) == {
        **{"channel": "D1", "thread_ts": "1.0", "markdown_text": "one "},
        **{"recipient_team_id": TEAM, "recipient_user_id": "U1"},
    }
    assert last(stage, APPEND) == {"channel": "D1", "ts": "9.0", "markdown_text": "three"}
    assert last(stage, STOP) == {"channel": "D1", "ts": "9.0", "session_status": "active"}
    assert pen.settled and not pen.refused


async def test_what_shrinks_is_stopped_and_written_anew(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    ts = await pen.post("one two")
    await pen.edit(ts, "one")
    await pen.edit(ts, "one three")
    await pen.finish(())
    assert calls(stage) == [START, STOP, UPDATE, UPDATE]
    assert not pen.settled


async def test_the_next_message_begins_when_the_one_before_it_is_ended(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    await pen.post("one")
    stage.garden.faults[START] = (200, {"ok": True, "ts": "10.0"})
    ts = await pen.post("two")
    await pen.edit(ts, "two three")
    await pen.edit("9.0", "one!")
    assert calls(stage) == [START, STOP, START, APPEND, UPDATE]
    assert "session_status" not in last(stage, STOP), "there is more to come"


@pytest.mark.parametrize("word", ["message_not_in_streaming_state", "message_not_found"])
async def test_an_ended_stream_is_not_added_to_again(stage: Stage, sending: Sending, word: str) -> None:
    pen = pen_of(sending)
    ts = await pen.post("one")
    stage.garden.faults[APPEND] = (200, refused(word))
    await pen.edit(ts, "one two")
    await pen.edit(ts, "one two three")
    await pen.finish(())
    assert calls(stage) == [START, APPEND, UPDATE, UPDATE]
    assert last(stage, UPDATE)["text"] == "one two three"


async def test_without_streams_messages_are_posted_and_edited(stage: Stage, sending: Sending) -> None:
    stage.garden.faults[START] = (200, refused("unknown_method"))
    pen = pen_of(sending)
    ts = await pen.post("one")
    await pen.edit(ts, "one two")
    await pen.finish(())
    assert calls(stage) == [START, POST, UPDATE]
    assert pen.refused
    assert last(stage, POST)["thread_ts"] == "1.0"


async def test_controls_are_put_under_the_last_message_either_way(stage: Stage, sending: Sending) -> None:
    outgoing = Outgoing(ALONE, "", "1.0", buttons=(Button("Why", "why"),))
    await told(stage, sending, outgoing, "one")
    assert "Why" in last(stage, STOP)["blocks"]
    stage.garden.faults[START] = (200, refused("unknown_method"))
    await told(stage, sending, outgoing, "one")
    assert "Why" in last(stage, UPDATE)["blocks"]


async def test_an_answer_that_was_stopped_says_so(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    await pen.post("one ")
    sending.askers.stop(["1.0"])
    await pen.break_off()
    assert last(stage, UPDATE)["text"] == "one\n\n_(stopped)_"


async def test_an_answer_that_is_broken_off_otherwise_is_only_ended(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    await pen.break_off()
    assert calls(stage) == []
    await pen.post("one ")
    await pen.break_off()
    await pen.break_off()
    assert calls(stage) == [START, STOP]


async def test_no_words_are_no_message(stage: Stage, sending: Sending) -> None:
    with pytest.raises(Refused):
        await told(stage, sending, Outgoing(ALONE, "", "1.0"), " ", "\n")
    assert calls(stage) == []


async def test_where_one_person_has_no_streams_others_have_them(stage: Stage, sending: Sending) -> None:
    async def words() -> AsyncIterator[str]:
        yield "one"

    bob = Message(
        "2.0", direct_with("slack", "T1:U2"), Audience.DIRECT, Author("T1:U2", "Bob"), "hi", datetime.now(UTC)
    )
    sending.askers.met(bob, Spot(TEAM, "D2", "2.0"))
    streaming = Streaming(sending, Status(stage.known.wire, sending.askers))
    stage.garden.faults[START] = (200, refused("user_not_found"))
    for _ in range(2):
        await streaming.stream(Outgoing(ALONE, "", "1.0"), words())
    stage.garden.faults[START] = (200, DONE)
    await streaming.stream(Outgoing(bob.address, "", "2.0"), words())
    assert calls(stage) == [START, POST, POST, START, STOP]


async def test_the_last_words_end_the_stream(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    ts = await pen.post("one ")
    await pen.end(ts, "one two")
    await pen.finish(())
    assert calls(stage) == [START, STOP] and pen.settled
    assert last(stage, STOP)["markdown_text"] == "two" and last(stage, STOP)["session_status"] == "active"


async def test_where_a_stream_was_ended_the_last_words_are_written_anew(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    ts = await pen.post("one ")
    stage.garden.faults |= {each: (200, refused("message_not_in_streaming_state")) for each in (STOP, APPEND)}
    await pen.end(ts, "one two")
    await pen.finish(())
    assert calls(stage) == [START, STOP, UPDATE] and not pen.settled
    assert "one two" in str(last(stage, UPDATE))


async def test_where_the_end_cannot_be_told_the_last_words_are_added(stage: Stage, sending: Sending) -> None:
    pen = pen_of(sending)
    ts = await pen.post("one ")
    stage.garden.faults |= {STOP: (200, refused("ratelimited"))}
    await pen.end(ts, "one two")
    assert calls(stage)[-1] == APPEND and last(stage, APPEND)["markdown_text"] == "two"
