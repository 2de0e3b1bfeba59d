"""Guilds, channels and roles, made and ended by whoever writes the test: nobody asks whether they may."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from simcord.backend import serializers
from simcord.backend.models import Channel as Stored
from simcord.backend.models import Overwrite
from simcord.enums import ChannelType, MessageType, OverwriteType

from tests.platforms.discord.posts import Post, post_of
from tests.platforms.discord.world import World

if TYPE_CHECKING:
    from tests.platforms.discord.people import Person

VIEW = discord.Permissions(view_channel=True)
NONE = discord.Permissions.none()


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a guild."""

    world: World
    guild: int
    id: int

    @property
    def mention(self) -> str:
        """How it is written in a text."""
        return f"<@&{self.id}>"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, a thread or a conversation of two; `guild` is None for the last."""

    world: World
    id: int
    guild: int | None

    @property
    def mention(self) -> str:
        """How it is written in a text."""
        return f"<#{self.id}>"

    @property
    def stored(self) -> Stored:
        """As it is now; raises simcord's error where it is gone."""
        return self.world.backend.get_channel(self.id)

    def posts(self, *, by_bot: bool | None = None, after: int = 0) -> list[Post]:
        """Its messages, the oldest first; what is shown to one person alone is among them."""
        found = [post_of(self.world, each) for each in self.world.backend.messages.get(self.id, {}).values()]
        return [each for each in found if each.id > after and by_bot in (None, each.by_bot)]

    def thread(self, name: str, by: "Person", *, closed: bool = False, on: Post | None = None) -> "Channel":
        """A thread in it, begun by a person; `closed`: for those who are invited."""
        kind = ChannelType.PRIVATE_THREAD if closed else ChannelType.PUBLIC_THREAD
        backend = self.world.backend
        made = backend.create_thread(self.id, name, by.id, type=kind, message_id=on.id if on else None)
        return Channel(self.world, made.id, self.guild)

    def ask(self, name: str, by: "Person", text: str) -> "Channel":
        """A post in a forum: a thread that begins with its text."""
        backend = self.world.backend
        made = backend.create_thread(self.id, name, by.id, broadcast=False)
        backend.announce_thread_create(made)
        message = backend.prepare_message(made.id, by.id, text)
        message.id = made.id
        backend.commit_message(message)
        return Channel(self.world, made.id, self.guild)

    def invite(self, person: "Person") -> None:
        """Let somebody into a closed thread."""
        self.world.backend.add_thread_member(self.id, person.id)

    def uninvite(self, person: "Person") -> None:
        """Take somebody out of a thread."""
        self.world.backend.remove_thread_member(self.id, person.id)

    def expel(self) -> None:
        """Take the bot out of a thread."""
        self.world.backend.remove_thread_member(self.id, self.world.backend.bot_user.id)

    def archive(self, archived: bool = True) -> None:
        """Put a thread away, or take it out again."""
        self.world.backend.edit_channel(self.id, {}, thread_metadata={"archived": archived})

    def allow(self, who: "Person | Role", permissions: discord.Permissions) -> None:
        """Allow it here; what was said of them here before is gone."""
        self._overwrite(who, permissions, NONE)

    def deny(self, who: "Person | Role", permissions: discord.Permissions) -> None:
        """Deny it here; what was said of them here before is gone."""
        self._overwrite(who, NONE, permissions)

    def rename(self, name: str) -> None:
        """Another name."""
        self.world.backend.edit_channel(self.id, {"name": name})

    def delete(self) -> None:
        """End it."""
        self.world.backend.delete_channel(self.id)

    def notice(self, kind: MessageType, person: "Person") -> Post:
        """A message that Discord itself writes, about a person."""
        return post_of(self.world, self.world.backend.create_system_message(self.id, kind, person.id))

    def by_webhook(self, text: str, name: str = "News") -> Post:
        """A message that no account wrote."""
        backend = self.world.backend
        hook = backend.create_webhook(self.id, name, backend.bot_user.id)
        made = backend.create_message(self.id, hook.webhook_user_id, text, webhook_id=hook.id)
        return post_of(self.world, made)

    def purge(self, posts: Iterable[Post]) -> None:
        """Delete messages all at once."""
        self.world.backend.bulk_delete_messages(self.id, [each.id for each in posts])

    def _overwrite(self, who: "Person | Role", allow: discord.Permissions, deny: discord.Permissions) -> None:
        self.world.backend.set_overwrite(self.id, overwrite(who, allow, deny))


@dataclass(frozen=True, slots=True)
class Guild:
    """A guild that the bot is in."""

    world: World
    id: int

    @property
    def everyone(self) -> Role:
        """The role of all members."""
        return Role(self.world, self.id, self.id)

    @property
    def own(self) -> Role:
        """The role that only the bot has."""
        (own,) = (each for each in self.world.backend.get_guild(self.id).roles.values() if each.managed)
        return Role(self.world, self.id, own.id)

    def grant(self, permissions: discord.Permissions) -> None:
        """The bot's own role is changed: it has these and no others."""
        self.world.backend.edit_role(self.id, self.own.id, {"permissions": permissions.value})

    def channel(
        self,
        name: str,
        kind: ChannelType = ChannelType.TEXT,
        *,
        private: bool = False,
        readers: Iterable["Person | Role"] = (),
    ) -> Channel:
        """A channel; a private one is read by the bot and by `readers` alone."""
        rules = [overwrite(each, VIEW, NONE) for each in readers]
        if private:
            me = self.world.backend.bot_user.id
            rules += [overwrite(self.everyone, NONE, VIEW), Overwrite(me, OverwriteType.MEMBER, VIEW.value)]
        made = self.world.backend.create_channel(self.id, name, type=kind, overwrites=rules)
        return Channel(self.world, made.id, self.id)

    def role(self, name: str, permissions: discord.Permissions = NONE, *, mentionable: bool = True) -> Role:
        """A role."""
        made = self.world.backend.create_role(self.id, name, permissions=permissions.value, mentionable=mentionable)
        return Role(self.world, self.id, made.id)

    def join(self, *people: "Person", roles: Iterable[Role] = (), nick: str | None = None) -> None:
        """People come in."""
        numbers = [each.id for each in roles]
        for person in people:
            self.world.backend.add_member(self.id, person.id, roles=numbers, nick=nick, announce=True)

    def give(self, person: "Person", role: Role) -> None:
        """A member gets a role."""
        self.world.backend.add_member_role(self.id, person.id, role.id)

    def take(self, person: "Person", role: Role) -> None:
        """A member loses a role."""
        self.world.backend.remove_member_role(self.id, person.id, role.id)

    def leave(self, person: "Person") -> None:
        """Somebody goes, or is sent."""
        self.world.backend.remove_member(self.id, person.id)

    def ban(self, person: "Person") -> None:
        """Somebody is sent away for good."""
        self.world.backend.apply_ban(self.id, person.id, None)

    def end(self) -> None:
        """The bot is put out of it, or it is no more: the bot is told the same."""
        self.world.backend.remove_guild(self.id)

    def outage(self) -> None:
        """It cannot be reached, until `back`: Discord tells so, and nothing is gone."""
        self.world.backend.emit("GUILD_DELETE", {"id": str(self.id), "unavailable": True})

    def back(self) -> None:
        """It can be reached again."""
        stored = self.world.backend.get_guild(self.id)
        self.world.backend.emit("GUILD_CREATE", serializers.guild_create_payload(self.world.backend, stored))


def overwrite(who: "Person | Role", allow: discord.Permissions, deny: discord.Permissions) -> Overwrite:
    """A rule of a channel for somebody."""
    kind = OverwriteType.ROLE if isinstance(who, Role) else OverwriteType.MEMBER
    return Overwrite(who.id, kind, allow.value, deny.value)


Files = Mapping[str, bytes]
