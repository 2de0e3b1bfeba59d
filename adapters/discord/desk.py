"""The way in for interactions: what was meant, by whom and where; what cannot be meant is answered here.

Where somebody stands is said by the server's own cache alone: the channel that comes with an interaction does not tell
who may read it. What is not known for sure is a private place.
"""

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import discord

from adapters.catalog import Catalog
from adapters.controls import GONE, NOT_YOURS
from adapters.discord.audience import Where, direct, unknown, where
from adapters.discord.commands import menu_target, ordered, suggestions
from adapters.discord.controls import Interactions
from adapters.discord.people import People
from adapters.discord.translate import author_of, message_of
from adapters.discord.views import picked_people, used
from adapters.discord.wire import FAULTS
from adapters.port import Handler
from adapters.types import Audience, Author, Command, Message

if TYPE_CHECKING:  # cannot be imported at run time, in any order
    from discord.types.interactions import ApplicationCommandInteractionData

log = logging.getLogger(__name__)


class Desk:
    """Takes every interaction that comes; `people` are told who was picked."""

    def __init__(self, catalog: Catalog, interactions: Interactions, people: People) -> None:
        self._catalog = catalog
        self._interactions = interactions
        self._people = people

    async def receive(self, interaction: discord.Interaction, handler: Handler) -> None:
        """Answers the interaction itself or lets the handler do it."""
        if interaction.type is discord.InteractionType.autocomplete:
            await self._suggest(interaction)
        elif _is_anothers(interaction):
            await _say(interaction, NOT_YOURS)
        else:
            command = command_of(interaction, self._catalog)
            if command is None:
                await _say(interaction, GONE.format(command="/"))
            else:
                for picked in picked_people(interaction):
                    self._people.met(discord.User(state=interaction._state, data=picked))
                await self._interactions.take(interaction, command, handler)

    async def _suggest(self, interaction: discord.Interaction) -> None:
        found = suggestions(cast("ApplicationCommandInteractionData", interaction.data), self._catalog)
        try:
            await interaction.response.autocomplete(found)
        except FAULTS:
            log.info("suggestions came too late", extra={"interaction": interaction.id})


def command_of(interaction: discord.Interaction, catalog: Catalog) -> Command | None:
    """The command that a use of a command, a menu, a control or a form is; None for what is none of ours."""
    place, about = place_of(interaction), None
    if place is None:
        return None
    if interaction.type is discord.InteractionType.application_command:
        data = cast("ApplicationCommandInteractionData", interaction.data)
        found, about = ordered(data, catalog), _about(interaction, data, place)
    elif interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
        found = used(interaction)
    else:
        found = None
    if found is None:
        return None
    return Command(
        id=str(interaction.id),
        address=place.address,
        audience=place.audience,
        author=asker_of(interaction),
        name=found[0],
        argument=found[1],
        sent_at=datetime.now(UTC),
        about=about,
        control=str(interaction.message.id) if interaction.message is not None else None,
        member=place.address.space is not None or place.audience is Audience.DIRECT,
    )


def place_of(interaction: discord.Interaction) -> Where | None:
    """Where it was used; as a guest, a private place outside every space. None where Discord does not say."""
    channel = interaction.channel_id
    if interaction.guild_id is None and interaction.context.dm_channel:
        return direct(interaction.user.id)
    if channel is None:
        return None
    if interaction.guild_id is None:
        return unknown(channel, None)
    guild = interaction.client.get_guild(interaction.guild_id)
    if guild is None:
        return unknown(channel, None)
    known = guild.get_channel_or_thread(channel)
    if known is None and isinstance(interaction.channel, discord.Thread):
        known = interaction.channel  # its parent is looked up in the cache
    return where(known) or unknown(channel, guild.id)


def asker_of(interaction: discord.Interaction) -> Author:
    """Who used it; only where the bot is a member can they be one who runs the place."""
    author = author_of(interaction.user, locale=str(interaction.locale))
    member = interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is not None
    return Author(
        author.handle,
        author.name,
        author.is_bot,
        locale=author.locale,
        manages=member and interaction.permissions.manage_guild,
        roles=author.roles if member else (),
    )


def _about(interaction: discord.Interaction, data: "ApplicationCommandInteractionData", place: Where) -> Message | None:
    target, client = menu_target(data), interaction.client.user
    if target is None or interaction.channel is None or client is None:
        return None
    # discord.py makes messages of menus only for commands in its own registry, which knows no catalog.
    read = discord.Message(
        state=interaction._state, channel=cast(discord.TextChannel, interaction.channel), data=target
    )
    return message_of(read, client.id, place=place)


def _is_anothers(interaction: discord.Interaction) -> bool:
    """Whether a control stands under what somebody else had asked for."""
    asked = interaction.message.interaction_metadata if interaction.message is not None else None
    return asked is not None and asked.user.id != interaction.user.id


async def _say(interaction: discord.Interaction, text: str) -> None:
    try:
        await interaction.response.send_message(text, ephemeral=interaction.guild_id is not None)
    except FAULTS:
        log.info("interaction not answered", extra={"interaction": interaction.id})
