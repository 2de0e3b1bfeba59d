"""Reminders offered from talk: once, alone, of what the person named a day for, and gone with what they rest on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from adapters.outgoing import Button, Outgoing
from adapters.types import Author, Message
from bot import proposals
from bot.bridge import place_of
from bot.delivering.due import moment_of
from bot.delivering.message import message_of
from bot.proposals import MOST_A_DAY, meant
from bot.when import Once
from memory.commitment import Commitment
from memory.ports import Extraction
from memory.reminder import Due, Reminder, Standing
from memory.types import FactId, PersonId, Sensitivity, Viewer
from tests.bot.platform import ADA, HALL, Guildlike, alone, ordered, said
from tests.bot.serving_world import person_of, set_to
from tests.bot.stage import Stage, staged
from tests.memory.learning_world import item

BERLIN = ZoneInfo("Europe/Berlin")
ANA = replace(ADA, handle="103", name="Ana", timezone="Europe/Berlin", locale="en")
QUOTE = "I'll send Ben the report tomorrow at 9pm"
FACT = "Ana will send Ben the report"


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["I see."])
        yield stage


async def learn(stage: Stage, message: Message, *facts: dict[str, object]) -> None:
    """The message is said, and these facts are learned from it."""
    await stage.give(message)

    async def extractor(extraction: Extraction) -> object:
        return {"facts": list(facts)}

    learned = await stage.memory.learn_next(extractor)
    assert learned is not None and not learned.dropped


def promise(quote: str = QUOTE, fact: str = FACT, about: str = "Ana", **rest: object) -> dict[str, object]:
    return item(1, quote, fact, about, kind="commitment", **rest)


async def once(stage: Stage) -> int:
    return await stage.assembly.proposals.once()


async def all_of(stage: Stage, author: Author = ANA) -> tuple[Reminder, ...]:
    return await stage.memory.reminders.of(await person_of(stage, alone("Hi", author)), *Standing)


async def told(stage: Stage) -> list[tuple[str, tuple[Button, ...]]]:
    """What is told beside reminders, with its buttons; claimed once."""
    due = await stage.memory.outbox.claim(["discord"], most=50)
    notices = [each for each in due if each.reminder is None]
    return [(shown.text, shown.buttons) for shown in map(_shown, notices)]


def _shown(due: Due) -> Outgoing:
    return message_of(due, moment_of(due, datetime.now(UTC)))


# Offering -------------------------------------------------------------------------------------------------------------


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
    assert _shown(due).address.key == alone("Hi", ANA).address.key


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


# What it rests on -----------------------------------------------------------------------------------------------------


async def accepted(stage: Stage) -> Reminder:
    await learn(stage, alone(QUOTE, ANA), promise())
    await once(stage)
    (kept,) = await all_of(stage)
    await told(stage)
    await stage.give(ordered("reminder", f"accept {kept.id}", ANA))
    return (await all_of(stage))[0]


async def replaced(stage: Stage, quote: str, fact: str, relation: str = "updates") -> None:
    """The person's only commitment is replaced by this."""
    await learn(stage, alone(quote, ANA), promise(quote, fact, relation=relation, known=1))


async def test_what_no_longer_holds_offers_to_stop_its_reminder_once(stage: Stage) -> None:
    kept = await accepted(stage)
    await replaced(stage, "the report is off, Ben does not want it any more", "Ana need not send Ben the report")
    assert await once(stage) > 0
    ((text, buttons),) = await told(stage)
    assert "the report is off" in text and FACT in text
    assert [each.argument for each in buttons] == [f"stop {kept.id}", f"open {kept.id}"]
    assert (await all_of(stage))[0].standing is Standing.ACTIVE
    assert await once(stage) == 0 and await told(stage) == []
    await stage.give(ordered("reminder", f"stop {kept.id}", ANA))
    assert (await all_of(stage))[0].standing is Standing.CANCELLED


async def test_what_was_only_offered_is_withdrawn(stage: Stage) -> None:
    await learn(stage, alone(QUOTE, ANA), promise())
    await once(stage)
    await replaced(stage, "the report is off, Ben does not want it any more", "Ana need not send Ben the report")
    await once(stage)
    assert [each.standing for each in await all_of(stage)] == [Standing.CANCELLED] and await told(stage) == []


async def test_the_same_said_more_exactly_is_the_same(stage: Stage) -> None:
    kept = await accepted(stage)
    more = "I'll send Ben the whole report by mail tomorrow at 9pm"
    await replaced(stage, more, "Ana will send Ben the whole report by mail", "refines")
    await once(stage)
    (again,) = await all_of(stage)
    assert (again.id, again.standing, again.quote) == (kept.id, Standing.ACTIVE, more)
    assert await told(stage) == [] and await once(stage) == 0


async def test_what_is_forgotten_takes_its_proposal_and_what_was_told_of_it_along(
    stage: Stage, database_dsn: str
) -> None:
    await learn(stage, alone(QUOTE, ANA), promise())
    await once(stage)
    viewer = Viewer(await person_of(stage, alone("Hi", ANA)), place_of(alone("Hi", ANA)))
    facts = await stage.memory.facts(viewer)
    await stage.memory.forget(viewer, facts=[each.id for each in facts])
    assert await all_of(stage) == ()
    connection = await asyncpg.connect(database_dsn)
    try:
        for table in ("reminders", "outbox", "weighed_commitments"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    finally:
        await connection.close()


async def test_what_was_taken_and_is_forgotten_no_longer_quotes(stage: Stage, database_dsn: str) -> None:
    await accepted(stage)
    viewer = Viewer(await person_of(stage, alone("Hi", ANA)), place_of(alone("Hi", ANA)))
    await stage.memory.forget(viewer, facts=[each.id for each in await stage.memory.facts(viewer)])
    assert [(each.standing, each.quote) for each in await all_of(stage)] == [(Standing.ACTIVE, None)]
    connection = await asyncpg.connect(database_dsn)
    try:
        assert await connection.fetchval("SELECT count(*) FROM outbox WHERE text IS NOT NULL") == 0
    finally:
        await connection.close()


async def test_words_by_which_something_seemed_off_go_with_their_fact(stage: Stage, database_dsn: str) -> None:
    await accepted(stage)
    await replaced(stage, "the report is off, Ben does not want it any more", "Ana need not send Ben the report")
    await once(stage)
    viewer = Viewer(await person_of(stage, alone("Hi", ANA)), place_of(alone("Hi", ANA)))
    connection = await asyncpg.connect(database_dsn)
    try:
        asked = "SELECT count(*) FROM outbox WHERE text LIKE '%the report is off%'"
        assert await connection.fetchval(asked) == 1
        off = [each.id for each in await stage.memory.facts(viewer) if "need not" in each.text]
        await stage.memory.forget(viewer, facts=off)
        assert len(off) == 1 and await connection.fetchval(asked) == 0
    finally:
        await connection.close()


async def test_words_over_which_the_grammar_stumbles_keep_nobody_else_waiting(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "I'll bake the cake tomorrow at 8pm"
    await learn(stage, alone(QUOTE, ANA), promise())
    await learn(stage, alone(other, ANA), promise(other, "Ana will bake the cake"))

    def stumbling(commitment: Commitment, now: datetime) -> Once | None:
        return meant(commitment, now) if commitment.quote == other else Once(now, "no zone")

    monkeypatch.setattr(proposals, "meant", stumbling)
    await once(stage)
    assert [each.text for each in await all_of(stage)] == ["Ana will bake the cake"]
    assert await once(stage) == 0


# Reading --------------------------------------------------------------------------------------------------------------


def commitment(quote: str, zone: str | None = "Europe/Berlin", said_at: datetime | None = None) -> Commitment:
    now = said_at or datetime(2026, 11, 24, 12, tzinfo=UTC)
    direct = place_of(alone("Hi", ANA))
    return Commitment(
        "person:1", FactId(1), PersonId(1), "x", Sensitivity.NONE, quote, now, direct, "discord", "103", zone, "en"
    )


@pytest.mark.parametrize(
    ("quote", "wanted"),
    [
        ("I'll send it Friday", "2026-11-27 09:00"),
        ("I will call her tomorrow at 3", "2026-11-25 15:00"),
        ("I'll do it", None),
        ("I'll do it in five minutes", None),
    ],
)
def test_the_day_is_read_as_of_when_it_was_said(quote: str, wanted: str | None) -> None:
    now = datetime(2026, 11, 24, 12, 10, tzinfo=UTC)
    found = meant(commitment(quote), now)
    assert (f"{found.wall:%Y-%m-%d %H:%M}" if found else None) == wanted
    assert meant(commitment(quote, zone=None), now) is None
    assert meant(commitment(quote), now + timedelta(days=9)) is None
