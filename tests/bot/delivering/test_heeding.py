"""A reminder that is delivered is put as its person likes it, where it is read, and comes in time whatever is known."""

import asyncio
from dataclasses import dataclass, field

import pytest

from adapters.errors import DirectClosed, Refused
from bot.delivering.courier import Manner
from bot.delivering.delivery import Delivery
from bot.delivering.heeding import heeded, wording_for
from bot.delivering.message import place_of
from bot.delivering.waiting import WaitingReminders
from bot.reminders.wording import PLAIN, Wording
from bot.supervise import Supervisor
from memory.errors import DatabaseUnreachable
from memory.reminder import Way
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.wished import Dial, Wishes
from memory.types import Audience, PersonId, Place, Viewer
from tests.bot.delivering.delivery_world import HOUR, LEASE, World, delivering, now, said, settled, until
from tests.bot.delivering.due_makers import due_of
from tests.bot.platform import HALL

FORMAL = Addressee(Wishes({Dial.ADDRESS: 2}))
SHORT = Addressee(Wishes({Dial.LENGTH: -2, Dial.EMOJI: 2}))
PLACE = Place("discord//@101", None, Audience.DIRECT)


@dataclass
class Known:
    """What is known of people by who reads along; who is asked, and how long an answer takes."""

    alone: Addressee = NOBODY
    openly: Addressee = NOBODY
    fault: Exception | None = None
    seconds: float = 0.0
    asked: list[Viewer] = field(default_factory=list)

    async def of(self, viewer: Viewer) -> Addressee:
        """As they are answered there."""
        self.asked.append(viewer)
        await asyncio.sleep(self.seconds)
        if self.fault is not None:
            raise self.fault
        return self.alone if viewer.place.audience is Audience.DIRECT else self.openly


async def delivered(world: World, known: Known) -> str:
    """What Ana is told of what is due."""
    manner = Manner(LEASE, world.now, tones=known)
    async with Supervisor(first_pause=0.05) as supervisor:
        supervisor.start("delivery", Delivery(world.memory.outbox, {world.post.name: world.post}, manner).run)
        await until(lambda: world.post.out)
        await settled(world)
    return world.post.out[0].text


async def german(world: World) -> None:
    """Ana is spoken to in German."""
    await world.memory.choices.set_locale(await world.person(), "de-DE")


async def test_who_wishes_for_it_is_addressed_formally(world: World) -> None:
    await german(world)
    await world.held(now() - HOUR)
    known = Known(alone=FORMAL)
    assert "Bitte entschuldigen Sie die Verspätung von 1 Std." in await delivered(world, known)
    assert [each.place.audience for each in known.asked] == [Audience.DIRECT]


async def test_short_words_and_an_emoji_are_for_who_likes_them(world: World) -> None:
    await german(world)
    await world.held(now() - HOUR)
    first, second = (await delivered(world, Known(alone=SHORT))).splitlines()
    assert first == "⏰ Erinnerung: water the plants"
    assert second.startswith("Fällig: ") and second.endswith("; 1 Std. zu spät.")


async def test_what_somebody_is_like_alone_does_not_show_where_others_read(world: World) -> None:
    await world.held(now(), where=HALL)
    known = Known(alone=SHORT)
    assert await delivered(world, known) == "Reminder: water the plants"
    assert [each.place.audience for each in known.asked] == [Audience.PUBLIC]


@pytest.mark.parametrize("known", [Known(fault=DatabaseUnreachable()), Known(alone=FORMAL, seconds=60)])
async def test_it_comes_all_the_same_where_nobody_knows_their_tone(world: World, known: Known) -> None:
    await world.held(now())
    assert await delivered(world, known) == "Reminder: water the plants"


async def test_what_waited_is_put_as_they_like_it_too(world: World) -> None:
    await german(world)
    await world.held(now() - HOUR)
    world.post.troubles |= {"@101": [DirectClosed()], HALL.channel: [Refused()]}
    async with delivering(world):
        assert await settled(world) == [("waiting", "talk")]
    waiting = WaitingReminders(world.memory.outbox, world.now, tones=Known(alone=FORMAL))
    await waiting.tell(await world.person(), said("hello"), world.post)
    assert "Bitte entschuldigen Sie die Verspätung" in world.post.out[0].text


async def test_a_place_that_nobody_knows_counts_as_open() -> None:
    known, due = Known(), due_of(way=Way.ORIGIN)
    await wording_for(known, due, place_of(due))
    assert known.asked[0].place.audience is Audience.PUBLIC


async def test_without_anybody_to_ask_it_is_plain() -> None:
    assert await heeded(None, PersonId(1), PLACE) == PLAIN
    assert await heeded(Known(alone=FORMAL), PersonId(1), PLACE) == Wording(formal=True)
