"""`rapport run` as processes of their own at the stand-in."""

from collections.abc import Mapping
from pathlib import Path

from bot.amends import INTERRUPTED
from tests.platforms.discord.places import Channel
from tests.platforms.discord.posts import Post
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.programs import SECONDS, WHOLE, Programs
from tests.scenarios.reference_model import ReferenceModel


class Processes(Programs):
    """Starts programs at one Discord; none outlives the block."""

    def __init__(self, discord: DiscordStandIn, dsn: str, home: Path, model: ReferenceModel) -> None:
        super().__init__(dsn, home, model)
        self.discord = discord

    def settings(self) -> Mapping[str, str]:
        """Where Discord is, and the token."""
        return {"RAPPORT_DISCORD_API": self.discord.api, "RAPPORT_DISCORD_TOKEN": self.discord.token}

    def seen(self) -> int:
        """How often a session was told of its guilds."""
        return len(self.discord.log.events("GUILD_CREATE"))

    def sessions(self) -> int:
        """Connections to the gateway."""
        return len(self.discord.gateway.lines)

    async def ready(self, sessions: int, before: int) -> None:
        """Wait until so many are connected and one more knows its guilds."""
        await self.discord.connected(sessions, seconds=SECONDS)
        await self.discord.log.until(lambda: self.seen() > before, SECONDS)

    async def gone(self, before: int) -> None:
        """Wait until nobody is connected, and forget the sessions: nobody is there any more who could resume them."""
        await self.discord.log.until(lambda: not self.discord.gateway.lines)
        self.discord.gateway.sessions.clear()


def answers(places: list[Channel]) -> list[Post]:
    """All answers, those aside that only say that there was none."""
    return [post for place in places for post in place.posts(by_bot=True) if post.text != INTERRUPTED]


def has_a_word(post: Post, places: list[Channel]) -> bool:
    """Whether it was answered to the end, or its place was told later that an answer was broken off."""
    whole = any(each.reply_to == post.id and each.text == WHOLE for each in answers(places))
    here = [each for place in places if place.id == post.channel for each in place.posts(by_bot=True, after=post.id)]
    return whole or any(each.text == INTERRUPTED for each in here)
