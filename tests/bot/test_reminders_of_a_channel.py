"""A channel's reminder is changed by a model's tool as by the command: by who manages its space, there and now."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.outgoing import Hearing
from adapters.types import Address, direct_with
from bot.reminders.sentences import NOT_YOURS_NOW
from memory.reminder import Reminder
from tests.bot.asking_world import ANA, BERLIN, call, held, last, turns
from tests.bot.platform import HALL, Guildlike, alone, said
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Ana, who managed the hall when she had it reminded of something."""
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        words = "Remind me in this channel on 24 December 2040 at 9am to wrap presents"
        await stage.give(said(words, replace(ANA, manages=True), HALL))
        yield stage


async def kept(stage: Stage) -> Reminder:
    """It."""
    (found,) = await held(stage)
    assert found.place_key == HALL.key
    return found


async def asked(stage: Stage, words: str, name: str, *, manages: bool, address: Address = HALL, **given: object) -> str:
    """What is said at last where Ana asks so and the model calls that tool for it."""
    turns(stage, [call(name, number=(await kept(stage)).id, **given)], ["Ok."])
    author = replace(ANA, manages=manages)
    await stage.give(alone(words, author) if address is not HALL else said(words, author, address))
    return last(stage).text


def due(reminder: Reminder) -> str:
    """When it comes, in Berlin."""
    assert reminder.next_due is not None
    return f"{reminder.next_due.astimezone(BERLIN):%H:%M}"


@pytest.mark.parametrize(
    ("manages", "address"), [(False, HALL), (False, direct_with("x", "103")), (True, direct_with("x", "103"))]
)
@pytest.mark.parametrize("when", ["at 5pm", "to 5"])
async def test_who_may_not_say_what_others_read_moves_nothing(
    stage: Stage, manages: bool, address: Address, when: str
) -> None:
    told = await asked(stage, f"move it {when}", "move_reminder", manages=manages, address=address, when=when)
    assert told == NOT_YOURS_NOW and due(await kept(stage)) == "09:00"


async def test_who_manages_the_space_moves_it_there(stage: Stage) -> None:
    told = await asked(stage, "move it, at 5pm", "move_reminder", manages=True, when="at 5pm")
    assert told.startswith("Changed: wrap presents") and due(await kept(stage)) == "17:00"


@pytest.mark.parametrize("address", [HALL, direct_with("x", "103")])
async def test_who_manages_it_no_longer_takes_it_back_anywhere(stage: Stage, address: Address) -> None:
    told = await asked(stage, "cancel it", "cancel_reminder", manages=False, address=address)
    assert told.startswith("Cancelled: wrap presents") and await held(stage) == ()


async def test_who_manages_it_no_longer_has_a_model_make_none_for_all(stage: Stage) -> None:
    turns(stage, [call("remind", what="buy my book", when="in this channel at 5pm")], ["Ok."])
    await stage.give(said("kick us in this channel at 5pm: buy my book", replace(ANA, manages=False), HALL))
    assert [each.text for each in await held(stage)] == ["wrap presents"]
