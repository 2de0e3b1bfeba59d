"""People who use Discord: each does only what the client would let them do, and simcord's error tells where not."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass

from simcord.actors import (
    MemberActor,
    _autocomplete_result,
    _dispatch_actor_interaction,
    _resolve_visible_command,
    _slash,
)
from simcord.backend import serializers
from simcord.backend.errors import SetupError
from simcord.backend.models import AllowedMentions, Message
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.enums import AppCommandType, ChannelType, InteractionType
from simcord.results import InteractionResult, ResponseMessage

from tests.platforms.discord.installs import check
from tests.platforms.discord.log import Log
from tests.platforms.discord.places import Channel, Files, Role
from tests.platforms.discord.posts import Post, Use, post_of
from tests.platforms.discord.world import Payload, World

PATIENCE = 3.5  # Discord gives a bot three seconds to acknowledge


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `seconds` is how long what they use waits for the bot; 0: not at all."""

    world: World
    log: Log
    id: int
    name: str

    @property
    def mention(self) -> str:
        """How they are written in a text."""
        return f"<@{self.id}>"

    @property
    def direct(self) -> Channel:
        """Their conversation with the bot."""
        return Channel(self.world, self.world.backend.get_dm_channel(self.id).id, None)

    async def send(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Post | None = None,
        files: Files | None = None,
        ping: bool = True,
    ) -> Post:
        """Write a message; with `ping` off whoever is replied to is not notified, as the client lets people choose."""
        backend, stored = self.world.backend, channel.stored
        if channel.guild is not None:
            allowed = "send_messages_in_threads" if stored.is_thread else "send_messages"
            backend.require_permissions(channel.guild, self.id, channel.id, allowed)
        if stored.type == ChannelType.PRIVATE_THREAD and f"<@{backend.bot_user.id}>" in text:
            backend.add_thread_member(channel.id, backend.bot_user.id)  # who is called is let in
        made = backend.create_message(
            channel.id,
            self.id,
            text,
            reference=None if reply_to is None else {"message_id": str(reply_to.id)},
            attachments=backend.store_attachments(channel.id, list((files or {}).items())),
            allowed_mentions=AllowedMentions(replied_user=ping),
        )
        self.world.forget_old(channel.id)
        return post_of(self.world, made)

    async def dm(self, text: str, *, reply_to: Post | None = None, files: Files | None = None) -> Post:
        """Write to the bot in direct."""
        return await self.send(self.direct, text, reply_to=reply_to, files=files)

    async def edit(self, post: Post, text: str) -> None:
        """Change an own message."""
        if post.author != self.id:
            raise SetupError("People change their own messages only")
        self.world.backend.edit_message(post.channel, post.id, {"content": text})

    async def delete(self, post: Post) -> None:
        """Delete an own message, or with the permission another's."""
        stored = self.world.backend.get_channel(post.channel)
        if post.author != self.id:
            if stored.guild_id is None:
                raise SetupError("People delete their own messages only")
            self.world.backend.require_permissions(stored.guild_id, self.id, post.channel, "manage_messages")
        self.world.backend.delete_message(post.channel, post.id)

    async def react(self, post: Post, emoji: str) -> None:
        """Put an emoji under a message."""
        await self._actor(post.channel).set_reaction(self._shown(post), emoji, reacted=True)

    async def unreact(self, post: Post, emoji: str) -> None:
        """Take it back."""
        await self._actor(post.channel).set_reaction(self._shown(post), emoji, reacted=False)

    async def clear(self, post: Post, emoji: str | None = None) -> None:
        """With the permission, take all emojis from a message, or all of one, whoever had put them there."""
        backend = self.world.backend
        guild = backend.get_channel(post.channel).guild_id
        if guild is None:
            raise SetupError("People clear emojis in guilds only")
        backend.require_permissions(guild, self.id, post.channel, "manage_messages")
        if emoji is None:
            backend.clear_reactions(post.channel, post.id)
        else:
            backend.clear_reaction(post.channel, post.id, emoji)

    async def forward(self, post: Post, channel: Channel) -> Post:
        """Pass a message on to another channel."""
        reference = {"type": 1, "channel_id": str(post.channel), "message_id": str(post.id)}
        return post_of(self.world, self.world.backend.create_message(channel.id, self.id, reference=reference))

    async def slash(self, channel: Channel, name: str, /, seconds: float = PATIENCE, **options: object) -> Use:
        """Use a command; the channel of `direct` is the one with the bot."""
        actor, root = self._actor(channel.id), self._command(channel, name.split()[0], AppCommandType.CHAT_INPUT)
        return await self._used(_slash(actor, self._handle(channel.id), name, options, root=root), seconds)

    async def complete(self, channel: Channel, name: str, option: str, typed: str) -> Use:
        """Type into an option of a command."""
        actor, handle = self._actor(channel.id), self._handle(channel.id)
        root = self._command(channel, name.split()[0], AppCommandType.CHAT_INPUT)
        return await self._used(_autocomplete_result(actor, handle, name, option, typed, {}, root=root), PATIENCE)

    async def menu(self, post: Post, name: str, seconds: float = PATIENCE) -> Use:
        """Open a message's menu and choose a command of the bot."""
        channel = Channel(self.world, post.channel, self.world.backend.get_channel(post.channel).guild_id)
        root = self._command(channel, name, AppCommandType.MESSAGE)
        data = {"id": root["id"], "name": name, "type": AppCommandType.MESSAGE, "target_id": str(post.id)}
        shown = serializers.message_payload(self.world.backend, self._stored(post))
        data["resolved"] = {"messages": {str(post.id): shown}}
        actor, kind = self._actor(channel.id), InteractionType.APPLICATION_COMMAND
        return await self._used(_dispatch_actor_interaction(actor, kind, self._handle(channel.id), data), seconds)

    async def click(
        self, post: Post, label: str | None = None, *, custom_id: str | None = None, seconds: float = PATIENCE
    ) -> Use:
        """Click a button, found by its label or its id."""
        actor = self._actor(post.channel)
        return await self._used(actor.click(self._shown(post), label=label, custom_id=custom_id), seconds)

    async def select(
        self, post: Post, values: Sequence[str], *, custom_id: str | None = None, seconds: float = PATIENCE
    ) -> Use:
        """Choose from a list."""
        actor = self._actor(post.channel)
        return await self._used(actor.select(self._shown(post), values, custom_id=custom_id), seconds)

    async def pick(self, post: Post, *things: "Person | Channel | Role", seconds: float = PATIENCE) -> Use:
        """Choose from a list that Discord itself fills with people, channels or roles."""
        chosen = [self._offered(each, post.channel) for each in things]
        return await self._used(self._actor(post.channel).select(self._shown(post), chosen), seconds)

    async def submit(self, use: Use, values: dict[str, str], seconds: float = PATIENCE) -> Use:
        """Send the form that was opened; `values` by the ids of its fields."""
        shown = InteractionResult(self.world, use.record)
        return await self._used(self._actor(use.record.channel_id).submit_modal(shown, values), seconds)

    def sees(self, post: Post) -> bool:
        """Whether this person is shown a message that is there."""
        stored = self._stored(post)
        return stored.visible_to(self.id)

    async def _used(self, using: Coroutine[object, object, InteractionResult], seconds: float) -> Use:
        use = Use(self.world, (await using)._interaction)
        if seconds:
            try:
                await self.log.until(lambda: use.answered, seconds)
            except TimeoutError:
                return use  # the bot said nothing: that is what came of it
        return use

    def _command(self, channel: Channel, name: str, kind: AppCommandType) -> Payload:
        """A command as it was registered; raises simcord's error where this person is not offered it here."""
        root = _resolve_visible_command(self._actor(channel.id), channel.id, name, kind)
        check(self.world, channel.guild, root)
        return root

    def _actor(self, channel: int) -> MemberActor | UserHandle:
        user = UserHandle(self.world, self.world.backend.get_user(self.id))
        guild = self.world.backend.get_channel(channel).guild_id
        if guild is None:
            return user
        return MemberActor(self.world, GuildHandle(self.world, self.world.backend.get_guild(guild)), user)

    def _handle(self, channel: int) -> ChannelHandle:
        stored = self.world.backend.get_channel(channel)
        guild = (
            None if stored.guild_id is None else GuildHandle(self.world, self.world.backend.get_guild(stored.guild_id))
        )
        return ChannelHandle(self.world, guild, stored)

    def _offered(
        self, thing: "Person | Channel | Role", channel: int
    ) -> MemberActor | UserHandle | ChannelHandle | RoleHandle:
        if isinstance(thing, Person):
            return thing._actor(channel)
        if isinstance(thing, Channel):
            return self._handle(thing.id)
        guild = self.world.backend.get_guild(thing.guild)
        return RoleHandle(self.world, GuildHandle(self.world, guild), guild.roles[thing.id])

    def _shown(self, post: Post) -> ResponseMessage:
        return ResponseMessage(self.world, self._stored(post))

    def _stored(self, post: Post) -> Message:
        return self.world.backend.get_message(post.channel, post.id)
