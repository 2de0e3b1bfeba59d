"""What reaches the bot at Slack, over a socket: whose words, where they stand, in which order, and once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.types import Audience, Deleted, Edited, Message, Quoted, Reaction, direct_with
from tests.platforms.slack.adapting import Bot, adapting, address_of, echo, settings_at
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload


@pytest.fixture
def alice(slack: SlackStandIn) -> Person:
    """Somebody at home."""
    return slack.person("Alice")


@pytest.fixture
def general(slack: SlackStandIn, alice: Person) -> Channel:
    """An open channel with her and the bot in it."""
    return slack.home.channel("general", alice)


@pytest.fixture
async def bot(slack: SlackStandIn, general: Channel) -> AsyncIterator[Bot]:
    """The adapter, which answers everything."""
    async with adapting(slack, echo) as bot:
        yield bot


@pytest.fixture
async def listening(slack: SlackStandIn, general: Channel) -> AsyncIterator[Bot]:
    """The adapter, which is told what people say to one another."""
    async with adapting(slack, settings=settings_at(slack, listen=True)) as bot:
        yield bot


async def nothing_more(slack: SlackStandIn) -> None:
    """Until all that was told has been heard, or would have been."""
    await slack.delivery.settled()
    await asyncio.sleep(0.2)


async def test_a_mention_begins_a_thread_and_what_is_said_there_is_for_the_bot(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    ben = slack.person("Ben")
    general.join(ben)
    asked = await alice.post(general, f"{slack.mention} hello {ben.mention}, see {general.mention}")
    await slack.reply(asked)
    await ben.post(general, "what about me?", thread=asked)
    first, second = await bot.hears(Message, 2)
    assert (first.id, first.text, first.addressed) == (asked.ts, "hello @Ben, see #general", True)
    assert first.address == second.address == address_of(general, thread=asked.ts)
    assert (second.text, second.addressed, second.reply_to) == ("what about me?", True, asked.ts)
    assert second.author.name == "Ben" and second.author.timezone == "Europe/Berlin"


async def test_what_people_say_to_one_another_is_not_heard(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    said = await alice.post(general, "my diagnosis is flu")
    await nothing_more(slack)
    assert bot.of(Message) == [] and slack.log.to("users.info") == []
    await alice.post(general, "and yours?", thread=said)
    (heard,) = await bot.hears(Message)
    assert (heard.addressed, heard.follows) == (False, True), "whose thread it is, the database knows"


async def test_where_it_listens_it_hears_them_where_they_stand(
    slack: SlackStandIn, listening: Bot, alice: Person, general: Channel
) -> None:
    said = await alice.post(general, "the meeting is at eight")
    await alice.post(general, "and the next?", thread=said)
    first, second = await listening.hears(Message, 2)
    assert (first.address, first.addressed) == (address_of(general), False)
    assert (second.address, second.addressed) == (address_of(general, thread=said.ts), False)


async def test_a_mention_in_the_thread_of_others_is_answered_there(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    said = await alice.post(general, "who knows?")
    await alice.post(general, f"{slack.mention} do you?", thread=said)
    (heard,) = await bot.hears(Message)
    assert heard.address == address_of(general, thread=said.ts)
    await slack.log.until(lambda: bool(general.posts(by_bot=True, thread=said)))


async def test_what_is_told_three_times_is_heard_once(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    slack.delivery.copies = 3
    asked = await alice.post(general, f"{slack.mention} hello")
    reply = await slack.reply(asked)
    await alice.edit(asked, f"{slack.mention} good day")
    await alice.react(reply, "thumbsup")
    await alice.delete(await alice.dm("wrong"))
    await nothing_more(slack)
    kinds = {kind: len(bot.of(kind)) for kind in (Edited, Reaction, Deleted)}
    assert len([each for each in bot.of(Message) if each.id == asked.ts]) == 1
    assert (kinds[Edited], kinds[Reaction]) == (1, 1)
    assert len(slack.log.to("chat.startStream")) + len(general.posts(by_bot=True)) == 1


async def test_a_deletion_does_not_overtake_its_message(slack: SlackStandIn, bot: Bot, alice: Person) -> None:
    slack.faults.slow("users.info", 0.3)
    said = await alice.dm("wrong")
    await alice.edit(said, "less wrong")
    await alice.delete(said)
    await bot.hears(Deleted)
    about = [each for each in bot.heard if isinstance(each, Message | Edited | Deleted)]
    assert [type(each) for each in about] == [Message, Edited, Deleted]
    assert {each.address for each in about} == {direct_with("slack", f"{slack.home.id}:{alice.id}")}


async def test_an_edit_says_what_it_says_now_and_a_link_that_unfolds_is_none(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    asked = await alice.post(general, f"{slack.mention} see https://example.com")
    await slack.reply(asked)
    unfolded: list[Payload] = [{"title": "Example", "from_url": "https://example.com"}]
    stored, before = slack.world.messages[general.id][asked.ts], slack.happenings
    stored.attachments = unfolded
    before.changed(stored, {"type": "message", "ts": asked.ts, "user": alice.id, "text": stored.text})
    await nothing_more(slack)
    assert bot.of(Edited) == []
    await alice.edit(asked, "see nothing")
    (edited,) = await bot.hears(Edited)
    assert (edited.message.id, edited.message.text) == (asked.ts, "see nothing")
    assert edited.message.address == address_of(general, thread=asked.ts)


async def test_after_a_restart_changes_reach_wherever_it_may_have_been_noted(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    asked = await alice.post(general, f"{slack.mention} one")
    plain, deep = await alice.post(general, "two"), await alice.post(general, "three", thread=asked)
    alone = await alice.dm("four")
    await slack.delivery.settled(seconds=30) if slack.sockets.open else None
    slack.delivery.log.told.clear()
    async with adapting(slack, settings=settings_at(slack, listen=True)) as bot:
        await nothing_more(slack)
        bot.heard.clear()
        for post in (plain, deep, alone):
            await alice.delete(post)
        await nothing_more(slack)
        gone = [(each.message_ids[0], each.address.channel, each.address.thread) for each in bot.of(Deleted)]
    at = {(ts, thread) for ts, channel, thread in gone if channel == general.id}
    assert at == {(plain.ts, None), (plain.ts, plain.ts), (deep.ts, asked.ts)}
    assert (alone.ts, f"@{slack.home.id}:{alice.id}", None) in gone


async def test_a_message_with_replies_that_is_deleted_is_gone(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    asked = await alice.post(general, f"{slack.mention} hello")
    await slack.reply(asked)
    await alice.delete(asked)
    await bot.hears(Deleted, 2)
    assert {each.message_ids for each in bot.of(Deleted)} == {(asked.ts,)}
    assert address_of(general, thread=asked.ts).key in {each.address.key for each in bot.of(Deleted)}


async def test_thumbs_on_answers_are_heard_where_the_answer_stands(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    asked = await alice.post(general, f"{slack.mention} hello")
    reply = await slack.reply(asked)
    await alice.react(reply, "thumbsup")
    await alice.react(asked, "eyes")
    await alice.unreact(reply, "thumbsup")
    on, off = await bot.hears(Reaction, 2)
    assert (on.message_id, on.emoji, on.added) == (reply.ts, ":thumbsup:", True)
    assert (on.address, on.audience) == (address_of(general, thread=asked.ts), Audience.PUBLIC)
    assert (off.added, off.author.name) == (False, "Alice")


async def test_after_a_restart_a_thumb_is_heard_where_the_answer_stands(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(slack, echo):
        asked = await alice.post(general, f"{slack.mention} hello")
        replies = [await slack.reply(asked), await slack.reply(await alice.dm("hello"))]
    async with adapting(slack) as bot:
        for reply in replies:
            await alice.react(reply, "+1")
        await alice.react(replies[0], "thumbsup")
        heard = await bot.hears(Reaction, 3)
        await slack.log.until(lambda: len(slack.log.to("chat.getPermalink")) == 1)
    at = {(each.message_id, each.address.key) for each in heard}
    direct = direct_with("slack", f"{slack.home.id}:{alice.id}")
    assert at == {(replies[0].ts, address_of(general, thread=asked.ts).key), (replies[1].ts, direct.key)}


async def test_other_bots_slack_itself_and_its_own_words_are_not_heard(
    slack: SlackStandIn, listening: Bot, alice: Person, general: Channel
) -> None:
    robot = slack.other_bot("Robot")
    general.join(robot)
    await robot.post(general, f"{slack.mention} hello")
    slack.happenings.notice(general.stored, alice.id, "channel_join", "has joined")
    await nothing_more(slack)
    assert listening.of(Message) == []


@pytest.mark.parametrize("subtype", ["me_message", "file_share"])
async def test_what_people_say_in_another_way_is_heard(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel, subtype: str
) -> None:
    slack.happenings.notice(general.stored, alice.id, subtype, f"{slack.mention} waves")
    (heard,) = await bot.hears(Message)
    assert heard.text == "waves"


async def test_what_is_passed_on_is_not_the_words_of_who_passes_it_on(
    slack: SlackStandIn, bot: Bot, alice: Person
) -> None:
    said = await post_with(
        slack,
        alice,
        "what of this?",
        attachments=[
            {"is_share": True, "author_name": "Ben", "text": f"Whales &lt;3 <@{alice.id}>", "from_url": "https://x"}
        ],
    )
    heard = next(each for each in await bot.hears(Message) if each.id == said.ts)
    assert heard.text == "what of this?"
    assert heard.quoted == Quoted("Ben", "Whales <3 @Alice")


async def test_files_come_with_what_is_said_about_them(slack: SlackStandIn, bot: Bot, alice: Person) -> None:
    said = await alice.dm("look", files={"list.txt": b"eggs"})
    heard = next(each for each in await bot.hears(Message) if each.id == said.ts)
    assert [(each.name, each.media_type, each.size) for each in heard.attachments] == [("list.txt", "text/plain", 4)]
    assert await bot.adapter.fetch(heard.attachments[0], 100) == b"eggs"


async def test_the_name_of_a_closed_channel_is_not_told_elsewhere(
    slack: SlackStandIn, bot: Bot, alice: Person, general: Channel
) -> None:
    secret, hall = slack.home.channel("merger", alice, private=True), slack.home.channel("hall", alice)
    await alice.post(general, f"{slack.mention} what of {secret.mention} and {hall.mention}?")
    await alice.post(secret, f"{slack.mention} what of {secret.mention}?")
    texts = {each.text for each in await bot.hears(Message, 2)}
    assert texts == {"what of #some channel and #hall?", "what of #merger?"}


async def test_where_slack_tells_nothing_of_people_they_are_heard_all_the_same(
    slack: SlackStandIn, bot: Bot, alice: Person
) -> None:
    slack.faults.refuse("users.info", "internal_error")
    said = await alice.dm("hello")
    assert (await slack.reply(said)).text == "You said: hello"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message"},
        {"type": "message", "subtype": "message_changed", "channel": "C1"},
        {"type": "message", "subtype": "message_deleted", "channel": "C1", "previous_message": []},
        {"type": "message", "channel": {"id": 5}, "user": "U1", "ts": "never", "text": None, "blocks": "none"},
        {"type": "message", "channel": "C1", "user": "U1", "ts": "1e400", "channel_type": "im", "text": "hello"},
        {"type": "reaction_added", "item": "x", "user": "U1"},
        {"type": "app_home_opened", "tab": 5},
        {"type": "agent_session_stopped"},
        {"type": "user_change", "user": "U1"},
        {"type": "nobody_knows_this"},
    ],
)
async def test_a_malformed_event_costs_nothing_but_itself(
    slack: SlackStandIn, bot: Bot, alice: Person, event: Payload
) -> None:
    slack.timing.retries = ()
    slack.delivery.tell("message", {"type": "event_callback", "team_id": slack.home.id, "event": event})
    slack.delivery.tell("message", {"type": "event_callback", "event_id": 5, "event": event})
    await nothing_more(slack)
    slack.log.told.clear()
    assert (await slack.reply(await alice.dm("hello"))).text == "You said: hello"


async def post_with(slack: SlackStandIn, who: Person, text: str, *, attachments: list[Payload]) -> Post:
    """Write in direct to the bot, with something beside it."""
    written = who._written(who.direct.id, text, None)
    written.attachments = attachments
    slack.happenings.posted(written)
    return who.direct.posts(by_bot=False)[-1]
