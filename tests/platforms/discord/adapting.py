"""The adapter at the stand-in, with a handler that keeps what it hears and can answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.outgoing import Outgoing
from adapters.types import Address, Event, Message
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.heard import Bot as Heard

END_SECONDS = 20.0
Bot = Heard[Discord]
Answer = Callable[[Discord, Message], Awaitable[object]]


@asynccontextmanager
async def adapting(
    stand_in: DiscordStandIn, answer: Answer | None = None, *, settings: Settings | None = None, nth: int | None = None
) -> AsyncIterator[Bot]:
    """The bot, connected; each message is answered by `answer`. `nth`: of several that have a shard and guild each."""
    bot = Bot(Discord(stand_in.token, settings or Settings(api=stand_in.api)))

    async def handler(event: Event) -> None:
        bot.heard.append(event)
        if answer is not None and isinstance(event, Message):
            await answer(bot.adapter, event)

    running = asyncio.ensure_future(bot.adapter.run(handler))
    try:
        await stand_in.connected(nth or 1)
        await _served(stand_in, running, guilds=nth or len(stand_in.world.backend.guilds))
        yield bot
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(END_SECONDS):
                await running


async def _served(stand_in: DiscordStandIn, running: "asyncio.Future[None]", *, guilds: int) -> None:
    """Wait until the guilds are in the cache, which come after the session."""
    await stand_in.log.until(lambda: running.done() or len(stand_in.log.events("GUILD_CREATE")) >= guilds)
    await asyncio.sleep(0.05)


def only_guild(discord: DiscordStandIn) -> Guild:
    """The only guild."""
    (number,) = discord.world.backend.guilds
    return Guild(discord.world, number)


def address_of(channel: Channel) -> Address:
    """The address of a channel."""
    return Address("discord", str(channel.guild), str(channel.id))


async def echo(adapter: Discord, message: Message) -> None:
    """Answer whoever asked."""
    await adapter.send(
        Outgoing(message.address, f"You said: {message.text}", message.id, mentions=message.author.handle)
    )
