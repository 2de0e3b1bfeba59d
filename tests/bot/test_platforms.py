"""Several platforms in one process: each is attended until all have ended, and a wrong set-up ends everything."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from adapters.discord.adapter import Discord
from adapters.errors import AdapterError, Misconfigured, Refused, Unclaimed, Unreachable
from adapters.port import Handler
from adapters.types import Event, Opened
from bot.arguments import Arguments
from bot.config import DiscordSettings, Settings
from bot.errors import ConfigError
from bot.home import Home
from bot.platforms import attended, platforms_of
from bot.slack_settings import SlackSettings
from bot.spaces import KnownSpaces
from bot.supervise import Supervisor
from memory.errors import MemoryFault
from memory.following import Following
from tests.bot.platform import ELSEWHERE, HALL, Guildlike, ordered, said
from tests.bot.stage import Sheet, staged


class Scripted(Sheet):
    """A platform whose run does what the test says: wait, raise, end, or tell of an event first."""

    def __init__(self, name: str, *acts: AdapterError | asyncio.Event | None) -> None:
        super().__init__()
        self.name = name
        self.acts = list(acts)
        self.runs = 0
        self.cancelled = False

    async def run(self, handler: Handler) -> None:
        self.runs += 1
        await handler(Opened(HALL, datetime.now(UTC)))
        act = self.acts.pop(0)
        try:
            if isinstance(act, asyncio.Event):
                await act.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if isinstance(act, AdapterError):
            raise act


async def quiet(event: Event) -> None:
    """Do nothing about anything."""


async def attend(*platforms: Scripted, handler: Handler = quiet) -> None:
    async with asyncio.timeout(10), Supervisor(first_pause=0.01) as supervisor:
        await attended(supervisor, [(each, handler) for each in platforms])


async def test_all_are_attended_until_all_have_ended() -> None:
    go = asyncio.Event()
    one, other = Scripted("one", None), Scripted("other", go)
    both = asyncio.ensure_future(attend(one, other))
    await _until(lambda: one.runs == 1 and other.runs == 1)
    await asyncio.sleep(0.05)
    assert not both.done()
    go.set()
    await both


async def test_a_wrong_set_up_ends_everything_with_its_sentence() -> None:
    one, other = Scripted("one", Misconfigured("Set the token.")), Scripted("other", asyncio.Event())
    with pytest.raises(ConfigError, match=r"^Set the token\.$"):
        await attend(one, other)
    assert other.cancelled


async def test_one_that_fails_is_run_again() -> None:
    one = Scripted("one", Unreachable(), Unreachable(), None)
    await attend(one)
    assert one.runs == 3


async def test_an_answer_that_is_not_taken_ends_nothing() -> None:
    async def refused(event: Event) -> None:
        raise Refused()

    one = Scripted("one", None)
    await attend(one, handler=refused)
    assert one.runs == 1


async def test_that_an_event_is_anothers_comes_to_the_adapter() -> None:
    told: list[AdapterError] = []

    class Heeding(Scripted):
        async def run(self, handler: Handler) -> None:
            with pytest.raises(Unclaimed) as found:
                await handler(ordered("help"))
            told.append(found.value)

    async def unclaimed(event: Event) -> None:
        raise Unclaimed()

    await attend(Heeding("one"), handler=unclaimed)
    assert len(told) == 1


def test_a_platform_is_there_with_its_token_only() -> None:
    nothing = Settings(Path("/nowhere"))
    with pytest.raises(ConfigError, match="No chat platform is set up"):
        platforms_of(nothing, Arguments("run"))
    with pytest.raises(ConfigError, match=r"^No Discord token"):
        platforms_of(nothing, Arguments("run", discord=True))
    token = DiscordSettings("MTIz.a.b", shard_ids=(3,))
    with pytest.raises(ConfigError, match="shard"):
        platforms_of(Settings(Path("/nowhere"), discord=token), Arguments("run"))
    with pytest.raises(ConfigError, match=r"^No Slack tokens"):
        platforms_of(nothing, Arguments("run", slack=True))


def test_platforms_are_those_that_are_set_up_or_asked_for() -> None:
    discord, slack = DiscordSettings("MTIz.a.b"), SlackSettings("xoxb-1", "xapp-1")
    only, both = Settings(Path("/nowhere"), discord=discord), Settings(Path("/nowhere"), discord=discord, slack=slack)
    assert named(only, Arguments("run")) == ["discord"]
    assert named(both, Arguments("run")) == ["discord", "slack"]
    assert named(both, Arguments("run", slack=True)) == ["slack"]
    assert named(both, Arguments("run", discord=True, slack=True)) == ["discord", "slack"]
    with pytest.raises(ConfigError, match=r"^No Slack tokens"):
        platforms_of(only, Arguments("run", slack=True))


async def test_at_discord_it_is_known_of_which_spaces_something_is_kept(database_dsn: str, tmp_path: Path) -> None:
    (planned,) = platforms_of(Settings(tmp_path, discord=DiscordSettings("MTIz.a.b")), Arguments("run"))
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        for place in (HALL, ELSEWHERE):
            await stage.give(said("I have a cat.", address=place))
        adapter = planned.build(stage.memory, Home(tmp_path))
    assert isinstance(adapter, Discord) and adapter._known is not None
    async with staged(database_dsn, tmp_path) as stage:
        known = KnownSpaces(stage.memory.following, "discord")
        assert await known.joined("1", "") == [], "nobody knows who had joined them"
        await known.began("1", ["900", "901", "902"])
        await known.began("2", ["901"])
        assert [await known.joined("1", after) for after in ("", "900", "901")] == [["900", "901"], ["901"], []]
        assert await known.joined("2", "") == ["901"]
        await stage.memory.following.closed_space("discord/901", "2")
        await stage.memory.following.opened_space("discord/901", "1")
        assert (await known.joined("1", ""), await known.joined("2", "")) == (["900", "901"], [])


async def test_what_memory_cannot_tell_is_a_fault_that_an_adapter_knows() -> None:
    class Broken:
        async def spaces(self, application: str, prefix: str, *, after: str, most: int) -> tuple[str, ...]:
            raise MemoryFault

        async def began(self, platform: str, application: str, *, spaces: Sequence[str]) -> None:
            raise MemoryFault

    known = KnownSpaces(cast(Following, Broken()), "discord")
    with pytest.raises(Unreachable):
        await known.joined("1", "")
    with pytest.raises(Unreachable):
        await known.began("1", [])


def named(settings: Settings, arguments: Arguments) -> list[str]:
    return [each.name for each in platforms_of(settings, arguments)]


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)
