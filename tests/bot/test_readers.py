"""Who may still read what an answer alone with them is made of: asked of the platform, where it is long ago."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.errors import Unreachable
from adapters.types import Address, Audience
from bot.readers import MOST, Readers
from memory.types import Account, Membership, PersonId
from tests.bot.platform import BEN, CELLAR, Guildlike, Said, age, alone, platform, said
from tests.bot.stage import Stage, staged

SPACE = Address("discord", "900", "")


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        await stage.give(said("The code of the hall is 1234."))
        await stage.give(said("The code of the cellar is 4711.", address=CELLAR, how=Said(audience=Audience.PRIVATE)))
        await stage.give(alone("The code of my bike is 8888."))
        yield stage


async def ask(stage: Stage) -> str:
    """What reaches the model of the three codes."""
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.give(alone("What are the codes of hall, cellar and bike?"))
    shown = str(model.prompts[-1][-1])
    return " ".join(code for code in ("1234", "4711", "8888") if code in shown or code in str(model.prompts[-1]))


async def test_what_was_confirmed_of_late_is_not_asked_for(stage: Stage) -> None:
    assert await ask(stage) == "1234 4711 8888"
    assert platform(stage).asked == []


async def test_what_is_stale_is_confirmed_and_then_fresh(stage: Stage, database_dsn: str) -> None:
    await age(stage, database_dsn)
    assert await ask(stage) == "1234 4711 8888"
    asked = list(platform(stage).asked)
    assert asked and set(asked) <= {(BEN.handle, SPACE.key), (BEN.handle, CELLAR.key)}
    await ask(stage)
    assert platform(stage).asked == asked


async def test_who_does_not_read_any_more_loses_it(stage: Stage, database_dsn: str) -> None:
    await age(stage, database_dsn)
    platform(stage).readers[BEN.handle, CELLAR.key] = False
    assert await ask(stage) == "1234 8888"
    platform(stage).readers.clear()
    assert await ask(stage) == "1234 8888", "until they are met there again"


async def test_what_was_told_before_leaves_the_prompt_too(stage: Stage, database_dsn: str) -> None:
    assert "4711" in await ask(stage)
    await age(stage, database_dsn)
    platform(stage).readers[BEN.handle, CELLAR.key] = False
    assert "4711" not in await ask(stage)


async def test_who_left_the_server_keeps_what_was_said_alone(stage: Stage, database_dsn: str) -> None:
    await age(stage, database_dsn)
    for key in (SPACE.key, CELLAR.key):
        platform(stage).readers[BEN.handle, key] = False
    assert await ask(stage) == "8888"


async def test_what_cannot_be_confirmed_is_not_used_and_not_ended(stage: Stage, database_dsn: str) -> None:
    await age(stage, database_dsn)
    for key in (SPACE.key, CELLAR.key):
        platform(stage).readers[BEN.handle, key] = Unreachable()
    assert await ask(stage) == "8888"
    stage.mind.off("No model.")
    assert "1234" not in await stage.give(alone("What is the code of the hall?"))
    platform(stage).readers.clear()
    assert await ask(stage) == "1234 4711 8888"


async def test_in_company_nothing_is_asked(stage: Stage, database_dsn: str) -> None:
    await age(stage, database_dsn)
    stage.speak_with(lambda messages: ["Ok."])
    await stage.give(said("What is the code of the hall?"))
    assert platform(stage).asked == []


# The deadline ---------------------------------------------------------------------------------------------------------

OLD = datetime.now(UTC) - timedelta(hours=1)
ANA = PersonId(1)


class Stands:
    """What memory would know, and what it is told."""

    def __init__(self, *memberships: Membership) -> None:
        self.memberships = memberships
        self.confirmed_now: list[Membership] = []
        self.left: list[str] = []

    async def standing(self, person: PersonId, platform: str) -> tuple[Membership, ...]:
        return self.memberships

    async def confirmed(self, person: PersonId, platform: str, memberships: object) -> None:
        assert isinstance(memberships, list)
        self.confirmed_now += memberships

    async def left_place(self, account: Account, place_key: str) -> None:
        self.left.append(place_key)

    async def left_space(self, account: Account, space: str) -> None:
        self.left.append(space)


class Slow(Guildlike):
    """A platform that takes its time to tell of some spaces."""

    async def reads(self, handle: str, address: Address) -> bool:
        self.asked.append((handle, address.key))
        if address.space == "slow":
            await asyncio.Event().wait()
        return address.space != "left"


def member(space: str) -> Membership:
    return Membership("5", f"discord/{space}", None, OLD)


async def test_all_are_asked_side_by_side_within_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.readers.SECONDS", 0.2)
    ended: list[str] = []
    stands = Stands(member("slow"), member("slow"), member("fine"), member("left"))
    began = time.monotonic()
    assert not await Readers(stands, lambda: ended.append("")).sure(ANA, Slow())
    assert time.monotonic() - began < 2
    assert stands.confirmed_now == [member("fine")]
    assert (stands.left, ended) == (["discord/left"], [""])


async def test_who_stands_in_very_many_places_is_confirmed_over_several_answers() -> None:
    stands, slow = Stands(*(member(f"s{number}") for number in range(MOST + 5))), Slow()
    assert not await Readers(stands, lambda: None).sure(ANA, slow)
    assert len(slow.asked) == len(stands.confirmed_now) == MOST


async def test_nothing_stale_costs_no_question() -> None:
    fresh = Membership("5", "discord/900", None, datetime.now(UTC))
    slow = Slow()
    assert await Readers(Stands(fresh), lambda: None).sure(ANA, slow)
    assert slow.asked == []
