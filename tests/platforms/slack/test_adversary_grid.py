"""The app in two workspaces of an enterprise, by itself in each: whoever is met in one is reached through that one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adapters.outgoing import Home, Outgoing, Section
from adapters.slack.grants import Grant
from adapters.types import HomeOpened, Message, direct_with
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Workspace
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.several import Several, several
from tests.platforms.slack.wire import Payload

ENTERPRISE = "E0ORG"


@dataclass(frozen=True, slots=True)
class Twice(Several):
    """The workspaces, each with somebody in it."""

    homes: tuple[tuple[Workspace, Person], ...]


@pytest.fixture
async def twice(slack: SlackStandIn, database_dsn: str) -> AsyncIterator[Twice]:
    """The app is installed in one after the other."""
    workspaces = [slack.workspace(each, enterprise=ENTERPRISE) for each in ("First", "Second")]
    homes = tuple((each, slack.person("Ann", at=each)) for each in workspaces)
    async with several(slack, database_dsn) as found:
        for each in workspaces:
            made = slack.installs.install(each.id)
            grant = Grant(made.token, enterprise=ENTERPRISE, team=each.id, bot=made.bot_id, bot_user=made.user)
            await found.store.keep((grant,), datetime.now(UTC) - timedelta(minutes=1))
        yield Twice(slack, found.shared, homes)


async def test_who_is_met_in_one_process_is_written_to_first_by_another(twice: Twice) -> None:
    async with twice.process() as bot:
        for _, person in twice.homes:
            await person.dm("hello")
        await bot.hears(Message, 2)
    async with twice.process(1) as bot:
        for _, person in twice.homes:
            await bot.adapter.send(Outgoing(direct_with("slack", f"{ENTERPRISE}:{person.id}"), "It is time."))
    assert [[post.text for post in each.direct.posts(by_bot=True)] for _, each in twice.homes] == [["It is time."]] * 2


async def test_a_channel_in_no_space_is_read_and_written_to_by_another_process(twice: Twice) -> None:
    halls = [
        each.channel("hall", person, twice.slack.person("Gil", at=each, guest="ultra")) for each, person in twice.homes
    ]
    async with twice.process() as bot:
        for (workspace, person), hall in zip(twice.homes, halls, strict=True):
            await person.post(hall, f"{workspace.mention} hello")
        told = await bot.hears(Message, 2)
    async with twice.process(1) as bot:
        for each in told:
            assert each.address.space is None
            assert await bot.adapter.reads(each.author.handle, each.address)
            await bot.adapter.send(Outgoing(each.address, "It is time."))
    assert [[post.text for post in each.posts(by_bot=True)] for each in halls] == [["It is time."]] * 2


async def test_a_page_is_shown_in_the_workspace_where_it_was_opened(twice: Twice) -> None:
    (first, ann), (second, _) = twice.homes
    ann.user.also.add(second.id)
    async with twice.process() as bot:
        for count, each in enumerate((first, second), start=1):
            event: Payload = {"type": "app_home_opened", "user": ann.id, "channel": ann.direct.id, "tab": "home"}
            twice.slack.happenings.tell(each.installation, {**event, "event_ts": twice.slack.world.ts()}, team=each.id)
            opened = (await bot.hears(HomeOpened, count))[-1]
            page = Home((Section("Hello."),), datetime.now(UTC))
            await bot.adapter.send(Outgoing(opened.address, "", opened.id, home=page))
    told = [each.token for each in twice.slack.log.to("views.publish")]
    assert told == [each.installation.token for each in (first, second)]
