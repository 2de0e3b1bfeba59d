"""What the bot says at Slack, over sockets: where answers stand, whom they call, long ones, private ones, and files."""

import pytest

from adapters.errors import Refused
from adapters.outgoing import Button, File, Outgoing
from adapters.slack.adapter import Slack
from adapters.slack.markup import LONGEST_TEXT
from adapters.text import split
from adapters.types import Message, direct_with
from tests.platforms.slack.adapting import adapting, address_of, echo
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn


async def test_an_answer_stands_in_the_thread_of_what_was_asked(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    async with adapting(slack, echo):
        asked = await alice.post(general, f"{slack.mention} hello")
        reply = await slack.reply(asked)
        again = await alice.post(general, "and again", thread=asked)
        second = await slack.said(general, after=again.ts)
    assert (reply.text, reply.thread_ts) == ("You said: hello", asked.ts)
    assert [(each.text, each.thread_ts) for each in second] == [("You said: and again", asked.ts)]


async def test_in_the_messages_tab_each_thread_is_answered_in_itself(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack, echo):
        first, second = await alice.dm("one"), await alice.dm("two")
        replies = [await slack.reply(each) for each in (first, second)]
        third = await alice.post(alice.direct, "three", thread=first)
        (last,) = await slack.said(alice.direct, after=third.ts)
    assert [each.thread_ts for each in replies] == [first.ts, second.ts]
    assert (last.text, last.thread_ts) == ("You said: three", first.ts)


async def test_what_is_said_while_answering_stands_with_the_answer(slack: SlackStandIn, alice: Person) -> None:
    async def remark(adapter: Slack, message: Message) -> None:
        await adapter.send(Outgoing(message.address, "By the way."))

    async with adapting(slack, remark):
        asked = await alice.dm("hello")
        reply = await slack.reply(asked)
    assert (reply.text, reply.thread_ts) == ("By the way.", asked.ts)


async def test_who_never_wrote_is_written_to_in_direct_and_no_thread(slack: SlackStandIn, alice: Person) -> None:
    async with adapting(slack) as bot:
        for text in ("one", "two"):
            sent = await bot.adapter.send(Outgoing(direct_with("slack", f"{alice.user.team}:{alice.id}"), text))
            assert sent.message_id
        posts = await slack.said(alice.direct, count=2)
    assert [(each.text, each.thread_ts) for each in posts] == [("one", None), ("two", None)]
    assert len(slack.log.to("conversations.open")) == 1


async def test_what_is_repeated_calls_nobody_but_who_is_answered(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    bob = slack.person("Bob")
    general.join(bob)
    text = f"<!here> <!channel> <!everyone> <!subteam^S1|@cooks> <@{bob.id}> <@{alice.id}> `<!here>`"

    async def repeat(adapter: Slack, message: Message) -> None:
        for plain in (False, True):
            await adapter.send(Outgoing(message.address, text, message.id, mentions=message.author.handle, plain=plain))

    async with adapting(slack, repeat):
        asked = await alice.post(general, f"{slack.mention} repeat")
        marked, plain = await slack.said(general, after=asked.ts, count=2)
    assert marked.text == f"@here @channel @everyone @cooks @{bob.id} <@{alice.id}> `@here`"
    assert marked.pings == {alice.id}
    assert plain.text == text
    assert "markdown" not in str(plain.blocks) and "mrkdwn" not in str(plain.blocks)
    assert "<" not in plain.fallback


async def test_code_links_and_lists_arrive_as_they_were_written(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    listed = "# Title\n\n1. one & two\n   - [a](https://example.com/?a=1&b=2) <b>\n\n"
    text = f"{listed}```html\n<!-- no --> a && b\n```\n*x*_y_"
    async with adapting(slack) as bot:
        await bot.adapter.send(Outgoing(address_of(general), text))
        (post,) = await slack.said(general)
    assert post.text == text
    assert post.fallback == text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), (
        "where Slack reads its own marks"
    )


async def test_a_long_answer_is_cut_and_a_far_too_long_one_is_a_file(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    long, longest = "A line of it.\n" * 1200, "A line of it.\n" * 3000
    async with adapting(slack) as bot:
        await bot.adapter.send(Outgoing(address_of(general), long))
        posts = await slack.said(general, count=2)
        assert [each.text for each in posts] == split(long, LONGEST_TEXT)
        await bot.adapter.send(Outgoing(address_of(general), longest))
        found = await slack.said(general, after=posts[-1].ts, count=2)
    assert "all of it is in the file" in found[0].text
    assert [name for name, _ in found[1].files] == ["answer.md"]
    assert slack.world.files[found[1].files[0][1]].content.decode() == longest


async def test_files_stand_in_the_thread_too(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    async def give(adapter: Slack, message: Message) -> None:
        await adapter.send(Outgoing(message.address, "", message.id, files=(File("a.txt", b"a"), File("b.txt", b"b"))))

    async with adapting(slack, give):
        asked = await alice.post(general, f"{slack.mention} give")
        reply = await slack.reply(asked)
    assert [name for name, _ in reply.files] == ["a.txt", "b.txt"]
    assert reply.thread_ts == asked.ts


async def test_buttons_stand_under_the_last_part(slack: SlackStandIn, general: Channel) -> None:
    async with adapting(slack) as bot:
        await bot.adapter.send(Outgoing(address_of(general), "A line.\n" * 2000, buttons=(Button("Why", "why"),)))
        first, last = await slack.said(general, count=2)
    assert (first.buttons, [each.label for each in last.buttons]) == ((), ["Why"])


async def test_what_is_private_is_shown_to_who_asked_alone(
    slack: SlackStandIn, alice: Person, general: Channel
) -> None:
    bob = slack.person("Bob")
    general.join(bob)

    async def whisper(adapter: Slack, message: Message) -> None:
        await adapter.send(Outgoing(message.address, "psst", message.id, private=True))

    async with adapting(slack, whisper):
        asked = await alice.post(general, f"{slack.mention} tell me")
        await slack.log.until(lambda: any(each.text == "psst" for each in alice.sees(general)))
    (post,) = [each for each in alice.sees(general) if each.text == "psst"]
    assert (post.private, post.thread_ts) == (True, asked.ts)
    assert all(each.text != "psst" for each in bob.sees(general))


@pytest.mark.parametrize("files", [(), (File("all.json", b"{}"),)])
async def test_what_cannot_be_shown_to_one_alone_goes_to_them_in_direct(
    slack: SlackStandIn, alice: Person, general: Channel, files: tuple[File, ...]
) -> None:
    async def whisper(adapter: Slack, message: Message) -> None:
        await adapter.send(Outgoing(message.address, "psst", message.id, private=True, files=files))

    if not files:
        slack.faults.refuse("chat.postEphemeral", "user_not_in_channel")
    async with adapting(slack, whisper):
        asked = await alice.post(general, f"{slack.mention} tell me")
        posts = await slack.said(alice.direct, count=1 + len(files))
    assert posts[0].text == "psst"
    assert [name for each in posts for name, _ in each.files] == [each.name for each in files]
    assert general.posts(by_bot=True, after=asked.ts) == []


async def test_what_is_for_nobody_in_particular_is_not_said_in_private(slack: SlackStandIn, general: Channel) -> None:
    async with adapting(slack) as bot:
        with pytest.raises(Refused):
            await bot.adapter.send(Outgoing(address_of(general), "psst", private=True))
        with pytest.raises(Refused):
            await bot.adapter.send(Outgoing(address_of(general), " \n"))
    assert general.posts(by_bot=True) == []


async def test_a_post_that_slack_asks_to_wait_for_stands_there_once(slack: SlackStandIn, general: Channel) -> None:
    async with adapting(slack) as bot:
        slack.faults.limit("chat.postMessage", retry_after=1)
        slack.faults.fail("chat.postMessage", 503)
        await bot.adapter.send(Outgoing(address_of(general), "once"))
    assert [each.text for each in general.posts(by_bot=True)] == ["once"]
    assert len(slack.log.to("chat.postMessage")) == 3
