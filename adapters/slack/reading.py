"""Reads what was written at a place: who wrote it, and the names in it that everybody there may know."""

import asyncio
from collections.abc import Collection, Mapping

from adapters.slack.attachments import looked_up
from adapters.slack.knowledge import Knowledge
from adapters.slack.payloads import inner, text_in
from adapters.slack.profiles import handle_of
from adapters.slack.spots import Spot, Where
from adapters.slack.translate import Known, Shape, channels_in, message_of, people_in
from adapters.slack.wire import Bot
from adapters.slack.wording import Names
from adapters.types import Audience, Author, Message
from adapters.wording import one_line

MOST_CHANNELS = 10
NAMELESS = "an app"


async def written_at(message: Shape, where: Where, *, known: Knowledge, bot: Bot, addressed: bool) -> Message:
    """A message with what it takes to read it."""
    team = where.spot.team
    user = text_in(message, "user")
    author = await known.people.author(team, user) if user else _machine(message, team)
    names = await names_at(where, known=known, people=people_in(message), channels=channels_in(message))
    if message.get("files"):
        message = {**message, "files": await looked_up(known.wire, team, message["files"])}
    return message_of(message, Known(where, author, bot, names, addressed))


def _machine(message: Shape, team: str) -> Author:
    """What wrote without an account, by the name that it gives itself."""
    profile = inner(message, "bot_profile")
    name = one_line(text_in(message, "username") or text_in(profile, "name")) or NAMELESS
    return Author(handle_of(team, text_in(message, "bot_id") or text_in(profile, "id")), name, is_bot=True)


async def names_at(where: Where, *, known: Knowledge, people: Collection[str], channels: Collection[str]) -> Names:
    """The names of these people and channels, as far as everybody at the place may know them."""
    users = await known.people.names(where.spot.team, people)
    return Names(users, await _channels(where, channels, known=known))


async def _channels(where: Where, channels: Collection[str], *, known: Knowledge) -> Mapping[str, str]:
    """Of channels that everybody may know: the name of a closed one can tell a secret."""
    mentioned = sorted(set(channels))[:MOST_CHANNELS]
    found = await asyncio.gather(*(known.places.where(Spot(where.spot.team, each)) for each in mentioned))
    at = {**dict(zip(mentioned, found, strict=True)), where.spot.channel: where}
    shown = {each: there for each, there in at.items() if there is where or there.audience is Audience.PUBLIC}
    return {each: there.address.title.removeprefix("#") for each, there in shown.items() if there.address.title}
