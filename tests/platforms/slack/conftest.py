"""A Slack for each test that asks for one, with a judge at the end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.stage import Stage
from tests.platforms.slack.adapting import Bot, adapting, echo, settings_at
from tests.platforms.slack.chatting import running
from tests.platforms.slack.judge import misspoken, untrue, violations
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.responses import misanswered
from tests.platforms.slack.scene import Scene, scene_at
from tests.platforms.slack.server import SlackStandIn


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    """A Slack on loopback; the test fails where a call was made that the real one would not take.

    A test that means to break a rule takes what it broke out of `slack.log.calls`.
    """
    async with SlackStandIn() as stand_in:
        yield stand_in
        judge(stand_in)


@pytest.fixture
def alice(slack: SlackStandIn) -> Person:
    """Somebody at home."""
    return slack.person("Alice")


@pytest.fixture
def general(slack: SlackStandIn, alice: Person) -> Channel:
    """An open channel with her and the bot in it."""
    return slack.home.channel("general", alice)


@pytest.fixture
async def bot(slack: SlackStandIn, general: Channel) -> AsyncIterator[Bot]:
    """The adapter, which answers everything."""
    async with adapting(slack, echo) as bot:
        yield bot


@pytest.fixture
async def listening(slack: SlackStandIn, general: Channel) -> AsyncIterator[Bot]:
    """The adapter, which is told what people say to one another."""
    async with adapting(slack, settings=settings_at(slack, listen=True)) as bot:
        yield bot


@pytest.fixture
def scene(slack: SlackStandIn) -> Scene:
    """Alice and Bob in an open channel."""
    return scene_at(slack)


@pytest.fixture
async def stage(slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The whole bot, beside Alice and Bob."""
    async with running(slack, database_dsn, tmp_path) as stage:
        yield stage


def judge(stand_in: SlackStandIn) -> None:
    """Raises AssertionError for calls that break a rule or could not be answered, and for what Slack would not tell."""
    assert stand_in.log.lost == 0, "more calls than the log holds: nobody judged the first"
    assert violations(stand_in.log.calls) == []
    assert misspoken(stand_in.log.told) == []
    assert untrue(stand_in.log.told) == []
    assert misanswered(stand_in.log.sent) == []
    assert list(stand_in.log.gaps) == [], "the stand-in cannot do that"
