"""What the bot lacks in a channel of what it was invited with, so that whoever reads the log of a refusal knows why."""

import discord

from adapters.discord.audience import is_spoken_in
from adapters.discord.invite import PERMISSIONS

P = discord.Permissions


def lacking(channel: object) -> tuple[str, ...]:
    """Discord's names for it; nothing where the channel is not one of a server that is known.

    What only follows from something else is not named: who may not view a channel may do nothing in it.
    """
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return ()
    me: discord.Member | None = channel.guild.me
    if me is None:
        return ()
    try:
        allowed = channel.permissions_for(me).value
    except discord.ClientException:  # a thread whose channel is not known
        return ()
    write = P.send_messages_in_threads.flag if isinstance(channel, discord.Thread) else P.send_messages.flag
    needed = P.view_channel.flag | write | P.read_message_history.flag
    needed |= P.attach_files.flag if allowed & write else 0
    needed |= P.connect.flag if is_spoken_in(channel) else 0
    needed = needed if allowed & P.view_channel.flag else P.view_channel.flag
    return tuple(each.name for each in PERMISSIONS if (1 << each.bit) & needed & ~allowed)
