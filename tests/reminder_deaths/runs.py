"""One run: something is due, processes die over it, the last ones do not, and then everybody is asked what happened."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol, cast

from adapters.types import Address
from memory.memory import Memory
from memory.reminder import OccurrenceId
from memory.types import PersonId
from tests.reminder_deaths.children import Child, Overdue, fork, wait
from tests.reminder_deaths.delivering import Talker
from tests.reminder_deaths.evidence import Doings, Evidence, doings_of
from tests.reminder_deaths.hands import Hands, Said
from tests.reminder_deaths.life import Ending, Life, living
from tests.reminder_deaths.owner import Owner
from tests.reminder_deaths.plans import PEOPLE, Company, Plan, Story
from tests.reminder_deaths.scenes import AHEAD, Scene, entered, put
from tests.reminder_deaths.trouble import Trouble

LEASE, SHORT_LEASE = timedelta(seconds=30), timedelta(seconds=0.5)
LIFE_SECONDS, MOST_LIVES = 30.0, 12
SPEED = 10.0
USUAL = 60  # moments of a path that nobody has seen yet


@dataclass(slots=True)
class Events:
    """What happened to the processes of a run."""

    deaths: list[str] = field(default_factory=list)
    halts: list[str] = field(default_factory=list)
    survived: int = 0
    faults: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    sites: Counter[str] = field(default_factory=Counter)
    moments: list[int] = field(default_factory=list)
    doings: dict[str, Doings] = field(default_factory=dict)


ENDINGS = {
    Company.STALLED: Ending.HALT,
    Company.SEVERED: Ending.HALT,
    Company.DISMISSED: Ending.DISMISSAL,
}


@dataclass(slots=True)
class Paths:
    """What was seen of paths by kinds of plans, of lives that came to their end: how long, and where they wait."""

    lengths: dict[str, int] = field(default_factory=dict)
    sites: dict[str, set[str]] = field(default_factory=dict)

    def seen(self, kind: str, events: Events) -> None:
        """More of them."""
        self.lengths[kind] = max([self.lengths.get(kind, 0), *events.moments])
        self.sites.setdefault(kind, set()).update(events.sites)

    def moment(self, plan: Plan, share: float | None) -> tuple[int | None, str | None]:
        """Where a share of the path is: by its length, in every other run by the places at which it waits."""
        sites = sorted(self.sites.get(plan.kind, ()))
        if share is None:
            return None, None
        if sites and plan.number // 2 % 2:
            return None, sites[int(share * len(sites))]
        return 1 + int(share * self.lengths.get(plan.kind, USUAL)), None


class Run:
    """A plan carried out."""

    def __init__(self, owner: Owner, hands: Hands, plan: Plan, paths: Paths) -> None:
        self.events = Events()
        self.earlier: list[Said] = []
        self._owner, self._hands, self._plan, self._paths = owner, hands, plan, paths
        self._talks = plan.number // 2
        people = hands.people(PEOPLE)
        self.scene: Scene = owner.by_door(lambda memory: entered(memory, plan, people))

    def carry_out(self) -> None:
        """From what is due to nothing being left; raises `Overdue`."""
        plan, owner = self._plan, self._owner
        owner.by_door(lambda memory: put(memory, self.scene))
        if plan.story is Story.FOLLOWED:
            time.sleep(AHEAD.total_seconds())
        if plan.story is Story.SNOOZED:
            self._drained()
            self._forget()
            self._answer(_snooze)
        if plan.story is Story.TALK:
            owner.divert(self.scene.ids)
        self._order()
        for share in plan.deaths:
            self._lives(share)
            owner.elapse(self.scene.ids)
        self._drained()
        if plan.story is Story.AGAIN:
            self._forget()
            owner.ripen(self.scene.ids)
            self._lives(plan.deaths[0])
            owner.elapse(self.scene.ids)
            self._drained()
            self._answer(_done)
            self._drained()
        self._hands.lift()

    def said(self) -> list[Said]:
        """All that was said in the run."""
        return [*self.earlier, *self._hands.said(self.scene.people.channels)]

    def evidence(self) -> Evidence:
        """What says of a message that came twice why it did."""
        return Evidence(self._hands.looks(), self.events.doings)

    def _order(self) -> None:
        trouble = self._plan.trouble
        if trouble is not Trouble.NONE:
            channels = self.scene.people.channels
            posts = channels[:1] if trouble is Trouble.CLOSED else channels
            self._hands.order(trouble, posts, 1 + self._plan.number % 3)

    def _lives(self, share: float | None) -> None:
        """One process that dies at its share of the path, with the company that it has."""
        company = self._plan.company
        until, at = self._paths.moment(self._plan, share)
        first = self._fork(until, at, ENDINGS.get(company, Ending.DEATH))
        others = [self._fork(None if until is None else 1 + until // 2)] if company is Company.PAIR else []
        wait([first, *others], LIFE_SECONDS)
        if first.stood:
            if company is Company.SEVERED:
                self._owner.cut()
            else:
                self._overtaken()
            first.go_on()
            wait([first], LIFE_SECONDS)
        for child in (first, *others):
            self._hear(child)

    def _overtaken(self) -> None:
        """Another process has the lease of the one that stands still, once that is over."""
        time.sleep(SHORT_LEASE.total_seconds())
        other = self._fork(None)
        wait([other], LIFE_SECONDS)
        self._hear(other)

    def _drained(self) -> None:
        """Lives without a death until nothing is left; raises `Overdue`."""
        for _ in range(MOST_LIVES):
            if not self._owner.left(self.scene.ids):
                return
            self._owner.elapse(self.scene.ids)
            child = self._fork(None)
            wait([child], LIFE_SECONDS)
            self._hear(child)
        raise Overdue

    def _fork(self, until: int | None, at: str | None = None, ending: Ending = Ending.DEATH) -> Child:
        stalled, talker = self._plan.company is Company.STALLED, None
        lease, speed = (SHORT_LEASE, 1.0) if stalled else (LEASE, SPEED)
        if self._plan.story is Story.TALK:
            talker = self._talker()
        return fork(living(Life(self._owner.dsn, self._hands.site, lease, until, at, ending, speed, talker)))

    def _talker(self) -> Talker:
        """The person, who talks now here and now there."""
        people, self._talks = self.scene.people, self._talks + 1
        room = Address(self._plan.platform, people.space, people.room) if self._talks % 2 else None
        return Talker(self.scene.ids[0], people.all[0].handle, room)

    def _hear(self, child: Child) -> None:
        """What a process told before it was no more."""
        lines = [cast(dict[str, object], each) for each in child.told()]
        events, told = self.events, {name: value for each in lines for name, value in each.items()}
        events.doings[str(child.pid)] = doings_of(lines)
        ended, dismissed = "complaints" in told, "dismissed" in told
        if "at" in told:
            (events.halts if ended and not dismissed else events.deaths).append(str(told["at"]))
        elif not ended:
            events.faults.append("ended without a word")
        events.survived += ended and not dismissed
        events.faults += [str(told["fault"])] if "fault" in told else []
        events.complaints += cast(list[str], told.get("complaints", []))
        events.moments += [cast(int, told["moments"])] if "moments" in told else []
        events.sites.update(cast(dict[str, int], told.get("sites", {})))

    def _forget(self) -> None:
        """What was said so far was long ago."""
        self.earlier = self._hands.said(self.scene.people.channels)
        self._hands.purge(self.scene.people.channels)

    def _answer(self, answer: "Answer") -> None:
        """The person does something about what they were told."""
        who = self.scene.ids[0]
        for each, _, _ in self._owner.belief(self.scene.ids).occurrences:
            self._owner.by_door(partial(answer, who=who, occurrence=OccurrenceId(each)))


async def _snooze(memory: Memory, *, who: PersonId, occurrence: OccurrenceId) -> None:
    await memory.reminders.snooze(who, occurrence, datetime.now(UTC))


async def _done(memory: Memory, *, who: PersonId, occurrence: OccurrenceId) -> None:
    await memory.reminders.done(who, occurrence)


class Answer(Protocol):
    """What somebody does about what is due."""

    async def __call__(self, memory: Memory, *, who: PersonId, occurrence: OccurrenceId) -> None:
        """Do it."""
