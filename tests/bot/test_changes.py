"""What a platform tells of changes reaches memory at once: words taken back, people who left, places closed."""

import asyncio
from datetime import UTC, datetime

from adapters.types import Address, Audience, Closed, Left, Opened
from bot.bridge import to_account
from tests.bot.changing import kept
from tests.bot.platform import (
    BEN,
    CELLAR,
    HALL,
    Said,
    alone,
    deleted,
    edited,
    overheard,
    said,
)
from tests.bot.stage import Stage


async def test_what_is_deleted_is_gone_from_memory_with_the_next_prompt(guild: Stage) -> None:
    model = guild.speak_with(lambda messages: ["Ok."])
    told = alone("My cat is called Miso.")
    await guild.give(told)
    await guild.give(deleted(told))
    await guild.give(alone("What is my cat called?"))
    assert "Miso" not in str(model.prompts[-1])
    assert "My cat is called Miso." not in await kept(guild, told)


async def test_words_that_were_edited_away_are_gone(guild: Stage) -> None:
    told = alone("My cat is called Miso.")
    await guild.give(told)
    await guild.give(edited(told, " "))
    assert "Miso" not in str(await kept(guild, told))


async def test_an_edit_of_somebody_never_met_makes_nobody_known(guild: Stage) -> None:
    unheard = overheard("Just between us.")
    await guild.give(unheard)
    await guild.give(edited(unheard, "Just between us two."))
    assert not await guild.memory.knows(to_account("discord", BEN))


async def test_many_deletions_at_once_and_of_unknown_things_are_no_fault(guild: Stage) -> None:
    told = [alone(f"Number {number}.") for number in range(5)]
    for each in told:
        await guild.give(each)
    guild.sheet.sent.clear()
    await guild.give(deleted(*told, *(alone("never sent") for _ in range(95))))
    await guild.give(deleted(*told))
    assert not [each for each in await kept(guild, told[0]) if each.startswith("Number")]
    assert guild.sheet.sent == []


async def test_who_left_a_server_can_use_nothing_of_it_any_more(guild: Stage) -> None:
    await guild.give(said("The code of the cellar is 4711.", address=HALL))
    model = guild.speak_with(lambda messages: ["Ok."])
    await guild.give(alone("What is the code of the cellar?"))
    assert "4711" in str(model.prompts[-1])
    await guild.give(Left(Address("discord", "900", ""), BEN.handle, datetime.now(UTC)))
    await guild.give(alone("And what is the code of the cellar?"))
    assert "4711" not in str(model.prompts[-1])


async def test_who_left_a_channel_loses_that_alone(guild: Stage) -> None:
    private = Said(audience=Audience.PRIVATE)
    await guild.give(said("The code of the cellar is 4711.", address=CELLAR, how=private))
    await guild.give(said("The code of the hall is 1234.", address=HALL))
    await guild.give(Left(CELLAR, BEN.handle, datetime.now(UTC)))
    model = guild.speak_with(lambda messages: ["Ok."])
    await guild.give(alone("What are the codes of hall and cellar?"))
    assert "4711" not in str(model.prompts[-1]) and "1234" in str(model.prompts[-1])


async def test_a_closed_channel_is_erased_in_the_background(guild: Stage) -> None:
    told = said("The code of the hall is 1234.", address=HALL)
    await guild.give(told)
    erasing = asyncio.ensure_future(guild.assembly.changes.erase())
    try:
        await guild.give(Closed(HALL, datetime.now(UTC)))
        async with asyncio.timeout(10):
            while await guild.memory.following.erase_next() is not None:
                await asyncio.sleep(0.05)
        model = guild.speak_with(lambda messages: ["Ok."])
        await guild.give(alone("What is the code of the hall?"))
        assert "1234" not in str(model.prompts[-1])
    finally:
        erasing.cancel()
        await asyncio.gather(erasing, return_exceptions=True)


async def test_put_out_of_a_server_nothing_of_it_is_used_until_the_bot_is_back(guild: Stage) -> None:
    space = Address("discord", "900", "")
    await guild.give(said("The code of the hall is 1234.", address=HALL))
    await guild.give(Closed(space, datetime.now(UTC)))
    model = guild.speak_with(lambda messages: ["Ok."])
    await guild.give(alone("What is the code of the hall?"))
    assert "1234" not in str(model.prompts[-1])
    await guild.give(Opened(space, datetime.now(UTC)))
    await guild.give(said("Hello again.", address=HALL))
    await guild.give(alone("So what is the code of the hall?"))
    assert "1234" in str(model.prompts[-1])
