"""What a run puts into the database, and what must have been said in the end. Nothing of it is asked of the bot."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from adapters.types import Address, direct_with
from adapters.types import Audience as Heard
from bot.bridge import to_place
from bot.when.rules import Freq, Rule
from bot.when.schedule import Once, Recurring, Schedule
from bot.when.stored import stored
from bot.zones import ZONE_DATA
from memory.memory import Memory
from memory.reminder import NewReminder, Policy
from memory.types import Account, PersonId, Place, Viewer
from tests.reminder_deaths.hands import People
from tests.reminder_deaths.plans import Plan, Story
from tests.reminder_deaths.trouble import Trouble

ZONE = "UTC"
OUTAGE = timedelta(days=3)
AGAIN = timedelta(minutes=10)
MARK = "w{number}x"
AHEAD = timedelta(seconds=0.3)  # that others may follow it before it is due
LONG = 1_990  # characters, which with what stands around them are more than a message of Discord may have
SOME = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """In a channel, or with '' anywhere, so many messages that hold a text."""

    channel: str
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Scene:
    """A plan with its people, whose ids in the database are in the same order."""

    plan: Plan
    people: People
    ids: tuple[PersonId, ...]

    @property
    def mark(self) -> str:
        """What is in each text of this run and in no other."""
        return MARK.format(number=self.plan.number)

    @property
    def room(self) -> Place:
        """Where all can read."""
        return to_place(Address(self.plan.platform, self.people.space, self.people.room), Heard.PUBLIC)

    @property
    def repeats(self) -> bool:
        """Whether it goes on after what is delivered."""
        return self.plan.story in (Story.DAILY, Story.MISSED)


async def entered(memory: Memory, plan: Plan, people: People) -> Scene:
    """The scene, with everybody known in the database."""
    places = [to_place(direct_with(plan.platform, each.handle), Heard.DIRECT) for each in people.all]
    accounts = [Account(plan.platform, each.handle, "Somebody") for each in people.all]
    ids = [await memory.person(account, place) for account, place in zip(accounts, places, strict=True)]
    scene = Scene(plan, people, tuple(ids))
    for account in accounts:
        await memory.person(account, scene.room)
    return scene


async def put(memory: Memory, scene: Scene) -> None:
    """Hold what is to be delivered; it is due by then, or `AHEAD`."""
    who, someone = scene.ids[0], scene.people.all[0]
    if scene.plan.story is Story.NOTICE:
        await memory.outbox.notice(who, scene.plan.platform, someone.handle, scene.mark, scene.mark)
        return
    for number in range(SOME if scene.plan.story is Story.SEVERAL else 1):
        held, _ = await memory.reminders.add(_new(scene, number))
        if scene.plan.story is Story.FOLLOWED:
            other = Viewer(scene.ids[1], scene.room)
            await memory.reminders.offer(who, held.id)
            await memory.reminders.follow(other, scene.plan.platform, scene.people.all[1].handle, held.id)


def _new(scene: Scene, number: int) -> NewReminder:
    plan, someone = scene.plan, scene.people.all[0]
    now = datetime.now(UTC)
    due = now + {Story.MISSED: -OUTAGE, Story.FOLLOWED: AHEAD}.get(plan.story, timedelta())
    return NewReminder(
        scene.ids[0],
        plan.platform,
        someone.handle,
        _text(scene, number),
        stored(_schedule(scene, due)),
        ZONE,
        ZONE_DATA,
        due,
        scene.room,
        "en",
        f"{scene.mark}{number}",
        place=scene.room if plan.story is Story.PLACE else None,
        policy=Policy(again=AGAIN if plan.story is Story.AGAIN else None),
    )


def _text(scene: Scene, number: int) -> str:
    return (
        f"{scene.mark}{number} " + ("water " * LONG)[:LONG]
        if scene.plan.story is Story.LONG
        else f"{scene.mark}{number}"
    )


def _schedule(scene: Scene, due: datetime) -> Schedule:
    wall = due.replace(tzinfo=None)
    if scene.repeats:
        return Recurring(wall.date(), (wall.time(),), ZONE, Rule(Freq.DAILY))
    return Once(wall, ZONE, due)


def expected(scene: Scene) -> tuple[Expected, ...]:
    """All that must have been said, no more and no less."""
    plan, people = scene.plan, scene.people
    first, second = people.all[:2]
    if plan.trouble is Trouble.CLOSED and plan.story is Story.SNOOZED:
        return Expected(first.direct, scene.mark), Expected(people.room, "")
    if plan.trouble is Trouble.CLOSED and plan.story is not Story.PLACE:
        return (Expected(people.room, "", _count(plan.story)),)
    match plan.story:
        case Story.SEVERAL:
            return tuple(Expected(first.direct, f"{scene.mark}{number}") for number in range(SOME))
        case Story.FOLLOWED:
            return Expected(first.direct, scene.mark), Expected(second.direct, scene.mark)
        case Story.PLACE:
            return (Expected(people.room, scene.mark),)
        case Story.TALK:
            return (Expected("", ""),)
        case _:
            return (Expected(first.direct, scene.mark, _count(plan.story)),)


def _count(story: Story) -> int:
    return {Story.SEVERAL: SOME, Story.SNOOZED: 2, Story.AGAIN: 2}.get(story, 1)
