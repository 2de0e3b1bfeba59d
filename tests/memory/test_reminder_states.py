"""One reminder, whatever people and senders do to it in any order, is what a model says, and is never lost."""

import asyncio
from datetime import timedelta

import asyncpg
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from memory.memory import Memory
from memory.reminder import Change, Due, OccurrenceId, Reminder, Timing, Way
from memory.store.database import Database, open_database
from tests.memory.learning_world import ANA, World
from tests.memory.reminder_model import Claim, Model
from tests.memory.reminder_world import LEASE, NOW, PLATFORM, new

DAY = timedelta(days=1)
FIRST = 100
SHOWN = """
SELECT c.due_at, s.round, s.answered, s.way = 'talk' AS talk, c.state AS time FROM outbox s
JOIN occurrences c ON c.id = s.occurrence_id WHERE s.reminder_id = $1 AND s.state = 'waiting' ORDER BY 1, 2"""
READY = """
UPDATE outbox s SET ready_at = now() - interval '1 second' FROM occurrences c
WHERE c.id = s.occurrence_id AND s.reminder_id = $1 AND s.state = 'waiting' AND s.way <> 'talk'"""
LAPSED = "UPDATE outbox SET leased_until = NULL WHERE reminder_id = $1"
TIMES = "SELECT id, due_at FROM occurrences WHERE reminder_id = $1 ORDER BY due_at"


def at(number: int) -> object:
    """The time with that number, in the years to come."""
    return NOW + number * DAY


class Held(RuleBasedStateMachine):
    """One reminder in the database and in the model."""

    dsn = ""
    person_number = 0

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.runner.run(self._open())

    async def _open(self) -> None:
        self._opened = open_database(self.dsn, size=1)
        self.database: Database = await self._opened.__aenter__()
        self.owner = await asyncpg.connect(self.dsn)
        self.world = World(Memory(self.database, None), self.database, self.dsn)

    @initialize()
    def add(self) -> None:
        self.model = Model(FIRST)
        self.claims: list[tuple[Due, Claim]] = []
        self.kept: Reminder = self.runner.run(self._add())

    async def _add(self) -> Reminder:
        Held.person_number += 1
        self.person = (await self.world.viewer(ANA)).person
        made, _ = await self.world.memory.reminders.add(
            new(self.person, NOW + FIRST * DAY, source=f"e{Held.person_number}")
        )
        return made

    def _all_ready(self) -> None:
        """All times have come, and all leases are over."""
        self.runner.run(self.owner.fetch(READY, self.kept.id))
        self.runner.run(self.owner.fetch(LAPSED, self.kept.id))
        for each in self.model.sends:
            each.ready = not each.talk

    @rule(waited=st.sampled_from([True, True, True, False]))
    def claim(self, waited: bool) -> None:
        if waited:
            self._all_ready()
        got = self.runner.run(self.world.memory.outbox.claim([PLATFORM], most=50, lease=LEASE))
        self._claimed(got, [each for each in self.model.sends if each.ready])

    @precondition(lambda self: any(each.talk for each in self.model.sends))
    @rule()
    def talk(self) -> None:
        self.runner.run(self.owner.fetch(LAPSED, self.kept.id))
        got = self.runner.run(self.world.memory.outbox.waiting(self.person, "p"))
        self._claimed(got, [each for each in self.model.sends if each.talk])

    def _claimed(self, got: tuple[Due, ...], expected: list[object]) -> None:
        mine = [due for due in got if due.reminder is not None and due.reminder.id == self.kept.id]
        assert len(mine) == len(got) == len(expected)
        for due in mine:
            (send,) = [e for e in self.model.sends if (at(e.due), e.round) == (due.due_at, due.round)]
            send.claim, send.ready, send.held = send.claim + 1, False, True
            assert (due.attempt, due.answered) == (send.claim, send.errand)
            self.claims.append((due, Claim(send, send.claim, self.model.revision)))

    @precondition(lambda self: self.claims)
    @rule(which=st.integers(0, 50), how=st.sampled_from(["sent", "again", "drop", "dead"]), last=st.booleans())
    def settle(self, which: int, how: str, last: bool) -> None:
        due, claim = self.claims[which % len(self.claims)]
        outbox, following = self.world.memory.outbox, None if last else claim.send.due + 1
        times = None if following is None else NOW + following * DAY
        if how in ("sent", "again"):
            if due.answered:
                return
            again = NOW + 500 * DAY if how == "again" else None
            ours = self.runner.run(outbox.sent(due, "m", "p", following=times, again_at=again))
            assert ours == self.model.sent(claim, following, again=how == "again")
        else:
            step = outbox.drop(due, following=times) if how == "drop" else outbox.dead(due, "Refused", following=times)
            assert self.runner.run(step) == self.model.ended(claim, following)

    @precondition(lambda self: self.claims)
    @rule(which=st.integers(0, 50), talk=st.booleans())
    def delay(self, which: int, talk: bool) -> None:
        due, claim = self.claims[which % len(self.claims)]
        following, outbox = claim.send.due, self.world.memory.outbox
        when = NOW + following * DAY
        if talk:
            following += 1
            step = outbox.divert(due, Way.TALK, following=when + DAY)
        elif due.way is Way.TALK:
            return
        else:
            step = outbox.retry(due, when, "Unreachable", following=when)
        assert self.runner.run(step) == self.model.delayed(claim, following, talk=talk)

    @rule()
    def pause(self) -> None:
        self.runner.run(self.world.memory.reminders.pause(self.person, self.kept.id))
        if self.model.standing == "active":
            self.model.standing, self.model.revision = "paused", self.model.revision + 1
            self.model.hold_back()

    @rule(number=st.integers(FIRST, FIRST + 6), over=st.sampled_from([False, False, False, True]))
    def resume(self, number: int, over: bool) -> None:
        due = None if over else NOW + number * DAY
        self.runner.run(self.world.memory.reminders.resume(self.person, self.kept.id, due))
        if self.model.standing == "paused":
            self.model.standing, self.model.revision = "active", self.model.revision + 1
            if over:
                self.model.end()
            else:
                self.model.plan(number, reopen=True)

    @precondition(lambda self: self.model.standing != "cancelled")
    @rule(number=st.integers(FIRST, FIRST + 6), words_only=st.booleans())
    def edit(self, number: int, words_only: bool) -> None:
        timing = None if words_only else Timing("{}", "UTC", "2026b", NOW + number * DAY)
        self.runner.run(self.world.memory.reminders.edit(self.person, self.kept.id, Change("new words", timing)))
        if words_only:
            return
        self.model.revision += 1
        self.model.standing = "active" if self.model.standing == "ended" else self.model.standing
        if self.model.standing == "active":
            self.model.hold_back(number)
            self.model.plan(number, reopen=True)

    @rule(gap=st.integers(0, 2), last=st.booleans())
    def skip(self, gap: int, last: bool) -> None:
        nearest = self.model.next_due()
        following = None if last else (nearest or FIRST) + gap
        times = None if following is None else NOW + following * DAY
        self.runner.run(self.world.memory.reminders.skip(self.person, self.kept.id, times))
        if self.model.standing != "active" or nearest is None or (following is not None and nearest >= following):
            return
        for each in [each for each in self.model.sends if each.due == nearest]:
            self.model._take_back(each)
        self.model.skipped.add(nearest)
        if following is None:
            self.model.end()
        else:
            self.model.plan(following, reopen=True)

    @rule(which=st.integers(0, 50), snooze=st.booleans())
    def answer(self, which: int, snooze: bool) -> None:
        rows = self.runner.run(self.owner.fetch(TIMES, self.kept.id))
        row = rows[which % len(rows)]
        occurrence, number = OccurrenceId(row["id"]), (row["due_at"] - NOW).days
        if snooze and self.model.standing == "cancelled":
            return
        door = self.world.memory.reminders
        if snooze:
            self.runner.run(door.snooze(self.person, occurrence, NOW + 600 * DAY))
        else:
            self.runner.run(door.done(self.person, occurrence))
        self.model.answer(number, snooze=snooze)

    @rule(really=st.sampled_from([False, False, False, False, True]))
    def cancel(self, really: bool) -> None:
        if not really:
            return
        self.runner.run(self.world.memory.reminders.cancel(self.person, self.kept.id))
        if self.model.standing != "cancelled":
            self.model.standing, self.model.revision = "cancelled", self.model.revision + 1
            self.model.hold_back()

    @invariant()
    def is_what_the_model_says(self) -> None:
        now = self.runner.run(self.world.memory.reminders.get(self.person, self.kept.id))
        rows = self.runner.run(self.owner.fetch(SHOWN, self.kept.id))
        found = [((row["due_at"] - NOW).days, row["round"], row["answered"], row["talk"]) for row in rows]
        assert found == sorted((each.due, each.round, each.errand, each.talk) for each in self.model.sends)
        assert (now.standing.value, now.revision) == (self.model.standing, self.model.revision)

    @invariant()
    def is_never_lost(self) -> None:
        assert self.model.standing != "active" or self.model.sends
        assert self.model.standing in ("active", "paused") or not self.model.sends

    def teardown(self) -> None:
        self.runner.run(self.owner.fetch("DELETE FROM reminders WHERE id = $1", self.kept.id))
        self.runner.run(self.owner.close(timeout=10))
        self.runner.run(self._opened.__aexit__(None, None, None))
        self.runner.close()


async def test_whatever_is_done_to_a_reminder_it_is_what_the_model_says(database_dsn: str) -> None:
    Held.dsn = database_dsn
    bounded = settings(
        max_examples=100,
        stateful_step_count=30,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # what fails is short enough as it is, and each step asks the database
    )
    await asyncio.to_thread(run_state_machine_as_test, Held, settings=bounded)
