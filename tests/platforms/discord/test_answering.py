"""What the bot says at Discord, over sockets: replies, growing answers, long ones, and what goes wrong on the way."""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest

from adapters.discord.adapter import Discord
from adapters.discord.pieces import MOST_PARTS
from adapters.growing import LONGEST_ANSWER
from adapters.outgoing import Button, File, Outgoing
from adapters.portions import IN_FILE, WHOLE_NAME
from adapters.text import split
from adapters.types import Message, direct_with
from tests.platforms.discord.adapting import adapting, address_of, echo, only_guild
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordStandIn

ROUTE = "/channels/*/messages"
pytestmark = pytest.mark.usefixtures("unprivileged")


async def test_an_answer_is_a_reply_that_pings_only_who_asked(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    bob = discord.person("Bob")
    only_guild(discord).join(bob)
    async with adapting(discord, echo):
        asked = await alice.send(general, f"{discord.mention} hello {bob.mention} @everyone")
        reply = await discord.reply(asked)
    assert reply.text == "You said: hello @Bob @everyone"
    assert reply.pings == {alice.id}


async def test_what_is_repeated_pings_nobody(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    text = f"@everyone @here {alice.mention} {only_guild(discord).everyone.mention}"
    async with adapting(discord) as bot:
        await bot.adapter.send(Outgoing(address_of(general), text))
        (post,) = await discord.said(general)
    assert post.pings == frozenset()


async def test_a_thread_and_a_direct_conversation_are_answered_where_they_are(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    thread = general.thread("cakes", alice)
    async with adapting(discord, echo):
        for asked in (await alice.send(thread, f"{discord.mention} one"), await alice.dm("two")):
            reply = await discord.reply(asked)
            assert reply.channel == asked.channel


@pytest.mark.parametrize("ping", [True, False])
async def test_a_reply_to_the_bot_is_to_the_bot_though_without_a_ping_it_cannot_be_read(
    discord: DiscordStandIn, alice: Person, general: Channel, ping: bool
) -> None:
    async with adapting(discord, echo) as bot:
        first = await discord.reply(await alice.send(general, f"{discord.mention} hello"))
        again = await alice.send(general, "and now?", reply_to=first, ping=ping)
        _, heard = await bot.hears(Message, 2)
    assert heard.id == str(again.id)
    assert (heard.addressed, heard.withheld, heard.text) == (True, not ping, "and now?" if ping else "")
    assert heard.quoted is not None
    assert (heard.quoted.text, heard.quoted.ours) == ("You said: hello", True)


async def test_somebody_who_never_wrote_is_written_to_in_direct(discord: DiscordStandIn, alice: Person) -> None:
    async with adapting(discord) as bot:
        place = direct_with("discord", str(alice.id))
        for text in ("one", "two"):
            await bot.adapter.send(Outgoing(place, text))
        posts = await discord.said(alice.direct, count=2)
    assert [post.text for post in posts] == ["one", "two"]
    assert len(discord.log.to("POST", "/users/@me/channels")) == 1


async def test_first_words_come_at_once_and_edits_at_a_humane_rate(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    words = [f"word{number} " for number in range(30)]
    began: list[float] = []

    async def tell(adapter: Discord, message: Message) -> None:
        async def growing() -> AsyncIterator[str]:
            began.append(time.monotonic())
            for word in words:
                yield word
                await asyncio.sleep(0.08)

        await adapter.stream(Outgoing(message.address, "", message.id, mentions=message.author.handle), growing())

    async with adapting(discord, tell):
        asked = await alice.send(general, f"{discord.mention} tell me")
        reply = await discord.reply(asked)
        assert "word29" not in reply.text
        await discord.log.until(lambda: "word29" in general.posts(by_bot=True)[0].text, 10)
        (post,) = general.posts(by_bot=True)
        first, edits = discord.log.to("POST", ROUTE)[0], discord.log.to("PATCH", f"{ROUTE}/*")
    assert post.text.strip() == "".join(words).strip()
    assert post.pings == {alice.id}
    assert first.at - began[0] < 1.0
    assert 1 <= len(edits) <= 4
    assert all(later.at - sooner.at > 0.7 for sooner, later in pairwise(edits[:-1]))


async def test_a_long_answer_is_cut_and_a_far_too_long_one_is_a_file(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    long, longest = "A line of it.\n" * 400, "A line of it.\n" * 2000
    async with adapting(discord) as bot:
        await bot.adapter.send(Outgoing(address_of(general), long))
        posts = await discord.said(general, count=3)
        assert [post.text for post in posts] == split(long, 2000)
        await bot.adapter.send(Outgoing(address_of(general), longest))
        (last,) = await discord.said(general, after=posts[-1].id)
    ((name, _),) = last.files
    assert name == "answer.md"


@pytest.mark.parametrize("grows", [True, False])
async def test_what_is_hidden_or_quoted_code_stays_so_in_each_message(
    discord: DiscordStandIn, alice: Person, general: Channel, grows: bool
) -> None:
    hidden, code = "It was the butler.\n" * 150, "> x = 1\n" * 300
    text = f"||\n{hidden}||\n\n> ```py\n{code}> ```\n"

    async def words() -> AsyncIterator[str]:
        yield text

    async with adapting(discord) as bot:
        outgoing = Outgoing(address_of(general), "" if grows else text)
        await (bot.adapter.stream(outgoing, words()) if grows else bot.adapter.send(outgoing))
        posts = [post.text.strip() for post in await discord.said(general, count=4)]
    assert [post.count("||") for post in posts] == [2, 2, 0, 0]
    assert all(post.startswith("||") and post.endswith("||") for post in posts[:2])
    assert all(post.startswith("> ```py\n> x") and post.endswith("\n> ```") for post in posts[2:])


@pytest.mark.parametrize("grows", [True, False])
async def test_tables_are_code_and_small_headings_are_headings(
    discord: DiscordStandIn, alice: Person, general: Channel, grows: bool
) -> None:
    text = "#### Towns\n\n| Town | km |\n|------|---:|\n| **Oslo** | 1 |\n\nThat is all."
    wanted = "### Towns\n\n```\n| Town | km |\n|------|---:|\n| Oslo | 1 |\n```\n\nThat is all."

    async def words() -> AsyncIterator[str]:
        for each in text:
            yield each
            await asyncio.sleep(0.01)

    async with adapting(discord) as bot:
        if grows:
            await bot.adapter.stream(Outgoing(address_of(general), ""), words())
        else:
            await bot.adapter.send(Outgoing(address_of(general), text))
        (post,) = await discord.said(general)
    assert post.text == wanted


async def test_files_go_both_ways(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async def back(adapter: Discord, message: Message) -> None:
        content = await adapter.fetch(message.attachments[0], 1000)
        await adapter.send(Outgoing(message.address, "", message.id, files=(File("back.txt", content * 2),)))

    async with adapting(discord, back):
        asked = await alice.send(general, discord.mention, files={"there.txt": b"there"})
        reply = await discord.reply(asked)
    assert [name for name, _ in reply.files] == ["back.txt"]


async def test_buttons_stand_under_the_answer(discord: DiscordStandIn, alice: Person, general: Channel) -> None:
    async with adapting(discord) as bot:
        await bot.adapter.send(Outgoing(address_of(general), "hello", buttons=(Button("Why", "why"),)))
        (post,) = await discord.said(general)
    assert [button.label for button in post.buttons] == ["Why"]


async def test_typing_is_shown_while_an_answer_is_thought_about(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    async def think(adapter: Discord, message: Message) -> None:
        async with adapter.typing(message.address):
            await discord.log.until(lambda: bool(discord.log.to("POST", "/channels/*/typing")))
        await echo(adapter, message)

    async with adapting(discord, think):
        await discord.reply(await alice.send(general, f"{discord.mention} hello"))


async def test_an_answer_without_end_is_its_beginning_and_a_file(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    given: list[str] = []

    async def words() -> AsyncIterator[str]:
        while True:
            given.append(f"Line {len(given)} of it.\n")
            yield given[-1]
            await asyncio.sleep(0)

    async with adapting(discord) as bot:
        outgoing = Outgoing(address_of(general), "", buttons=(Button("Why", "why"),))
        sent = await bot.adapter.stream(outgoing, words())
        posts = await discord.said(general, count=MOST_PARTS + 1)
    whole = "".join(given)
    assert [post.text.strip() for post in posts[:-1]] == [each.strip() for each in split(whole, 2000)[:MOST_PARTS]]
    assert LONGEST_ANSWER <= len(whole) < LONGEST_ANSWER + 1000
    ((name, address),) = posts[-1].files
    assert (name, posts[-1].text, [button.label for button in posts[-1].buttons]) == (WHOLE_NAME, IN_FILE, ["Why"])
    assert discord.world.backend.cdn.get(address) == whole.encode()
    assert [sent.message_id, *sent.more] == [str(post.id) for post in posts]


async def test_of_a_narrow_bucket_no_more_is_taken_than_its_headers_leave(
    discord: DiscordStandIn, alice: Person, general: Channel
) -> None:
    words = [f"word{number} " for number in range(60)]

    async def growing() -> AsyncIterator[str]:
        for word in words:
            yield word
            await asyncio.sleep(0.1)

    async with adapting(discord) as bot:
        discord.rest.buckets.size, discord.rest.buckets.seconds = 1, 2.5
        await bot.adapter.stream(Outgoing(address_of(general), ""), growing())
        (post,) = general.posts(by_bot=True)
    edits = discord.log.to("PATCH", f"{ROUTE}/*")
    assert post.text.strip() == "".join(words).strip()
    assert len(edits) >= 2 and {each.status for each in edits} == {200}
    assert all(later.at - sooner.at > 2.4 for sooner, later in pairwise(edits))
