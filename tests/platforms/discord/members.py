"""Members of a guild on request, in chunks, as the gateway sends them."""

from collections.abc import Iterator
from typing import cast

from simcord.backend import Backend, serializers
from simcord.backend.models import Guild, Member

from tests.platforms.discord.world import Payload, Wire

CHUNK = 1000


def members(backend: Backend, asked: Wire) -> Iterator[Payload]:
    """The answer to op 8; none for a guild that the bot is not in."""
    guild = backend.guilds.get(int(str(asked.get("guild_id"))))
    if guild is None:
        return
    wanted = _ids(asked.get("user_ids"))
    found = _found(backend, guild, asked, wanted)
    parts = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)] or [[]]
    for index, part in enumerate(parts):
        chunk: Payload = {
            "guild_id": str(guild.id),
            "members": [serializers.member_payload(backend, guild, each) for each in part],
            "chunk_index": index,
            "chunk_count": len(parts),
            "not_found": [str(each) for each in wanted if each not in guild.members],
        }
        yield chunk if asked.get("nonce") is None else {**chunk, "nonce": asked["nonce"]}


def _found(backend: Backend, guild: Guild, asked: Wire, wanted: list[int]) -> list[Member]:
    if wanted:
        return [guild.members[each] for each in wanted if each in guild.members]
    query, most = str(asked.get("query") or "").lower(), int(str(asked.get("limit") or 0))
    found = [
        each
        for each in guild.members.values()
        if backend.users[each.user_id].name.lower().startswith(query) or (each.nick or "").lower().startswith(query)
    ]
    return found[:most] if most else found


def _ids(value: object) -> list[int]:
    if isinstance(value, list):
        return [int(str(each)) for each in value]
    return [int(cast(str, value))] if value else []
