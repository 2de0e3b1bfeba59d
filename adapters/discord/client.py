"""discord.py's client, made small: no message or member cache, nobody pinged, and no event can end it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

import discord
import yarl

from adapters.discord.absent import Known, look, told_anew
from adapters.discord.expelled import told_of_own
from adapters.discord.guard import guard
from adapters.discord.hearing import Hearing
from adapters.discord.pulse import Pulse
from adapters.discord.resuming import Resuming
from adapters.discord.settings import Settings, intents_of
from adapters.discord.starts import Turns, allowed

log = logging.getLogger(__name__)
RATE_LIMIT_SECONDS = 30.0  # the least that discord.py accepts; a longer pause is told to who asked
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot does not speak aloud
Interacted = Callable[[discord.Interaction[discord.Client]], Awaitable[None]]
Offer = Callable[["Client"], Awaitable[object]]


class Client(discord.AutoShardedClient):
    """Hands what it hears to `hearing` and `interacted`, both set before it connects.

    `offer` makes Discord offer the bot's commands; one process of a bot does that, the one of the first shard. `known`
    tells of which servers something is kept. `ended` comes true when it is closed, for who waits meanwhile.
    """

    hearing: Hearing
    interacted: Interacted | None = None
    offer: Offer | None = None
    known: Known | None = None

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            intents=intents_of(settings),
            shard_count=settings.shards,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_SECONDS,
        )
        self.shard_ids = list(settings.shard_ids) or None
        self.ended = asyncio.Event()
        self._turns: Turns | None = None
        self._resuming: dict[int, Resuming] = {}
        parsers = self._connection.parsers
        parsers["THREAD_MEMBERS_UPDATE"] = told_of_own(self, parsers["THREAD_MEMBERS_UPDATE"])
        guard(parsers)
        parsers["READY"] = told_anew(self, parsers["READY"])

    async def close(self) -> None:
        """End all sessions."""
        self.ended.set()
        await super().close()

    async def launch_shards(self) -> None:
        """Begin all sessions, once Discord lets the bot begin so many."""
        turns = await allowed(self)
        self._turns = turns if self.shard_ids else None  # with all shards in one process it is one after the other
        await super().launch_shards()

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Begin a session, in turn where other processes have the other shards."""
        if self._turns is not None:
            await allowed(self, 1)
            await asyncio.sleep(self._turns.wait(shard_id, time.time()))
        await super().launch_shard(gateway, shard_id, initial=initial or self._turns is not None)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a session may begin; one that was waited for already may at once."""
        await super().before_identify_hook(shard_id, initial=initial)
        if not initial:
            await allowed(self, 1)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """A fault in what an event led to ends here."""
        log.exception("event failed", extra={"event": event_method})

    async def on_shard_connect(self, shard: int) -> None:
        """A shard has begun a session."""
        info = self.get_shard(shard)
        if info is not None and shard not in self._resuming:
            self._resuming[shard] = Resuming(info._parent)
        log.info("shard connected", extra={"shard": shard})
        if shard == 0 and self.offer is not None:
            await self.offer(self)

    async def on_session(self, shard: int, shards: int) -> None:
        """A shard was told of its servers: an event of our own, see `adapters.discord.absent`."""
        if self.known is not None:
            await look(self, self.known, self.hearing.space_gone, shard=shard, shards=shards)

    async def on_shard_resumed(self, shard: int) -> None:
        """A shard has taken up its session again."""
        if shard in self._resuming:
            self._resuming[shard].resumed()

    async def on_message(self, message: discord.Message) -> None:
        """See `Hearing.message`."""
        await self.hearing.message(message)

    async def on_raw_message_edit(self, raw: discord.RawMessageUpdateEvent) -> None:
        """See `Hearing.edited`."""
        await self.hearing.edited(raw)

    async def on_raw_message_delete(self, raw: discord.RawMessageDeleteEvent) -> None:
        """See `Hearing.deleted`."""
        await self.hearing.deleted(raw.channel_id, raw.guild_id, messages=frozenset((raw.message_id,)))

    async def on_raw_bulk_message_delete(self, raw: discord.RawBulkMessageDeleteEvent) -> None:
        """See `Hearing.deleted`."""
        await self.hearing.deleted(raw.channel_id, raw.guild_id, messages=frozenset(raw.message_ids))

    async def on_raw_reaction_add(self, raw: discord.RawReactionActionEvent) -> None:
        """See `Hearing.reaction`."""
        await self.hearing.reaction(raw)

    async def on_raw_reaction_remove(self, raw: discord.RawReactionActionEvent) -> None:
        """See `Hearing.reaction`."""
        await self.hearing.reaction(raw)

    async def on_raw_reaction_clear(self, raw: discord.RawReactionClearEvent) -> None:
        """See `Hearing.cleared`."""
        await self.hearing.cleared(raw)

    async def on_raw_reaction_clear_emoji(self, raw: discord.RawReactionClearEmojiEvent) -> None:
        """See `Hearing.cleared`."""
        await self.hearing.cleared(raw)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """See `Hearing.channel_gone`."""
        await self.hearing.channel_gone(channel)

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """See `Hearing.channel_changed`."""
        await self.hearing.channel_changed(before, after)

    async def on_raw_thread_member_remove(self, raw: discord.RawThreadMembersUpdate) -> None:
        """See `Hearing.taken_out`: told of others only with the members intent."""
        await self.hearing.taken_out(raw)

    async def on_expelled(self, thread: int, guild: int) -> None:
        """See `Hearing.expelled`: an event of our own, see `adapters.discord.expelled`."""
        await self.hearing.expelled(thread, guild)

    async def on_raw_thread_delete(self, raw: discord.RawThreadDeleteEvent) -> None:
        """See `Hearing.thread_gone`."""
        await self.hearing.thread_gone(raw)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """See `Hearing.space_met`."""
        await self.hearing.space_met(guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """See `Hearing.space_met`."""
        await self.hearing.space_met(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """See `Hearing.space_gone`."""
        await self.hearing.space_gone(guild.id)

    async def on_raw_member_remove(self, raw: discord.RawMemberRemoveEvent) -> None:
        """See `Hearing.left`."""
        await self.hearing.left(raw.guild_id, raw.user.id)

    async def on_member_ban(self, guild: discord.Guild, user: discord.User | discord.Member) -> None:
        """See `Hearing.left`: a ban is told also where those who just leave are not."""
        await self.hearing.left(guild.id, user.id)

    async def on_answering(self, pulse: Pulse) -> None:
        """An answer is being prepared: an event of our own, see `adapters.discord.pulse`."""
        await pulse.beat()

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Somebody used a command, a button or a form."""
        if self.interacted is not None:
            await self.interacted(interaction)
