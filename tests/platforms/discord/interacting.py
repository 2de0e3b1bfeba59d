"""Where commands are used at Discord, and what is seen of their answers."""

from dataclasses import dataclass

from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.posts import Post, Use


@dataclass(frozen=True, slots=True)
class Scene:
    """Alice in a guild with an open channel."""

    guild: Guild
    general: Channel
    alice: Person


def shown(use: Use) -> Post:
    """The message of an answer."""
    assert use.post is not None
    return use.post


def in_public(scene: Scene) -> list[str]:
    """What the bot said where everybody reads."""
    return [post.text for post in scene.general.posts(by_bot=True) if not post.private]
