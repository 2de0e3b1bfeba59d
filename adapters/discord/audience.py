"""Where something stands at Discord and who can read it there. Pure.

What is not known for sure is private: a channel counts as public only where the server's own cache says that every
member sees it and its history. So a mistake costs a shared memory, never a secret. Where people speak, what is written
is read only by those who may also connect.
"""

from dataclasses import dataclass

import discord

from adapters.types import Address, Audience, direct_with

PLATFORM = "discord"
OPEN_THREADS = (discord.ChannelType.public_thread, discord.ChannelType.news_thread)
Room = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel


@dataclass(frozen=True, slots=True)
class Where:
    """A place and who can read it."""

    address: Address
    audience: Audience


def direct(user: int) -> Where:
    """The conversation of two with a user, whatever its channel's id is."""
    return Where(direct_with(PLATFORM, str(user)), Audience.DIRECT)


def unknown(channel: int, guild: int | None) -> Where:
    """A channel of which nothing but the id is known; without a guild, a group or one where the bot is a guest."""
    space = None if guild is None else str(guild)
    return Where(Address(PLATFORM, space, str(channel)), Audience.PRIVATE)


def where(channel: object, *, guild: int | None = None) -> Where | None:
    """The place that a channel of discord.py is; None for what only its id is known of, or holds no messages."""
    match channel:
        case discord.Thread():
            return _thread(channel)
        case discord.TextChannel() | discord.VoiceChannel() | discord.StageChannel() | discord.ForumChannel():
            return _room(channel)
        case discord.DMChannel(recipient=discord.User() as user):
            return direct(user.id)
        case discord.GroupChannel():
            return unknown(channel.id, None)
        case _:
            return None


def _room(channel: Room) -> Where:
    address = Address(PLATFORM, str(channel.guild.id), str(channel.id), title=f"#{channel.name}")
    return Where(address, Audience.PUBLIC if is_open(channel) else Audience.PRIVATE)


def _thread(thread: discord.Thread) -> Where | None:
    """An open thread belongs to its channel; a closed one has readers of its own, and is a channel inside another."""
    space, title, room = str(thread.guild.id), thread.name, str(thread.parent_id)
    if thread.type not in OPEN_THREADS:
        return Where(Address(PLATFORM, space, str(thread.id), title=title, parent=room), Audience.PRIVATE)
    address = Address(PLATFORM, space, room, str(thread.id), title)
    parent = thread.parent
    return Where(address, Audience.PUBLIC if parent is not None and is_open(parent) else Audience.PRIVATE)


def is_open(channel: Room) -> bool:
    """Whether every member of the guild may read the channel and what was said in it before they looked."""
    everyone = channel.guild.get_role(channel.guild.id)
    if everyone is None or channel.guild.unavailable or channel.is_nsfw():
        return False
    allowed = channel.permissions_for(everyone)
    if not (lets_read(allowed, channel) and allowed.read_message_history):
        return False
    return not _behind_closed_category(channel, everyone) and not _keeps_somebody_out(channel)


def lets_read(allowed: discord.Permissions, channel: discord.abc.GuildChannel) -> bool:
    """Whether these permissions let somebody read what is written there from now on."""
    return allowed.view_channel and (allowed.connect or not is_spoken_in(channel))


def is_spoken_in(channel: object) -> bool:
    """Whether people connect to a channel, to speak with each other."""
    return isinstance(channel, discord.VoiceChannel | discord.StageChannel)


def _keeps_somebody_out(channel: Room) -> bool:
    """Whether a role or a member is denied what all others may; a role that only a bot has counts for nothing."""
    spoken = is_spoken_in(channel)
    for target, overwrite in channel.overwrites.items():
        denied = overwrite.pair()[1]
        if not (denied.view_channel or denied.read_message_history or (spoken and denied.connect)):
            continue
        if not (isinstance(target, discord.Role) and target.is_bot_managed()):
            return True
    return False


def _behind_closed_category(channel: Room, everyone: discord.Role) -> bool:
    """Whether the category is closed and the channel does not open itself: about to be closed, or soon to be."""
    if channel.category_id is None:
        return False
    own, category = channel.overwrites_for(everyone), channel.category
    if category is None:
        return not own.view_channel
    above = category.overwrites_for(everyone)
    unseen = above.view_channel is False and not own.view_channel
    return unseen or (is_spoken_in(channel) and above.connect is False and not own.connect)


def shut_out(before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> frozenset[int]:
    """The members that could read a channel by a rule which names them, and lost by it what they need for that."""
    return frozenset(member for member, _ in _let_in(before) - _let_in(after))


def _let_in(channel: discord.abc.GuildChannel) -> frozenset[tuple[int, str]]:
    """The members that may read a channel by a rule that names them, once for each permission which that gives."""
    spoken = is_spoken_in(channel)
    return frozenset(
        (target.id, given)
        for target, rule in channel.overwrites.items()
        if not _is_role(target)
        for given in _given(rule, spoken=spoken)
    )


def _given(rule: discord.PermissionOverwrite, *, spoken: bool) -> list[str]:
    """Which of the permissions that reading needs a rule gives; none where it denies one."""
    needed = {"view": rule.view_channel} | ({"connect": rule.connect} if spoken else {})
    return [] if False in needed.values() else [name for name, given in needed.items() if given]


def _is_role(target: discord.Member | discord.Role | discord.Object) -> bool:
    return isinstance(target, discord.Role) or (isinstance(target, discord.Object) and target.type is discord.Role)
