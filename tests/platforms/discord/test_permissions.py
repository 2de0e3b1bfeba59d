"""The permissions that `rapport invite` asks for: together they suffice, and each is needed by a request of the bot."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import discord as library
import pytest
from simcord.enums import ChannelType

from adapters.discord.invite import PERMISSIONS, Permission
from adapters.errors import Refused
from adapters.outgoing import Button, Outgoing
from adapters.types import Address, Message
from tests.platforms.discord.adapting import Bot, adapting, address_of
from tests.platforms.discord.faults import NO_ACCESS, NO_PERMISSION
from tests.platforms.discord.invited import INVITED
from tests.platforms.discord.people import Person
from tests.platforms.discord.permitted import NO_HISTORY
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.test_finding import since

pytestmark = pytest.mark.usefixtures("unprivileged")
IMPOSSIBLE_WITHOUT = {
    "View Channels": {"hears", "types", "answers", "grows", "reminds", "says", "attaches", "chats"},
    "Send Messages": {"types", "answers", "grows", "reminds", "attaches", "chats"},
    "Send Messages in Threads": {"says"},
    "Attach Files": {"attaches"},
    "Connect": {"chats"},
    "Read Message History": {"answers", "grows", "reminds"},
}
QUIET_SECONDS = 0.5


async def test_what_the_bot_is_invited_with_suffices(discord: DiscordStandIn) -> None:
    assert await impossible(discord, INVITED) == set()
    assert [each.path for each in discord.log.calls if each.status == 403] == []


@pytest.mark.parametrize("missing", PERMISSIONS, ids=lambda each: each.name)
async def test_nothing_of_it_can_be_left_out(discord: DiscordStandIn, missing: Permission) -> None:
    assert {each.name for each in PERMISSIONS} == set(IMPOSSIBLE_WITHOUT)
    assert await impossible(discord, INVITED & ~(1 << missing.bit)) == IMPOSSIBLE_WITHOUT[missing.name]


async def test_a_channel_takes_and_gives_what_the_role_has(discord: DiscordStandIn) -> None:
    home, _ = peopled(discord)
    closed, opened = home.channel("closed"), home.channel("opened")
    home.grant(library.Permissions(INVITED & ~library.Permissions.send_messages.flag))
    for member in (home.everyone, home.own):
        closed.deny(member, library.Permissions(view_channel=True))
    opened.allow(home.own, library.Permissions(send_messages=True))
    async with adapting(discord) as bot:
        with pytest.raises(Refused):
            await bot.adapter.send(Outgoing(address_of(closed), "hello"))
        await bot.adapter.send(Outgoing(address_of(opened), "hello"))
    assert [post.text for post in opened.posts(by_bot=True)] == ["hello"]


@pytest.mark.parametrize(
    ("lacking", "code"),
    [("view_channel", NO_ACCESS), ("send_messages", NO_PERMISSION), ("read_message_history", NO_HISTORY)],
)
async def test_a_refusal_says_what_discord_says(discord: DiscordStandIn, lacking: str, code: int) -> None:
    home, alice = peopled(discord)
    home.grant(library.Permissions(INVITED & ~library.Permissions(**{lacking: True}).value))
    general = home.channel("general")
    asked = await alice.send(general, "hello")
    async with adapting(discord) as bot:
        with pytest.raises(Refused) as refused:
            await bot.adapter.send(Outgoing(address_of(general), "hello", str(asked.id)))
    assert isinstance(refused.value.__cause__, library.Forbidden) and refused.value.__cause__.code == code


@pytest.mark.parametrize(
    ("kind", "lacks", "named"),
    [
        (ChannelType.VOICE, {"connect"}, "Connect"),
        (ChannelType.VOICE, {"connect", "send_messages"}, "Send Messages, Connect"),
        (ChannelType.TEXT, {"connect", "send_messages"}, "Send Messages"),
        (ChannelType.VOICE, {"connect", "attach_files"}, "Attach Files, Connect"),
        (ChannelType.TEXT, {"view_channel"}, "View Channels"),
    ],
)
async def test_what_is_lacking_where_the_bot_may_not_write_is_named_in_the_log(
    discord: DiscordStandIn, caplog: pytest.LogCaptureFixture, kind: ChannelType, lacks: set[str], named: str
) -> None:
    home, _ = peopled(discord)
    room = home.channel("room", kind)
    for member in (home.everyone, home.own):
        room.deny(member, library.Permissions(**dict.fromkeys(lacks, True)))
    async with adapting(discord) as bot:
        with pytest.raises(Refused), caplog.at_level("WARNING", "adapters.discord.sending"):
            await bot.adapter.send(Outgoing(address_of(room), "hello"))
    (told,) = [each for each in caplog.records if each.name == "adapters.discord.sending"]
    assert vars(told)["lacks"] == named and vars(told)["channel"] == room.id


async def test_what_is_lacking_in_a_thread_is_named_in_the_log(
    discord: DiscordStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    home, alice = peopled(discord)
    room = home.channel("room")
    thread = room.thread("plans", alice)
    room.deny(home.own, library.Permissions(send_messages_in_threads=True, send_messages=True))
    async with adapting(discord) as bot:
        with pytest.raises(Refused), caplog.at_level("WARNING", "adapters.discord.sending"):
            await bot.adapter.send(Outgoing(Address("discord", str(home.id), str(room.id), str(thread.id)), "hello"))
    (told,) = [each for each in caplog.records if each.name == "adapters.discord.sending"]
    assert vars(told)["lacks"] == "Send Messages in Threads"


@dataclass(frozen=True, slots=True)
class Try:
    """Alice and the bot in a channel of their own, or in a thread of it."""

    discord: DiscordStandIn
    alice: Person
    bot: Bot
    room: Channel
    thread: Channel | None = None

    @property
    def address(self) -> Address:
        return Address("discord", str(self.room.guild), str(self.room.id), str(self.thread.id) if self.thread else None)


async def hears(at: Try) -> None:
    await at.alice.send(at.room, f"{at.discord.mention} hello")
    async with asyncio.timeout(QUIET_SECONDS):
        await at.bot.hears(Message)


async def types(at: Try) -> None:
    def answered() -> list[int | None]:
        return [each.status for each in at.discord.log.to("POST", f"/channels/{at.room.id}/typing") if each.answered]

    async with at.bot.adapter.typing(at.address):
        await at.discord.log.until(lambda: bool(answered()))
    if 403 in answered():
        raise Refused  # it is only shown, so nobody is told


async def answers(at: Try) -> None:
    asked = await at.alice.send(at.room, "hello")
    await at.bot.adapter.send(Outgoing(at.address, "hello", str(asked.id), mentions=str(at.alice.id)))


async def grows(at: Try) -> None:
    async def words() -> AsyncIterator[str]:
        for word in ("one ", "two ", "three"):
            yield word
            await asyncio.sleep(0.05)

    asked, why = await at.alice.send(at.room, "hello"), (Button("Why?", "why", ""),)
    await at.bot.adapter.stream(Outgoing(at.address, "", str(asked.id), buttons=why), words())


async def reminds(at: Try) -> None:
    outgoing, began = Outgoing(at.address, "water", mentions=str(at.alice.id), key="41"), since()
    sent = await at.bot.adapter.send(outgoing)
    if await at.bot.adapter.find(outgoing, began) != sent:
        raise Refused  # Discord shows an empty history, and it would be sent again


async def says(at: Try) -> None:
    await at.bot.adapter.send(Outgoing(at.address, "hello"))


async def attaches(at: Try) -> None:
    await at.bot.adapter.send(Outgoing(at.address, "water the plants " * 2000))


async def chats(at: Try) -> None:
    await at.alice.send(at.room, f"{at.discord.mention} hello")
    async with asyncio.timeout(QUIET_SECONDS):
        await at.bot.hears(Message)
    await says(at)


DEEDS: tuple[Callable[[Try], Awaitable[None]], ...] = (hears, types, answers, grows, reminds, says, attaches, chats)


async def impossible(discord: DiscordStandIn, granted: int) -> set[str]:
    """What of all that the bot does in a guild it cannot do with these permissions."""
    home, alice = peopled(discord)
    home.grant(library.Permissions(granted))
    found: set[str] = set()
    async with adapting(discord) as bot:
        for deed in DEEDS:
            room = home.channel(deed.__name__, ChannelType.VOICE if deed is chats else ChannelType.TEXT)
            thread = room.thread("plans", alice) if deed is says else None
            try:
                await deed(Try(discord, alice, bot, room, thread))
            except (Refused, TimeoutError):
                found.add(deed.__name__)
    return found


def peopled(discord: DiscordStandIn) -> tuple[Guild, Person]:
    """A guild with Alice."""
    home, alice = discord.guild(), discord.person("Alice")
    home.join(alice)
    return home, alice
