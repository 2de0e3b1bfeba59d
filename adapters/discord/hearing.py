"""From what discord.py tells to events: which of them there are, where they stand, and to whom they go.

Nothing is asked of Discord on the way but the place of an old thread or conversation that was never met.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import discord

from adapters.discord.audience import OPEN_THREADS, PLATFORM, Where, shut_out, where
from adapters.discord.people import People
from adapters.discord.places import PAUSES, Fetch, Places
from adapters.discord.translate import author_of, edited_of, is_spoken, message_of
from adapters.port import Handler
from adapters.types import Address, Audience, Author, Cleared, Closed, Deleted, Left, Opened, Reaction


class Hearing:
    """Turns what happens at Discord into events for `deliver`."""

    def __init__(
        self, client: discord.Client, deliver: Handler, *, places: Places, people: People, fetch: Fetch
    ) -> None:
        self._client = client
        self._deliver = deliver
        self._places = places
        self._people = people
        self._fetch = fetch

    async def message(self, message: discord.Message) -> None:
        """Somebody wrote."""
        me = self._me
        if not is_spoken(message, me):
            return
        self._people.met(message.author)
        heard = message_of(message, me, place=await self._place_of(message))
        if self._is_withheld(message):
            heard = replace(heard, withheld=True)
        if heard.addressed or heard.text or heard.attachments:
            await self._deliver(heard)

    async def edited(self, raw: discord.RawMessageUpdateEvent) -> None:
        """A message changed; a link that unfolds or a pin is no change of its words."""
        message, me = raw.message, self._me
        if message.edited_at is None or not is_spoken(message, me):
            return
        place = await self._place_of(message, pauses=PAUSES)
        if self._is_withheld(message):
            await self._deliver(Deleted(place.address, (str(message.id),), message.edited_at))
            return
        edited = edited_of(message, me, place=place)
        if edited is not None:
            await self._deliver(edited)

    async def deleted(self, channel: int, guild: int | None, *, messages: frozenset[int]) -> None:
        """Messages are gone."""
        place = await self._find(channel, guild, pauses=PAUSES)
        await self._deliver(Deleted(place.address, tuple(map(str, sorted(messages))), _now()))

    async def reaction(self, raw: discord.RawReactionActionEvent) -> None:
        """An emoji was put on a message of ours or taken from one, as far as Discord says whose message it was."""
        by_bot = raw.user_id == self._me or (raw.member is not None and raw.member.bot)
        if by_bot or raw.message_author_id not in (self._me, None):
            return
        if raw.member is not None:
            self._people.met(raw.member)
        author = await self._reacting(raw)
        if author is None:
            return
        place = await self._find(raw.channel_id, raw.guild_id)
        reaction = Reaction(
            address=place.address,
            audience=place.audience,
            author=author,
            message_id=str(raw.message_id),
            emoji=_written(raw.emoji),
            added=raw.event_type == "REACTION_ADD",
            at=_now(),
        )
        await self._deliver(reaction)

    async def _reacting(self, raw: discord.RawReactionActionEvent) -> Author | None:
        """Who that is; of who takes back something, which Discord tells of every message, no more than is known."""
        if raw.member is not None:
            return author_of(raw.member)
        if raw.event_type == "REACTION_REMOVE":
            return Author(str(raw.user_id), self._people.named(raw.user_id) or "")
        return await self._people.author(raw.user_id)

    async def cleared(self, raw: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent) -> None:
        """Somebody took all emojis from a message, or all of one; whose message it was, Discord does not say."""
        place = await self._find(raw.channel_id, raw.guild_id)
        emoji = _written(raw.emoji) if isinstance(raw, discord.RawReactionClearEmojiEvent) else None
        await self._deliver(Cleared(place.address, str(raw.message_id), emoji, _now()))

    async def channel_gone(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted."""
        place = where(channel)
        if place is not None:
            await self._deliver(Closed(place.address, _now()))

    async def channel_changed(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """Who had been let into a closed channel by name and is not any more reads it no longer, as far as is known."""
        place = where(after)
        if place is None or place.audience is Audience.PUBLIC:
            return
        for user in sorted(shut_out(before, after)):
            await self._deliver(Left(place.address, str(user), _now()))

    async def taken_out(self, raw: discord.RawThreadMembersUpdate) -> None:
        """Somebody is in a thread no more, which matters where it is a closed one."""
        place = await self._find(raw.thread_id, raw.guild_id)
        if place.address.thread is None:
            for user in map(str, raw.data.get("removed_member_ids", [])):
                if user != str(self._me):
                    await self._deliver(Left(place.address, user, _now()))

    async def expelled(self, thread: int, guild: int) -> None:
        """The bot was put out of a thread: of a closed one it hears nothing more, not even what is deleted there."""
        place = await self._find(thread, guild)
        if place.address.thread is None:
            await self._deliver(Closed(place.address, _now()))

    async def thread_gone(self, raw: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted."""
        guild, thread = str(raw.guild_id), str(raw.thread_id)
        room = str(raw.parent_id) if raw.thread_type in OPEN_THREADS else None
        address = Address(PLATFORM, guild, thread) if room is None else Address(PLATFORM, guild, room, thread)
        await self._deliver(Closed(address, _now()))

    async def space_gone(self, guild: int) -> None:
        """The bot was put out of a server, or the server is no more."""
        await self._deliver(Closed(_space(guild), _now(), self._application))

    async def space_met(self, guild: int) -> None:
        """The bot is in a server."""
        await self._deliver(Opened(_space(guild), _now(), self._application))

    async def left(self, guild: int, user: int) -> None:
        """Somebody left a server or was put out of it."""
        if user == self._me:
            await self.space_gone(guild)
        else:
            await self._deliver(_left(guild, user))

    @property
    def _me(self) -> int:
        user = self._client.user
        return user.id if user is not None else 0

    @property
    def _application(self) -> str | None:
        number = self._client.application_id
        return None if number is None else str(number)

    async def _place_of(self, message: discord.Message, *, pauses: Sequence[float] = ()) -> Where:
        guild = _guild_of(message)
        place = self._places.met(message.channel, message.channel.id, guild=guild, author=message.author.id)
        return place or await self._find(message.channel.id, guild, pauses=pauses)

    async def _find(self, channel: int, guild: int | None, *, pauses: Sequence[float] = ()) -> Where:
        known = self._client.get_guild(guild) if guild is not None else None

        def get(channel_id: int) -> object:
            return known.get_channel_or_thread(channel_id) if known is not None else None

        return await self._places.find(channel, guild=guild, get=get, fetch=self._fetch, pauses=pauses)

    def _is_withheld(self, message: discord.Message) -> bool:
        """Whether the words are not for us to read any more: what was said to us before is then no longer said."""
        if message.content or self._client.intents.message_content or _guild_of(message) is None:
            return False
        return all(user.id != self._me for user in message.mentions)


def _guild_of(message: discord.Message) -> int | None:
    if message.guild is not None:
        return message.guild.id
    return message.channel.guild_id if isinstance(message.channel, discord.PartialMessageable) else None


def _written(emoji: discord.PartialEmoji) -> str:
    return emoji.name if emoji.is_unicode_emoji() else f":{emoji.name}:"


def _space(guild: int) -> Address:
    return Address(PLATFORM, str(guild), "")


def _left(guild: int, user: int) -> Left:
    return Left(_space(guild), str(user), _now())


def _now() -> datetime:
    return datetime.now(UTC)
