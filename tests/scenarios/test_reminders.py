"""The same on every platform: what people want to be reminded of reaches them when it is due, where it may be read.

Wishes are made as people make them, by a command; then the clock of the database is moved, so that nobody waits.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from bot.when import Once
from bot.when.stored import restored, stored
from tests.scenarios.stages.scene import ANA, BEN, SECONDS, Act, Scene, Where, needs
from tests.scenarios.test_platforms import STAGES

ALONE, HALL, BOARD = Where.ALONE, Where.HALL, Where.BOARD
NOW = timedelta()
Fits = Callable[[datetime], bool]
DUE = """
WITH moved AS (
    UPDATE occurrences SET due_at = now() - $1::interval WHERE state = 'due' RETURNING id
), ready AS (
    UPDATE outbox s SET ready_at = now() - $1::interval FROM moved WHERE s.occurrence_id = moved.id
      AND s.state = 'waiting' AND s.way <> 'talk' RETURNING platform
)
SELECT pg_notify('rapport_reminders', platform) FROM ready
"""
SENT = "SELECT s.state, c.state AS became FROM outbox s JOIN occurrences c ON c.id = s.occurrence_id ORDER BY s.id"


@pytest.fixture(params=list(STAGES))
async def scene(request: pytest.FixtureRequest, database_dsn: str, tmp_path: Path) -> AsyncIterator[Scene]:
    """Each platform in turn, without a model."""
    async with STAGES[request.param](database_dsn, tmp_path) as scene:
        yield scene


async def rows(scene: Scene, query: str, *values: object) -> list[tuple[object, ...]]:
    """What the database holds."""
    connection = await asyncpg.connect(scene.bot.dsn)
    try:
        return [tuple(row.values()) for row in await connection.fetch(query, *values)]
    finally:
        await connection.close()


async def due(scene: Scene, *, late: timedelta = NOW) -> None:
    """All that is to come is due, so long ago; what comes once was asked for then."""
    for number, schedule in await rows(scene, "SELECT id, schedule FROM reminders"):
        once = restored(str(schedule))
        if isinstance(once, Once):
            at = datetime.now(UTC) - late
            then = stored(Once(at.replace(tzinfo=None), "UTC", at))
            await rows(scene, "UPDATE reminders SET schedule = $2 WHERE id = $1", number, then)
    await rows(scene, DUE, late)


async def settled(scene: Scene, *wanted: tuple[object, ...]) -> None:
    """Wait until this became of all that was sent; raises AssertionError."""
    found: list[tuple[object, ...]] = []
    async with asyncio.timeout(SECONDS):
        while found != list(wanted):
            found = await rows(scene, SENT)
            await asyncio.sleep(0.05)


async def wishes(scene: Scene, words: str = "water the plants in 40 minutes", where: Where = ALONE) -> None:
    """Ana asks to be reminded, and is told when."""
    shown = await scene.orders(ANA, "remind", words, where)
    assert "water the plants" in shown.text


async def test_it_comes_to_who_asked_alone_when_it_is_due(scene: Scene) -> None:
    await wishes(scene)
    assert not [each for each in await scene.seen_by(ANA, ALONE) if "Reminder:" in each]
    await due(scene)
    told = await scene.told(ANA, "Reminder: water the plants")
    await settled(scene, ("sent", "delivered"))
    assert "late" not in told.text
    again = [each for each in await scene.seen_by(ANA, ALONE) if "Reminder:" in each]
    assert len(again) == 1


async def test_what_was_asked_for_among_others_comes_to_who_asked_alone(scene: Scene) -> None:
    needs(scene, Act.ASIDE)
    await wishes(scene, where=HALL)
    await due(scene)
    await scene.told(ANA, "Reminder: water the plants")
    await settled(scene, ("sent", "delivered"))
    for who in (ANA, BEN):
        assert not [each for each in await scene.seen_by(who, HALL) if "Reminder:" in each]
    assert not [each for each in await scene.seen_by(BEN, ALONE) if "plants" in each]


async def test_what_is_late_says_so(scene: Scene) -> None:
    await wishes(scene)
    await due(scene, late=timedelta(hours=2))
    assert "I am late by 2 h" in (await scene.told(ANA, "Reminder: water the plants")).text


async def test_it_is_said_to_be_done(scene: Scene) -> None:
    await wishes(scene)
    await due(scene)
    told = await scene.told(ANA, "Reminder: water the plants")
    await settled(scene, ("sent", "delivered"))
    if Act.PRESS in scene.acts:
        assert told.press is not None
        assert told.buttons == ("Done", "Edit", "Stop")
        await told.press("Done")
    else:
        assert "/reminders done " in told.text
        ((occurrence,),) = await rows(scene, "SELECT id FROM occurrences")
        await scene.orders(ANA, "reminders", f"done {occurrence}")
    await settled(scene, ("sent", "done"))


def is_late(now: datetime) -> bool:
    """Whether no evening is left that night could mean, so that the next morning is taken, and said."""
    return (now.hour, now.minute) >= (21, 44)


def is_tomorrow_at_nine(at: datetime) -> bool:
    return (at.hour, at.date()) == (9, datetime.now(UTC).date() + timedelta(days=1))


def minutes(count: int) -> Fits:
    """So long from now."""
    return lambda at: abs(at - datetime.now(UTC) - timedelta(minutes=count)) < timedelta(seconds=SECONDS)


@pytest.mark.parametrize(
    ("label", "words", "fits"),
    [
        ("in 15 minutes", "", minutes(15)),
        ("in 1 hour", "", minutes(60)),
        ("tonight", "", lambda at: at.hour in (20, 22) or (is_late(datetime.now(UTC)) and is_tomorrow_at_nine(at))),
        ("tomorrow", "", lambda at: is_tomorrow_at_nine(at)),
        ("in my own words", "in 35 minutes", minutes(35)),
    ],
)
async def test_it_is_put_off_from_its_list_and_comes_again(scene: Scene, label: str, words: str, fits: Fits) -> None:
    needs(scene, Act.PRESS)
    await scene.orders(ANA, "timezone", "UTC")
    await wishes(scene)
    await due(scene)
    told = await scene.told(ANA, "Reminder: water the plants")
    await settled(scene, ("sent", "delivered"))
    assert told.pick is not None
    later = await told.pick(label, words)
    assert "water the plants\nI come again: " in later.text and not later.buttons
    ((ready,),) = await rows(scene, "SELECT ready_at FROM outbox WHERE state = 'waiting'")
    assert isinstance(ready, datetime) and fits(ready)
    await rows(scene, "UPDATE outbox SET ready_at = now() WHERE state = 'waiting'")
    await rows(scene, "SELECT pg_notify('rapport_reminders', platform) FROM outbox")
    await settled(scene, ("sent", "delivered"), ("sent", "delivered"))
    assert len([each for each in await scene.seen_by(ANA, ALONE) if "Reminder: water the plants" in each]) == 1


async def test_it_is_put_off_by_words_where_nothing_can_be_picked(scene: Scene) -> None:
    if Act.PRESS in scene.acts:
        pytest.skip("it is picked from a list there")
    await wishes(scene)
    await due(scene)
    await scene.told(ANA, "Reminder: water the plants")
    ((occurrence,),) = await rows(scene, "SELECT id FROM occurrences")
    await settled(scene, ("sent", "delivered"))
    await scene.orders(ANA, "reminders", f"snooze {occurrence} 1h")
    await rows(scene, "UPDATE outbox SET ready_at = now() WHERE state = 'waiting'")
    await rows(scene, "SELECT pg_notify('rapport_reminders', 'console')")
    await settled(scene, ("sent", "delivered"), ("sent", "delivered"))
    assert len([each for each in await scene.seen_by(ANA, ALONE) if "Reminder:" in each]) == 2


async def test_a_rhythm_goes_on_until_it_is_stopped(scene: Scene) -> None:
    await wishes(scene, "water the plants every 2 hours")
    await due(scene)
    told = await scene.told(ANA, "Reminder: water the plants")
    await settled(scene, ("sent", "delivered"), ("waiting", "due"))
    if told.press is None:
        ((number,),) = await rows(scene, "SELECT id FROM reminders")
        await scene.orders(ANA, "reminders", f"cancel {number}")
    else:
        assert told.buttons == ("Done", "Skip next", "Edit", "Stop")
        await told.press("Stop")
    before = [each for each in await scene.seen_by(ANA, ALONE) if "Reminder:" in each]
    await due(scene)
    await asyncio.sleep(0.5)
    assert [each for each in await scene.seen_by(ANA, ALONE) if "Reminder:" in each] == before


async def test_who_takes_no_direct_messages_is_told_where_they_asked_and_shown_it_alone(scene: Scene) -> None:
    needs(scene, Act.CLOSE, Act.ASIDE)
    await wishes(scene, where=HALL)
    scene.close(ANA)
    await due(scene)
    told = await scene.told(ANA, "take no direct messages", HALL)
    assert "plants" not in told.text and told.press is not None
    assert not [each for each in await scene.seen_by(BEN, HALL) if "water the plants" in each]
    shown = await told.press("Show it")
    assert "water the plants" in shown.text and shown.private
    assert not [each for each in await scene.seen_by(BEN, HALL) if "water the plants" in each]


async def test_what_cannot_be_told_anywhere_waits_until_they_talk(scene: Scene) -> None:
    needs(scene, Act.CLOSE)
    if scene.name != "Slack":
        pytest.skip("where it is closed for good nothing can be told in direct later")
    await wishes(scene)
    scene.close(ANA)
    await due(scene)
    await settled(scene, ("waiting", "due"))
    await scene.says(ANA, "Hello!")
    await scene.told(ANA, "Reminder: water the plants")
    await settled(scene, ("sent", "delivered"))
