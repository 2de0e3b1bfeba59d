"""Where people use an app that they installed for themselves: guilds and groups that the bot is not in.

Discord tells the bot nothing of such a place but the interactions; its messages there are answers to those. simcord has
no such places, so each is a guild of its world of which nothing is told, and a group is such a guild in disguise.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

import discord
from simcord.backend.errors import BackendError, SetupError

from tests.platforms.discord.world import Payload, Wire, World

INSTALLED_IN_GUILD, INSTALLED_BY_PERSON = "0", "1"
IN_GUILD, WITH_BOT, AMONG_PEOPLE = 0, 1, 2
BY_PERSON = 1
GROUP = 3
MOST_FOLLOWING = 5
ALWAYS_ALLOWED = discord.Permissions(
    attach_files=True, embed_links=True, mention_everyone=True, use_external_emojis=True
)


class Foreign(Enum):
    """A place that the bot is not in."""

    GUILD = IN_GUILD
    GROUP = AMONG_PEOPLE


def found(world: World, people: Iterable[int], kind: Foreign) -> tuple[int, int]:
    """A place with these people in it, of which the bot is told nothing; gives its guild and channel."""
    backend = world.backend
    subscribers, backend.subscribers = backend.subscribers, []
    try:
        guild = backend.create_guild(kind.name)
        del guild.members[backend.bot_user.id]
        for person in people:
            backend.add_member(guild.id, person)
        channel = backend.create_channel(guild.id, "talk")
    finally:
        backend.subscribers = subscribers
    world.foreign[guild.id] = kind is Foreign.GROUP
    return guild.id, channel.id


def check(world: World, guild: int | None, command: Wire) -> None:
    """Raises simcord's error where a person could not use a command in a place that the bot is not in."""
    if guild not in world.foreign:
        return
    context = AMONG_PEOPLE if world.foreign[guild] else IN_GUILD
    contexts, ways = command.get("contexts"), command.get("integration_types")
    if not isinstance(ways, list) or BY_PERSON not in ways:
        raise SetupError("the command cannot be installed by a person")
    if isinstance(contexts, list) and context not in contexts:
        raise SetupError("the command is not for such a place")


def limit(world: World, method: str, path: str) -> None:
    """Raises simcord's error for what follows an answer where the bot is not, once that is too much."""
    parts = path.strip("/").split("/")
    record = world.backend.interactions.get(world.backend.interaction_tokens.get(parts[-1], 0))
    if method != "POST" or parts[0] != "webhooks" or record is None or record.guild_id not in world.foreign:
        return
    if not record.loading and len(record.followup_ids) >= MOST_FOLLOWING:
        raise BackendError(400, 40094, "This interaction has reached the maximum number of follow-up messages")


def told(world: World, name: str, payload: Wire) -> Wire | None:
    """What the bot is told of an event; nothing of places that it is not in but what its commands are used for."""
    guild = payload.get("guild_id")
    number = int(str(guild)) if guild is not None else None
    if name == "INTERACTION_CREATE":
        return _interaction(world, payload, number)
    return None if number in world.foreign else payload


def _interaction(world: World, payload: Wire, guild: int | None) -> Payload:
    member = payload.get("member")
    user = member.get("user") if isinstance(member, Mapping) else payload.get("user")
    person = str(user["id"]) if isinstance(user, Mapping) else ""
    made: Payload = {**payload, "locale": world.locales.get(int(person), "en-US")}
    if guild is None:
        return {**made, "authorizing_integration_owners": {INSTALLED_IN_GUILD: "0"}}
    if guild not in world.foreign:
        made["authorizing_integration_owners"] = {INSTALLED_IN_GUILD: str(guild)}
        return {**made, "guild": _partial(guild)}
    made["authorizing_integration_owners"] = {INSTALLED_BY_PERSON: person}
    made["app_permissions"] = str(ALWAYS_ALLOWED.value)
    return _in_group(made, user) if world.foreign[guild] else {**made, "guild": _partial(guild)}


def _partial(guild: int) -> Payload:
    return {"id": str(guild), "locale": "en-US", "features": []}


def _in_group(payload: Payload, user: object) -> Payload:
    """The same among people: a user instead of a member, a group instead of a channel."""
    left_out = ("guild_id", "member", "guild", "guild_locale")
    made = {key: each for key, each in payload.items() if key not in left_out}
    channel = {"id": payload["channel_id"], "type": GROUP, "name": None, "last_message_id": None, "recipients": [user]}
    return {**made, "user": user, "context": AMONG_PEOPLE, "channel": channel}
