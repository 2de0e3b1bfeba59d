"""A server of Discord as discord.py's cache holds it, made from payloads: what `translate` and `audience` are given."""

from typing import TYPE_CHECKING, cast

import discord

from adapters.discord.client import Client
from adapters.discord.settings import Settings

if TYPE_CHECKING:  # it cannot be imported in any order
    from discord.types.gateway import MessageCreateEvent
    from discord.types.user import User

ME, ALICE, BOB, OTHER_BOT = 900, 1, 2, 3
GUILD, MEMBERS_ROLE, OWN_ROLE, MANAGERS_ROLE = 100, 101, 102, 103
CHANNELS = 10**17  # discord.py takes no short number in a text for a channel
GENERAL, SECRET, VOICE, FORUM, ADULT, SILENT = range(CHANNELS, CHANNELS + 6)
OPEN_CATEGORY, CLOSED_CATEGORY = 250, 251
IN_CLOSED, OPENED_ITSELF, ORPHAN = 260, 261, 262
WITHOUT_MEMBERS, WITHOUT_BOB, WITHOUT_BOT, SILENCED = 263, 264, 265, 266
LOUNGE, CLOSED_TO_CALLS, LOUNGE_INSIDE, LOUNGE_OPENED, TEXT_INSIDE, LOUNGE_WITHOUT_BOB = range(267, 273)
OPEN_THREAD, CLOSED_THREAD, THREAD_IN_SECRET, POST = 300, 301, 302, 303
DIRECT = 400
VIEW, HISTORY, CONNECT, MANAGE = 1 << 10, 1 << 16, 1 << 20, 1 << 5
Payload = dict[str, object]
SPOKEN = {"bitrate": 64000, "user_limit": 0}


def user(number: int, name: str, *, bot: bool = False) -> Payload:
    """A user's payload."""
    return {"id": str(number), "username": name.lower(), "global_name": name, "discriminator": "0", "avatar": None,
            "bot": bot}  # fmt: skip


def member(*roles: int, nick: str | None = None) -> Payload:
    """A member's payload, without its user."""
    return {"roles": [str(role) for role in roles], "nick": nick, "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False, "mute": False, "flags": 0}  # fmt: skip


def role(number: int, name: str, permissions: int, tags: Payload | None = None) -> Payload:
    """A role's payload."""
    made: Payload = {"id": str(number), "name": name, "permissions": str(permissions), "position": number - GUILD,
                     "color": 0, "hoist": False, "managed": False, "mentionable": True}  # fmt: skip
    return made if tags is None else {**made, "tags": tags}


def channel(number: int, name: str, kind: int = 0, *, denied: int = 0, allowed: int = 0, **more: object) -> Payload:
    """A channel's payload; what is denied and allowed is so for everyone."""
    overwrites = [{"id": str(GUILD), "type": 0, "allow": str(allowed), "deny": str(denied)}]
    return {"id": str(number), "name": name, "type": kind, "position": 0, "nsfw": False, "topic": None,
            "permission_overwrites": overwrites if denied or allowed else [], **more}  # fmt: skip


def rule(target: int, denied: int, *, person: bool = False) -> Payload:
    """What a role or a person is denied in a channel."""
    return {"id": str(target), "type": int(person), "allow": "0", "deny": str(denied)}


def thread(number: int, name: str, parent: int, kind: int = 11) -> Payload:
    """A thread's payload."""
    times = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2026-01-01T00:00:00+00:00"}
    return {"id": str(number), "name": name, "type": kind, "parent_id": str(parent), "owner_id": str(ALICE),
            "guild_id": str(GUILD), "message_count": 1, "member_count": 1, "thread_metadata": times}  # fmt: skip


def guild(everyone: int = VIEW | HISTORY | CONNECT) -> Payload:
    """The server's payload, as the gateway sends it."""
    channels = [
        channel(GENERAL, "general"),
        channel(SECRET, "secret", denied=VIEW),
        channel(VOICE, "voice", 2, denied=CONNECT, **SPOKEN),
        channel(FORUM, "questions", 15),
        channel(ADULT, "adults", nsfw=True),
        channel(SILENT, "no-history", denied=HISTORY),
        channel(OPEN_CATEGORY, "open", 4),
        channel(CLOSED_CATEGORY, "closed", 4, denied=VIEW),
        channel(IN_CLOSED, "inside", parent_id=str(CLOSED_CATEGORY)),
        channel(OPENED_ITSELF, "outside", allowed=VIEW, parent_id=str(CLOSED_CATEGORY)),
        channel(ORPHAN, "orphan", parent_id="999"),
        {**channel(WITHOUT_MEMBERS, "others"), "permission_overwrites": [rule(MEMBERS_ROLE, VIEW)]},
        {**channel(WITHOUT_BOB, "party"), "permission_overwrites": [rule(BOB, HISTORY, person=True)]},
        {**channel(WITHOUT_BOT, "humans"), "permission_overwrites": [rule(OWN_ROLE, VIEW)]},
        {**channel(SILENCED, "rules"), "permission_overwrites": [rule(MEMBERS_ROLE, 1 << 11)]},
    ]
    channels += [
        channel(LOUNGE, "lounge", 2, **SPOKEN),
        channel(CLOSED_TO_CALLS, "calls", 4, denied=CONNECT),
        channel(LOUNGE_INSIDE, "inside call", 2, parent_id=str(CLOSED_TO_CALLS), **SPOKEN),
        channel(LOUNGE_OPENED, "open call", 2, allowed=CONNECT, parent_id=str(CLOSED_TO_CALLS), **SPOKEN),
        channel(TEXT_INSIDE, "about calls", parent_id=str(CLOSED_TO_CALLS)),
        {
            **channel(LOUNGE_WITHOUT_BOB, "no Bob", 2, **SPOKEN),
            "permission_overwrites": [rule(BOB, CONNECT, person=True)],
        },
    ]
    threads = [
        thread(OPEN_THREAD, "cakes", GENERAL),
        thread(CLOSED_THREAD, "surprise", GENERAL, 12),
        thread(THREAD_IN_SECRET, "plans", SECRET),
        thread(POST, "how to", FORUM),
    ]
    roles = [
        role(GUILD, "@everyone", everyone),
        role(MEMBERS_ROLE, "Members", 0),
        role(OWN_ROLE, "Rapport", 0, {"bot_id": str(ME)}),
        role(MANAGERS_ROLE, "Managers", MANAGE),
    ]
    return {"id": str(GUILD), "name": "Home", "owner_id": "77", "roles": roles, "channels": channels,
            "threads": threads, "emojis": [], "stickers": [], "features": [], "members": [], "member_count": 5,
            "afk_timeout": 60, "verification_level": 0, "default_message_notifications": 0, "large": False,
            "explicit_content_filter": 0, "mfa_level": 0, "system_channel_flags": 0, "premium_tier": 0, "nsfw_level": 0,
            "preferred_locale": "en-US", "premium_progress_bar_enabled": False, "unavailable": False}  # fmt: skip


def message(text: str, where: int = GENERAL, *, by: int = ALICE, **more: object) -> Payload:
    """A message's payload in the server, by a member without roles."""
    names = {ALICE: "Alice", BOB: "Bob", OTHER_BOT: "Beep", ME: "Rapport"}
    author = user(by, names[by], bot=by in (OTHER_BOT, ME))
    made: Payload = {
        "id": "5000", "channel_id": str(where), "author": author, "content": text, "type": 0, "tts": False,
        "timestamp": "2026-11-22T10:00:00+00:00", "edited_timestamp": None, "mentions": [], "mention_everyone": False,
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": False,
    }  # fmt: skip
    place: Payload = {} if where == DIRECT else {"guild_id": str(GUILD), "member": member()}
    return {**made, **place, **more}


class World:
    """A client that was never connected, with the server in its cache; remembers the messages it parsed."""

    def __init__(self, settings: Settings | None = None, *, everyone: int = VIEW | HISTORY | CONNECT) -> None:
        self.client = Client(settings or Settings())
        state = self.client._connection
        state.user = discord.ClientUser(state=state, data=cast("User", user(ME, "Rapport", bot=True)))
        state.shard_count = 1
        state.dispatch = lambda *_: None
        state.parsers["GUILD_CREATE"](guild(everyone))

    def guild(self) -> discord.Guild:
        """The server."""
        found = self.client.get_guild(GUILD)
        assert found is not None
        return found

    def channel(self, number: int) -> object:
        """A channel or thread as cached."""
        return self.guild().get_channel_or_thread(number)

    def message(self, text: str, where: int = GENERAL, *, by: int = ALICE, **more: object) -> discord.Message:
        """A message as discord.py makes it from what the gateway sends."""
        state = self.client._connection
        data = cast("MessageCreateEvent", message(text, where, by=by, **more))
        found, _ = state._get_guild_channel(data)
        return discord.Message(state=state, channel=cast(discord.TextChannel, found), data=data)
