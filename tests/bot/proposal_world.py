"""Somebody who says what they will do, and what is learned and offered of it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from adapters.outgoing import Button, Outgoing
from adapters.types import Author, Message
from bot.delivering.due import moment_of
from bot.delivering.message import message_of
from memory.ports import Extraction
from memory.reminder import Due, Reminder, Standing
from tests.bot.platform import ADA, alone
from tests.bot.serving_world import person_of
from tests.bot.stage import Stage
from tests.memory.learning_world import item

BERLIN = ZoneInfo("Europe/Berlin")
ANA = replace(ADA, handle="103", name="Ana", timezone="Europe/Berlin", locale="en")
QUOTE = "I'll send Ben the report tomorrow at 9pm"
FACT = "Ana will send Ben the report"


async def learn(stage: Stage, message: Message, *facts: dict[str, object]) -> None:
    """The message is said, and these facts are learned from it."""
    await stage.give(message)

    async def extractor(extraction: Extraction) -> object:
        return {"facts": list(facts)}

    learned = await stage.memory.learn_next(extractor)
    assert learned is not None and not learned.dropped, learned


def promise(quote: str = QUOTE, fact: str = FACT, about: str = "Ana", **rest: object) -> dict[str, object]:
    """A commitment, as it is learned."""
    return item(1, quote, fact, about, kind="commitment", **rest)


async def once(stage: Stage) -> int:
    """Weighs some of what is new."""
    return await stage.assembly.proposals.once()


async def all_of(stage: Stage, author: Author = ANA) -> tuple[Reminder, ...]:
    """All reminders of theirs, in whatever standing."""
    return await stage.memory.reminders.of(await person_of(stage, alone("Hi", author)), *Standing)


async def told(stage: Stage) -> list[tuple[str, tuple[Button, ...]]]:
    """What is told beside reminders, with its buttons; claimed once."""
    due = await stage.memory.outbox.claim(["discord"], most=50)
    notices = [each for each in due if each.reminder is None]
    return [(shown.text, shown.buttons) for shown in map(shown_of, notices)]


def shown_of(due: Due) -> Outgoing:
    """The whole message."""
    return message_of(due, moment_of(due, datetime.now(UTC)))
