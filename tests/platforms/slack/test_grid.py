"""Enterprises: the bot in all workspaces of one, or in some, with people who are the same everywhere in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adapters.errors import Refused
from adapters.outgoing import Outgoing
from adapters.slack.grants import Grant
from adapters.types import Address, Audience, Closed, Left, Message, Opened, direct_with
from tests.platforms.slack.accounts import changed
from tests.platforms.slack.adapting import Bot, nothing_more
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Workspace
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.several import Several, several
from tests.platforms.slack.wire import Payload
from tests.platforms.slack.world import Installation

ENTERPRISE = "E0ORG"


@dataclass(frozen=True, slots=True)
class Grid(Several):
    """Two workspaces of an enterprise; Alice is in both, Ben in the second alone."""

    first: Workspace
    second: Workspace
    alice: Person
    ben: Person

    async def install(self, *, whole: bool) -> Installation:
        """The app comes into the enterprise, or into the first workspace of it alone."""
        org = ENTERPRISE if whole else None
        made = self.slack.installs.install(self.first.id, org=org)
        grant = Grant(made.token, enterprise=ENTERPRISE, everywhere=whole, bot=made.bot_id, bot_user=made.user)
        if not whole:
            grant = Grant(made.token, enterprise=ENTERPRISE, team=self.first.id, bot=made.bot_id, bot_user=made.user)
        await self.store.keep((grant,), datetime.now(UTC) - timedelta(minutes=1))
        return made

    def handle(self, person: Person) -> str:
        """Who they are in all of the enterprise."""
        return f"{ENTERPRISE}:{person.id}"

    async def heard(self, bot: Bot, who: Person, at: Workspace) -> Message:
        """How what somebody says in a public channel of a workspace is heard."""
        before = len(bot.of(Message))
        await who.post(at.channel("hall", who), f"{at.mention} hello")
        return (await bot.hears(Message, before + 1))[-1]


@pytest.fixture
async def grid(slack: SlackStandIn, database_dsn: str) -> AsyncIterator[Grid]:
    """The enterprise, without the app."""
    first, second = (slack.workspace(each, enterprise=ENTERPRISE) for each in ("First", "Second"))
    alice, ben = slack.person("Alice", at=first), slack.person("Ben", at=second)
    alice.user.also.add(second.id)
    async with several(slack, database_dsn) as found:
        yield Grid(slack, found.shared, first, second, alice, ben)


def space(workspace: Workspace) -> Address:
    """The workspace."""
    return Address("slack", workspace.id, "")


async def test_in_each_workspace_it_is_a_space_of_its_own_and_people_are_the_same(grid: Grid) -> None:
    await grid.install(whole=True)
    async with grid.process() as bot:
        told = [
            await grid.heard(bot, who, at)
            for who, at in ((grid.alice, grid.first), (grid.alice, grid.second), (grid.ben, grid.second))
        ]
        assert [each.address.space for each in told] == [grid.first.id, grid.second.id, grid.second.id]
        assert {each.audience for each in told} == {Audience.PUBLIC}
        assert [each.author.handle for each in told] == [
            grid.handle(each) for each in (grid.alice, grid.alice, grid.ben)
        ]
        assert [each.address for each in bot.of(Opened)] == [space(grid.first), space(grid.second)]


async def test_who_is_in_one_workspace_reads_nothing_of_another(grid: Grid) -> None:
    await grid.install(whole=True)
    async with grid.process() as bot:
        for who, at in ((grid.alice, grid.first), (grid.ben, grid.second)):
            await grid.heard(bot, who, at)
        table = {
            who.name: [await bot.adapter.reads(grid.handle(who), space(each)) for each in (grid.first, grid.second)]
            for who in (grid.alice, grid.ben)
        }
        assert table == {"Alice": [True, True], "Ben": [False, True]}


async def test_who_is_taken_out_of_a_workspace_has_left_it(grid: Grid) -> None:
    await grid.install(whole=True)
    async with grid.process() as bot:
        await grid.heard(bot, grid.alice, grid.second)
        grid.alice.user.also.clear()
        changed(grid.slack, grid.alice, told_to=grid.second)
        (left,) = await bot.hears(Left)
        assert (left.address, left.handle) == (space(grid.second), grid.handle(grid.alice))


async def test_a_channel_of_two_workspaces_has_no_space_and_one_name(grid: Grid) -> None:
    await grid.install(whole=True)
    hall = grid.first.channel("hall", grid.alice, grid.ben)
    hall.stored.shared.add(grid.second.id)
    async with grid.process() as bot:
        for who in (grid.alice, grid.ben):
            await who.post(hall, f"{grid.first.mention} hello")
        told = await bot.hears(Message, 2)
        assert {each.address.room for each in told} == {Address("slack", None, f"{ENTERPRISE}:{hall.id}").key}
        assert {each.audience for each in told} == {Audience.PRIVATE}
        assert await bot.adapter.reads(grid.handle(grid.ben), Address("slack", None, f"{ENTERPRISE}:{hall.id}"))


@pytest.mark.parametrize("whole", [True, False])
async def test_somebody_is_written_to_first_by_a_process_that_never_heard_of_them(grid: Grid, whole: bool) -> None:
    await grid.install(whole=whole)
    async with grid.process() as bot:
        await bot.adapter.send(Outgoing(direct_with("slack", grid.handle(grid.alice)), "It is time."))
    assert [each.text for each in grid.alice.direct.posts(by_bot=True)] == ["It is time."]


async def test_installed_in_one_workspace_it_is_in_no_other(grid: Grid) -> None:
    await grid.install(whole=False)
    async with grid.process() as bot:
        told = await grid.heard(bot, grid.alice, grid.first)
        assert (told.address.space, told.author.handle) == (grid.first.id, grid.handle(grid.alice))
        with pytest.raises(Refused):
            await bot.adapter.send(Outgoing(Address("slack", grid.second.id, "C0"), "Hello?"))


async def test_a_workspace_is_put_out_and_let_in_again(grid: Grid) -> None:
    made = await grid.install(whole=True)
    async with grid.process() as bot:
        await grid.heard(bot, grid.ben, grid.second)
        revoked: Payload = {
            "type": "team_access_revoked",
            "team_ids": [grid.second.id],
            "event_ts": grid.slack.world.ts(),
        }
        grid.slack.happenings.tell(made, revoked)
        (closed,) = await bot.hears(Closed)
        assert closed.address == space(grid.second)
        assert await grid.store.bot(grid.second.id) is None
        assert await grid.store.bot(ENTERPRISE) is not None
        grid.slack.advance(2)
        granted: Payload = {
            "type": "team_access_granted",
            "team_ids": [grid.second.id],
            "event_ts": grid.slack.world.ts(),
        }
        grid.slack.happenings.tell(made, granted)
        assert [each.address for each in await bot.hears(Opened, 2)] == [space(grid.second)] * 2
        assert await bot.adapter.reads(grid.handle(grid.ben), space(grid.second))


async def test_the_end_of_all_of_it_closes_every_workspace(grid: Grid) -> None:
    made = await grid.install(whole=True)
    async with grid.process() as bot:
        for who, at in ((grid.alice, grid.first), (grid.ben, grid.second)):
            await grid.heard(bot, who, at)
        grid.slack.installs.uninstall(made)
        await grid.slack.delivery.settled()
        await bot.hears(Closed, 2)
        assert {each.address for each in bot.of(Closed)} == {space(grid.first), space(grid.second)}
        for workspace in (ENTERPRISE, grid.first.id, grid.second.id):
            assert await grid.store.bot(workspace) is None


async def test_the_end_of_all_of_it_closes_also_what_only_another_process_heard_of(grid: Grid) -> None:
    made = await grid.install(whole=True)
    async with grid.process(0) as bot:
        for who, at in ((grid.alice, grid.first), (grid.ben, grid.second)):
            await grid.heard(bot, who, at)
    async with grid.process(1) as bot:
        grid.slack.installs.uninstall(made)
        assert {each.address for each in await bot.hears(Closed, 2)} == {space(grid.first), space(grid.second)}


async def test_the_end_of_all_of_it_closes_no_workspace_that_was_put_out_before_or_has_a_token_of_its_own(
    grid: Grid,
) -> None:
    made = await grid.install(whole=True)
    async with grid.process(0) as bot:
        for who, at in ((grid.alice, grid.first), (grid.ben, grid.second)):
            await grid.heard(bot, who, at)
    now = datetime.now(UTC)
    await grid.store.uninstalled(grid.first.id, now)
    own = Grant(grid.second.install().token, team=grid.second.id, bot="B1", bot_user="U1")
    await grid.store.keep((own,), now)
    assert await grid.store.teams(ENTERPRISE) == []
    async with grid.process(1) as bot:
        grid.slack.installs.uninstall(made)
        await nothing_more(grid.slack)
        assert bot.of(Closed) == []


async def test_a_guest_of_one_workspace_takes_a_channel_there_out_of_it(grid: Grid) -> None:
    await grid.install(whole=True)
    guest = grid.slack.person("Gil", at=grid.second, guest="restricted")
    hall = grid.second.channel("hall", guest, grid.ben)
    async with grid.process() as bot:
        await grid.ben.post(hall, f"{grid.second.mention} hello")
        (told,) = await bot.hears(Message)
        assert (told.address.space, told.audience) == (None, Audience.PRIVATE)
        assert (await grid.heard(bot, grid.alice, grid.first)).audience is Audience.PUBLIC
