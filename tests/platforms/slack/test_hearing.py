"""What reaches the bot at Slack, over a socket: whose words, where they stand, in which order, and once."""

from adapters.types import Audience, Deleted, Edited, Message, Reaction, direct_with
from tests.platforms.slack.adapting import Bot, adapting, address_of, echo, nothing_more, settings_at
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload


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
