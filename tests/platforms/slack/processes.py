"""`rapport run` as processes of their own at the stand-in, each by a socket of its own."""

from collections.abc import Mapping
from pathlib import Path

from bot.amends import INTERRUPTED
from tests.platforms.programs import SECONDS, WHOLE, Programs
from tests.platforms.slack.places import Channel
from tests.platforms.slack.posts import Post
from tests.platforms.slack.server import SlackStandIn
from tests.scenarios.reference_model import ReferenceModel


class Processes(Programs):
    """Starts programs at one Slack; none outlives the block."""

    def __init__(self, slack: SlackStandIn, dsn: str, home: Path, model: ReferenceModel) -> None:
        super().__init__(dsn, home, model)
        self.slack = slack

    def settings(self) -> Mapping[str, str]:
        """Where Slack is, and the tokens."""
        return environment(self.slack)

    def seen(self) -> int:
        """Sockets that were ever opened."""
        return self.slack.sockets.connections

    def sessions(self) -> int:
        """Sockets that are open."""
        return len(self.slack.sockets.open)

    async def ready(self, sessions: int, before: int) -> None:
        """Wait until so many are open and one of them is new."""
        await self.slack.log.until(lambda: self.seen() > before and self.sessions() >= sessions, SECONDS)

    async def gone(self, before: int) -> None:
        """Wait until a socket is closed."""
        await self.slack.log.until(lambda: self.sessions() < before)


def environment(slack: SlackStandIn) -> Mapping[str, str]:
    """What the program is told of the stand-in, for a socket."""
    tokens = {"RAPPORT_SLACK_BOT_TOKEN": slack.token, "RAPPORT_SLACK_APP_TOKEN": slack.credentials.app_token}
    return {**tokens, "RAPPORT_SLACK_API": slack.api}


def answers(places: list[Channel]) -> list[Post]:
    """All answers, those aside that only say that there was none."""
    return [post for place in places for post in place.posts(by_bot=True) if post.text != INTERRUPTED]


def has_a_word(post: Post, places: list[Channel]) -> bool:
    """Whether it was answered to the end, or its thread, or in direct its place, was told that an answer broke off."""
    (place,) = [each for each in places if each.id == post.channel]
    under, direct = post.thread_ts or post.ts, place.stored.kind == "im"
    here = place.posts(by_bot=True, after=post.ts)
    whole = any(each.text == WHOLE and each.thread_ts == under for each in here)
    return whole or any(each.text == INTERRUPTED and (direct or each.thread_ts == under) for each in here)
