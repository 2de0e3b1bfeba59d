"""What a server's channels, roles and people are called, by what is at hand: no request, and no id of another server.

What is not in the cache of that one server is not there: an id that came from elsewhere has no name and is refused.
"""

from collections.abc import Collection, Mapping
from typing import assert_never

import discord

from adapters.discord.people import People
from adapters.discord.wire import Wire
from adapters.outgoing import Source
from adapters.text import unturned
from adapters.types import Address
from adapters.wording import one_line


class Names:
    """Knows names by id."""

    def __init__(self, wire: Wire, people: People) -> None:
        self._wire = wire
        self._people = people

    def called(self, space: Address, source: Source, *, ids: Collection[str]) -> Mapping[str, str]:
        """The names of those that are in the server, with the sign that people put before it."""
        client = self._wire.client
        guild = client.get_guild(int(space.space)) if client is not None and space.space is not None else None
        if guild is None:
            return {}
        found = {each: self._name(guild, source, int(each)) for each in ids if each.isascii() and each.isdecimal()}
        return {each: one_line(unturned(name)) for each, name in found.items() if name is not None}

    def _name(self, guild: discord.Guild, source: Source, number: int) -> str | None:
        match source:
            case Source.CHANNELS:
                channel = guild.get_channel(number)
                return None if channel is None else f"#{channel.name}"
            case Source.ROLES:
                role = guild.get_role(number)
                return None if role is None or role.is_default() else f"@{role.name}"
            case Source.PEOPLE:
                member = guild.get_member(number)
                name = self._people.named(number) if member is None else member.display_name
                return None if name is None else f"@{name}"
            case Source.CHOICES:
                return None
            case _:
                assert_never(source)
