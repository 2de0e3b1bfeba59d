"""Judges requests by what the bot may do in the channel, as far as simcord does not, with Discord's own answers."""

import re

import discord
from simcord.backend import Backend
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError, missing_access, missing_permissions
from simcord.enums import ChannelType

from tests.platforms.discord.requests import Read
from tests.platforms.discord.world import Wire

SPOKEN = (ChannelType.VOICE, ChannelType.STAGE_VOICE)
OF_MESSAGES = ("MESSAGE_", "TYPING_START")
NO_HISTORY = 160002
_CHANNEL = re.compile(r"/channels/(\d+)(/messages|/typing)?(?:/.*)?")


def check(backend: Backend, asked: Read) -> None:
    """Raises what Discord answers where the bot may not do that in the channel."""
    found = _CHANNEL.fullmatch(asked.path)
    channel = backend.channels.get(int(found[1])) if found is not None else None
    if found is None or channel is None or channel.guild_id is None:
        return
    if not channel_accessible(backend, channel.id, backend.bot_user.id):
        raise missing_access()
    may = discord.Permissions(backend.compute_permissions(channel.guild_id, backend.bot_user.id, channel.id))
    if found[2] is None:
        return
    if channel.type in SPOKEN and not may.connect:
        raise missing_access()
    if asked.files and not may.attach_files:
        raise missing_permissions()
    if _replies(asked) and not may.read_message_history:
        raise BackendError(403, NO_HISTORY, "Cannot reply without permission to read message history")


def hears(backend: Backend, name: str, payload: Wire) -> bool:
    """Whether the bot is told of it: of messages only where it may see the channel, and connect where people speak."""
    channel = backend.channels.get(int(str(payload.get("channel_id") or 0)))
    if channel is None or channel.guild_id is None or not name.startswith(OF_MESSAGES):
        return True
    may = discord.Permissions(backend.compute_permissions(channel.guild_id, backend.bot_user.id, channel.id))
    connects = may.connect or channel.type not in SPOKEN
    return connects and channel_accessible(backend, channel.id, backend.bot_user.id)


def _replies(asked: Read) -> bool:
    return isinstance(asked.body, dict) and asked.body.get("message_reference") is not None
