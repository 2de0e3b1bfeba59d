"""Where something was used in an enterprise: in the workspace of its conversation, whoever used it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.adapter import Slack
from adapters.slack.grants import Grant
from adapters.slack.settings import Settings
from adapters.types import Address, Audience, Command, Event, HomeOpened
from bot.catalog import load_catalog
from tests.platforms.answering import Answering, with_buttons
from tests.platforms.slack.adapting import attended
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.several import several

ENTERPRISE = "E0ORG"


@dataclass
class Grid:
    """Alice is at home in the first workspace of an enterprise, and in a channel of the second; the bot is in all."""

    slack: SlackStandIn
    alice: Person
    hall: Channel
    bot: Answering
    opened: list[HomeOpened] = field(default_factory=list)

    async def used(self, count: int) -> Command:
        """What was used last, once it is so much; raises TimeoutError."""
        await self.slack.log.until(lambda: len(self.bot.heard) == count)
        return self.bot.heard[-1]


@pytest.fixture
async def grid(slack: SlackStandIn, database_dsn: str) -> AsyncIterator[Grid]:
    first, second = (slack.workspace(each, enterprise=ENTERPRISE) for each in ("First", "Second"))
    made = slack.installs.install(first.id, org=ENTERPRISE)
    grant = Grant(made.token, enterprise=ENTERPRISE, everywhere=True, bot=made.bot_id, bot_user=made.user)
    alice = slack.person("Alice", at=first)
    alice.user.also.add(second.id)
    found = Grid(slack, alice, second.channel("hall", alice), Answering([with_buttons]))
    async with several(slack, database_dsn) as processes:
        await processes.store.keep((grant,), datetime.now(UTC) - timedelta(minutes=1))
        settings = Settings(app_token=slack.credentials.app_token, api=slack.api)
        adapter = Slack(settings, load_catalog(), shared=processes.shared[0])

        async def handler(event: Event) -> None:
            if isinstance(event, HomeOpened):
                found.opened.append(event)
            await found.bot(event, adapter)

        async with attended(slack, adapter, handler):
            yield found


async def test_it_is_used_in_the_workspace_of_its_conversation(grid: Grid) -> None:
    said = await grid.alice.post(grid.hall, f"{grid.slack.home.mention} my bike is blue")
    await grid.slack.log.quiet()
    hall = Address("slack", grid.hall.stored.team, grid.hall.id, None, "#hall")
    typed = await grid.alice.slash(grid.hall, "/rapport why")
    assert (await grid.used(1)).address == hall
    await grid.slack.log.until(lambda: bool(typed.posts))
    await grid.alice.click(typed.posts[-1], "Again")
    assert (await grid.used(2)).address == hall
    await grid.alice.shortcut(said, "keep")
    kept = await grid.used(3)
    assert (kept.address, kept.audience) == (hall, Audience.PUBLIC)
    assert kept.about is not None and kept.about.address == hall
    assert {each.author.handle for each in grid.bot.heard} == {f"{ENTERPRISE}:{grid.alice.id}"}
    assert len(grid.slack.log.to("conversations.info")) <= 2


async def test_what_is_not_known_is_no_workspace(grid: Grid) -> None:
    grid.slack.faults.refuse("conversations.info", "channel_not_found")
    await grid.alice.slash(grid.hall, "/rapport why")
    used = await grid.used(1)
    assert (used.address.space, used.audience) == (None, Audience.PRIVATE)


async def test_ones_own_page_is_the_same_in_every_workspace(grid: Grid) -> None:
    grid.alice.open_home()
    await grid.slack.log.until(lambda: len(grid.opened) == 1)
    assert grid.opened[0].address == Address("slack", None, f"@{ENTERPRISE}:{grid.alice.id}", title="direct")
