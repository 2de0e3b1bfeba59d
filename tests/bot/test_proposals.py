"""Reminders offered from talk: once, alone, of what the person named a day for."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from bot.proposals import MOST_A_DAY
from memory.reminder import Standing
from tests.bot.platform import ADA, HALL, Guildlike, alone, ordered, said
from tests.bot.proposal_world import ANA, BERLIN, FACT, QUOTE, all_of, learn, once, promise, shown_of, told
from tests.bot.serving_world import set_to
from tests.bot.stage import Stage, staged
from tests.memory.learning_world import item


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["I see."])
        yield stage


async def test_what_they_will_do_on_a_day_is_offered_once_and_taken_with_a_tap(stage: Stage) -> None:
    await learn(stage, alone(f"Right. {QUOTE}.", ANA), promise())
    assert await once(stage) == 1
    (kept,) = await all_of(stage)
    assert (kept.standing, kept.text, kept.quote, kept.next_due) == (Standing.PROPOSED, FACT, QUOTE, None)
    ((text, buttons),) = await told(stage)
    tomorrow = (datetime.now(BERLIN) + timedelta(days=1)).replace(hour=21, minute=0, second=0, microsecond=0)
    assert QUOTE in text and "21:00" in text and f"{tomorrow.day} " in text
    assert [each.argument for each in buttons] == [f"accept {kept.id}", f"decline {kept.id}"]
    assert await once(stage) == 0 and await told(stage) == []
    await stage.give(ordered("reminder", f"accept {kept.id}", ANA))
    (taken,) = await all_of(stage)
    assert (taken.standing, taken.next_due) == (Standing.ACTIVE, tomorrow)


async def test_a_no_is_kept_and_the_same_said_again_is_not_offered_again(stage: Stage) -> None:
    await learn(stage, alone(f"Right. {QUOTE}.", ANA), promise())
    await once(stage)
    await told(stage)
    await stage.give(ordered("reminder", f"decline {(await all_of(stage))[0].id}", ANA))
    assert [each.standing for each in await all_of(stage)] == [Standing.CANCELLED]
    await learn(stage, alone(f"As I said: {QUOTE}.", ANA), promise())
    await once(stage)
    assert len(await all_of(stage)) == 1 and await told(stage) == []


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("I'll send Ben the report soon", "I'll send Ben the report soon"),
        ("I'll go running every Monday", "I'll go running every Monday"),
        ("I'll send it on the 3rd or 4th at 8", "I'll send it on the 3rd or 4th at 8"),
        ("I sent Ben the report yesterday", "I sent Ben the report yesterday"),
    ],
)
async def test_without_one_clear_time_to_come_nothing_is_offered(stage: Stage, words: str, quote: str) -> None:
    await learn(stage, alone(words, ANA), promise(quote, quote.replace("I", "Ana", 1)))
    assert await once(stage) == 1
    assert await all_of(stage) == () and await told(stage) == []


async def test_nothing_is_offered_of_what_others_are_to_do_or_what_is_no_promise(stage: Stage) -> None:
    words = "Ben will call the plumber tomorrow at 9pm and the party is tomorrow at 8pm"
    await learn(
        stage,
        alone(words, ANA),
        promise("Ben will call the plumber tomorrow at 9pm", "Ben will call the plumber", about="Ben"),
        item(1, "the party is tomorrow at 8pm", "There is a party", kind="event"),
    )
    assert await once(stage) == 0 and await all_of(stage) == ()


async def test_no_more_than_three_a_day(stage: Stage) -> None:
    for number, plant in enumerate(("basil", "roses", "cactus", "orchid", "fern")):
        quote = f"I'll water the {plant} tomorrow at 9pm"
        await learn(stage, alone(quote, ANA), promise(quote, f"Ana will water the {plant}"))
        if number == 1:
            await once(stage)
    await once(stage)
    assert len(await all_of(stage)) == MOST_A_DAY == len(await told(stage))
    assert await once(stage) == 0


async def test_nearly_the_same_at_the_same_time_is_offered_once(stage: Stage) -> None:
    longer = "I'll send Ben the quarterly report tomorrow at 9pm"
    await learn(
        stage, alone(f"{QUOTE}. {longer}.", ANA), promise(), promise(longer, "Ana will send Ben the quarterly report")
    )
    while await once(stage):
        pass
    assert [each.standing for each in await all_of(stage)] == [Standing.PROPOSED]
    assert len(await told(stage)) == 1


async def test_what_they_are_reminded_of_already_is_not_offered(stage: Stage) -> None:
    await stage.give(alone("remind me to send Ben the report tomorrow at 9pm", ANA))
    (kept,) = await all_of(stage)
    await learn(stage, alone(f"{QUOTE}.", ANA), promise(fact="send Ben the report"))
    while await once(stage):
        pass
    assert [each.id for each in await all_of(stage)] == [kept.id]


async def test_in_company_only_where_managers_want_it_and_told_alone(stage: Stage) -> None:
    await learn(stage, said(QUOTE, ANA, HALL), promise())
    assert await once(stage) == 1
    assert await all_of(stage) == ()
    await stage.give(ordered("settings", "propose on", ADA))
    assert "I offer them" in stage.sheet.sent[-1]
    other = "I'll bake the cake tomorrow at 8pm"
    await learn(stage, said(other, ANA, HALL), promise(other, "Ana will bake the cake"))
    await once(stage)
    assert [each.text for each in await all_of(stage)] == ["Ana will bake the cake"]
    (due,) = await stage.memory.outbox.claim(["discord"], most=9)
    assert shown_of(due).address.key == alone("Hi", ANA).address.key


async def test_nothing_delicate_is_offered_of_what_was_said_in_company(stage: Stage) -> None:
    await set_to(stage, "propose", True)
    quote = "I'll go to my chemotherapy tomorrow at 8pm"
    await learn(stage, said(quote, ANA, HALL), promise(quote, "Ana goes to chemotherapy", sensitive="health"))
    assert await once(stage) == 1 and await all_of(stage) == ()
    alone_said = "I'll see my oncologist tomorrow at 7pm"
    fact = promise(alone_said, "Ana sees her oncologist", sensitive="health")
    await learn(stage, alone(alone_said, ANA), fact)
    await once(stage)
    assert len(await all_of(stage)) == 1


async def test_whoever_died_in_the_middle_leaves_nothing_twice(stage: Stage, database_dsn: str) -> None:
    await learn(stage, alone(QUOTE, ANA), promise())
    await once(stage)
    connection = await asyncpg.connect(database_dsn)
    await connection.execute("DELETE FROM weighed_commitments")
    await connection.close()
    assert await once(stage) == 1
    assert len(await all_of(stage)) == 1 == len(await told(stage))
