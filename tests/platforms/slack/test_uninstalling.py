"""A bot in several workspaces is put out of one and taken in again: tokens, words and old news, over a socket."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from adapters.slack.grants import Grant
from adapters.types import Address, Closed, Message, Opened
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Workspace
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.several import Several, several


@dataclass(frozen=True, slots=True)
class Scene(Several):
    """Two workspaces with the bot; Alice is in the first, Ben in the second."""

    first: Workspace
    second: Workspace
    alice: Person
    ben: Person

    @property
    def space(self) -> Address:
        """The first workspace."""
        return Address("slack", self.first.id, "")

    async def install(self, workspace: Workspace) -> None:
        """The bot comes in."""
        made = workspace.install()
        grant = Grant(made.token, team=workspace.id, bot=made.bot_id, bot_user=made.user)
        await self.store.keep((grant,), datetime.fromtimestamp(self.slack.world.now(), UTC))


@pytest.fixture
async def scene(slack: SlackStandIn, database_dsn: str) -> AsyncIterator[Scene]:
    """Two processes on one database."""
    first, second = slack.workspace("First"), slack.workspace("Second")
    alice, ben = slack.person("Alice", at=first), slack.person("Ben", at=second)
    async with several(slack, database_dsn) as found:
        scene = Scene(slack, found.shared, first, second, alice, ben)
        for workspace in (first, second):
            await scene.install(workspace)
        yield scene


async def test_put_out_of_one_workspace_it_stays_in_the_other(scene: Scene) -> None:
    async with scene.process() as bot:
        for person in (scene.alice, scene.ben):
            await person.dm("hello")
        await bot.hears(Message, 2)
        scene.slack.advance(2)
        scene.first.uninstall()
        await bot.hears(Closed)
        await scene.slack.delivery.settled()
        await scene.ben.dm("and again")
        await bot.hears(Message, 3)
        assert {each.address for each in bot.of(Closed)} == {scene.space}
    assert await scene.store.bot(scene.first.id) is None
    assert await scene.store.bot(scene.second.id) is not None


@pytest.mark.parametrize("revoked", [False, True])
async def test_taken_in_again_it_is_opened_again_and_old_news_end_nothing_in_any_process(
    scene: Scene, revoked: bool
) -> None:
    async with scene.process() as bot:
        await scene.alice.dm("hello")
        await bot.hears(Message)
        scene.slack.advance(2)
        (scene.first.revoke if revoked else scene.first.uninstall)()
        await bot.hears(Closed)
        await scene.slack.delivery.settled()
        scene.slack.advance(2)
        await scene.install(scene.first)
        scene.slack.advance(2)
        await scene.alice.dm("hello again")
        await bot.hears(Message, 2)
        assert [each.address for each in bot.of(Opened)] == [scene.space] * 2
    old = [each for each in scene.slack.log.told if each.name in ("app_uninstalled", "tokens_revoked")]
    assert old
    async with scene.process(1) as other:
        for each in old:
            await scene.slack.delivery.again(each)
        await scene.alice.dm("and again")
        await other.hears(Message)
        assert other.of(Closed) == []
    assert await scene.store.bot(scene.first.id) is not None
