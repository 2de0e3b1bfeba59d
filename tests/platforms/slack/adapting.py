"""The adapter at the stand-in, with a handler that keeps what it hears and can answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from adapters.outgoing import Outgoing
from adapters.port import Handler
from adapters.slack.adapter import Slack
from adapters.slack.settings import Settings
from adapters.slack.shared import Shared
from adapters.types import Address, Event, Message
from tests.platforms.heard import Bot as Heard
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn

END_SECONDS = 20.0
Bot = Heard[Slack]
Answer = Callable[[Slack, Message], Awaitable[object]]


@asynccontextmanager
async def adapting(
    stand_in: SlackStandIn,
    answer: Answer | None = None,
    *,
    settings: Settings | None = None,
    shared: Shared | None = None,
) -> AsyncIterator[Bot]:
    """The bot with the one token of home, by a socket unless set otherwise; each message is answered by `answer`."""
    bot = Bot(Slack(settings or settings_at(stand_in), shared=shared))

    async def handler(event: Event) -> None:
        bot.heard.append(event)
        if answer is not None and isinstance(event, Message):
            await answer(bot.adapter, event)

    async with attended(stand_in, bot.adapter, handler):
        yield bot


@asynccontextmanager
async def attended(stand_in: SlackStandIn, adapter: Slack, handler: Handler) -> AsyncIterator[None]:
    """The adapter, connected, with that handler; it ends with the block."""
    running = asyncio.ensure_future(adapter.run(handler))
    try:
        await stand_in.connected()
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(END_SECONDS):
                await running


def settings_at(stand_in: SlackStandIn, *, listen: bool = False) -> Settings:
    """The one token of home, and a socket."""
    return Settings(stand_in.token, stand_in.credentials.app_token, listen=listen, api=stand_in.api)


def address_of(channel: Channel, *, thread: str | None = None) -> Address:
    """The address of a channel that is of one workspace alone."""
    return Address("slack", channel.stored.team, channel.id, thread, f"#{channel.stored.name}")


async def echo(adapter: Slack, message: Message) -> None:
    """Answer whoever asked."""
    await adapter.send(
        Outgoing(message.address, f"You said: {message.text}", message.id, mentions=message.author.handle)
    )


async def nothing_more(slack: SlackStandIn) -> None:
    """Until all that was told has been heard, or would have been."""
    await slack.delivery.settled()
    await asyncio.sleep(0.2)


def answering(bot: Bot) -> Handler:
    """What hears for the adapter and says everything again."""

    async def handle(event: Event) -> None:
        bot.heard.append(event)
        if isinstance(event, Message):
            await echo(bot.adapter, event)

    return handle
