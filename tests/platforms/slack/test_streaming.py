"""Answers that grow at Slack, over sockets: by its streams, by edits where it has none or ends them, and broken off."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import pairwise

import pytest

from adapters.outgoing import Button, Outgoing
from adapters.slack.adapter import Slack
from adapters.slack.markup import LONGEST_TEXT
from adapters.text import split
from adapters.types import Message
from tests.platforms.slack.adapting import adapting, address_of
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.server import SlackStandIn

Pieces = Sequence[str | float | asyncio.Event]
WORDS = [f"word{number} " for number in range(30)]


def telling(*pieces: str | float | asyncio.Event) -> Callable[[Slack, Message], Awaitable[None]]:
    """Answers with these words; a number is a pause, and an event is waited for."""

    async def words() -> AsyncIterator[str]:
        for piece in pieces:
            if isinstance(piece, str):
                yield piece
            elif isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                await piece.wait()

    async def tell(adapter: Slack, message: Message) -> None:
        await adapter.stream(Outgoing(message.address, "", message.id, mentions=message.author.handle), words())

    return tell


def paced(words: Sequence[str], pause: float) -> list[str | float]:
    """The words with a pause after each."""
    return [each for word in words for each in (word, pause)]


async def whole(slack: SlackStandIn, channel: Channel, ending: str, asked: Post) -> Post:
    """The bot's last message in the channel, once it ends so and is finished."""

    def found() -> list[Post]:
        posts = channel.posts(by_bot=True, after=asked.ts)
        return [each for each in posts if each.text.rstrip().endswith(ending) and each.stream != "in_progress"]

    await slack.log.until(lambda: bool(found()), 15)
    return found()[-1]


async def test_first_words_come_at_once_and_more_at_a_humane_rate(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(slack, telling(*paced(WORDS, 0.08))):
        asked = await alice.post(general, f"{slack.mention} tell me")
        (start,) = await slack.log.called("chat.startStream")
        reply = await whole(slack, general, "word29", asked)
    assert reply.text.strip() == "".join(WORDS).strip()
    assert (reply.thread_ts, reply.stream) == (asked.ts, "completed")
    assert start.args["markdown_text"] == WORDS[0]
    assert (start.args["recipient_user_id"], start.args["recipient_team_id"]) == (alice.id, alice.user.team)
    appends = slack.log.to("chat.appendStream")
    assert 1 <= len(appends) <= 4
    assert all(later.at - sooner.at > 0.7 for sooner, later in pairwise([start, *appends[:-1]]))
    assert slack.log.to("chat.update") == []


async def test_words_are_added_in_order_however_long_each_call_takes(slack: SlackStandIn, alice: Person) -> None:
    slack.faults.slow("chat.appendStream", 0.7)
    async with adapting(slack, telling(*paced(WORDS, 0.1))):
        reply = await whole(slack, alice.direct, "word29", await alice.dm("tell me"))
    assert reply.text.strip() == "".join(WORDS).strip()
    appends = slack.log.to("chat.appendStream")
    assert len(appends) > 1
    assert all(sooner.answered is not None and sooner.answered <= later.at for sooner, later in pairwise(appends))


async def test_a_stream_that_slack_ends_goes_on_by_edits(slack: SlackStandIn, alice: Person) -> None:
    go = asyncio.Event()
    async with adapting(slack, telling("Once ", go, "upon ", 1.2, "a time.")):
        asked = await alice.dm("tell me")
        await slack.log.called("chat.startStream")
        assert slack.streams.kill() == 1
        go.set()
        reply = await whole(slack, alice.direct, "Once upon a time.", asked)
    assert reply.text == "Once upon a time."
    assert [each.text for each in alice.direct.posts(by_bot=True)] == [reply.text]
    assert len(slack.log.to("chat.appendStream")) == 1
    assert slack.log.to("chat.stopStream") == [], "there is nothing to stop"


async def test_a_stream_that_ended_before_its_last_words_is_whole_all_the_same(
    slack: SlackStandIn, alice: Person
) -> None:
    go = asyncio.Event()
    async with adapting(slack, telling("All of it.", go)):
        asked = await alice.dm("tell me")
        await slack.log.called("chat.startStream")
        slack.streams.kill()
        go.set()
        reply = await whole(slack, alice.direct, "All of it.", asked)
        await slack.log.quiet(0.8)
    assert reply.text == "All of it."
    assert alice.direct.session(asked)["status"] == "active"


@pytest.mark.parametrize("word", ["missing_scope", "unknown_method", "not_allowed", "team_not_found"])
async def test_where_slack_has_no_streams_the_answer_grows_by_edits(
    slack: SlackStandIn, alice: Person, word: str
) -> None:
    slack.faults.refuse("chat.startStream", word)
    async with adapting(slack, telling("Once ", 0.2, "upon ", 0.2, "a time.")):
        for _ in range(2):
            asked = await alice.dm("tell me")
            reply = await whole(slack, alice.direct, "a time.", asked)
            assert reply.text == "Once upon a time."
            assert reply.thread_ts == asked.ts
    assert len(slack.log.to("chat.startStream")) == 1, "it is not asked for again at once"
    assert slack.log.to("chat.update")


@pytest.mark.parametrize("word", ["not_in_channel", "thread_not_found", "invalid_arguments"])
async def test_a_stream_that_one_thread_cannot_have_others_have_all_the_same(
    slack: SlackStandIn, alice: Person, word: str
) -> None:
    slack.faults.refuse("chat.startStream", word, times=1)
    async with adapting(slack, telling("Once ", 0.2, "upon ", 0.2, "a time.")):
        replies = [await whole(slack, alice.direct, "a time.", await alice.dm("tell me")) for _ in range(2)]
    assert [each.stream for each in replies] == [None, "completed"]


async def test_words_whose_arrival_is_not_known_stand_there_once(slack: SlackStandIn, alice: Person) -> None:
    slack.faults.lose("chat.appendStream", 0)
    async with adapting(slack, telling("one ", 1.2, "two ", 1.2, "three")):
        reply = await whole(slack, alice.direct, "three", await alice.dm("count"))
    assert reply.text == "one two three"


async def test_a_limit_makes_it_slower_and_loses_nothing(slack: SlackStandIn, alice: Person) -> None:
    slack.faults.limit("chat.appendStream", retry_after=1)
    async with adapting(slack, telling("one ", 1.2, "two ", 1.2, "three")):
        reply = await whole(slack, alice.direct, "three", await alice.dm("count"))
    assert reply.text == "one two three"
    assert reply.stream == "completed"


async def test_what_is_too_long_for_one_message_goes_on_in_the_next(slack: SlackStandIn, alice: Person) -> None:
    lines = [f"- line {number} of a long list\n" for number in range(900)]
    async with adapting(
        slack, telling(*paced(["".join(lines[start : start + 225]) for start in range(0, 900, 225)], 0.4))
    ):
        asked = await alice.dm("tell me")
        await whole(slack, alice.direct, "line 899 of a long list", asked)
    posts = alice.direct.posts(by_bot=True, after=asked.ts)
    parts = split("".join(lines), LONGEST_TEXT)
    assert [each.text.rstrip() for each in posts] == [each.rstrip() for each in parts]
    assert len(parts) == 2
    assert all((each.stream, each.thread_ts) == ("completed", asked.ts) for each in posts)


async def test_calls_that_come_in_pieces_call_nobody(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    async with adapting(slack, telling("Hey <", 1.2, "!he", 1.2, "re> and <!chan", 0.1, "nel", 0.1, "> you")):
        asked = await alice.post(general, f"{slack.mention} call them")
        reply = await whole(slack, general, "you", asked)
    assert reply.text == "Hey @here and @channel you"
    assert all("<" not in str(each.args.get("markdown_text")) for each in slack.log.to("chat.*Stream"))


async def test_controls_stand_under_the_last_words(slack: SlackStandIn, alice: Person) -> None:
    async def words() -> AsyncIterator[str]:
        yield "Here."

    async def tell(adapter: Slack, message: Message) -> None:
        await adapter.stream(Outgoing(message.address, "", message.id, buttons=(Button("Why", "why"),)), words())

    async with adapting(slack, tell):
        reply = await whole(slack, alice.direct, "Here.", await alice.dm("tell me"))
    assert [each.label for each in reply.buttons] == ["Why"]


async def test_what_is_private_is_said_when_it_is_whole(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    async def words() -> AsyncIterator[str]:
        yield "ps"
        yield "st"

    async def tell(adapter: Slack, message: Message) -> None:
        await adapter.stream(Outgoing(message.address, "", message.id, private=True), words())

    async with adapting(slack, tell):
        await alice.post(general, f"{slack.mention} tell me")
        await slack.log.called("chat.postEphemeral")
    assert [each.text for each in alice.sees(general) if each.private] == ["psst"]
    assert slack.log.to("chat.startStream") == []


async def test_outside_threads_the_answer_grows_by_edits(slack: SlackStandIn, general: Channel) -> None:
    async def words() -> AsyncIterator[str]:
        for word in WORDS[:13]:
            yield word
            await asyncio.sleep(0.1)

    async with adapting(slack) as bot:
        sent = await bot.adapter.stream(Outgoing(address_of(general), "So: "), words())
        (post,) = general.posts(by_bot=True)
    assert post.text.strip() == ("So: " + "".join(WORDS[:13])).strip()
    assert (post.ts, post.thread_ts) == (sent.message_id, None)
    assert (len(slack.log.to("chat.postMessage")), slack.log.to("chat.startStream")) == (1, [])


async def test_nothing_is_left_in_progress_when_the_program_ends(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, telling("Once ", 0.3, "upon ", asyncio.Event())):
        asked = await alice.dm("tell me")
        await slack.log.called("chat.startStream")
        await asyncio.sleep(0.5)
    (post,) = alice.direct.posts(by_bot=True, after=asked.ts)
    assert (post.text.strip(), post.stream) == ("Once upon", "completed")
    assert alice.direct.session(asked)["status"] == "active"
