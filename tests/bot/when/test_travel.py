"""Years of journeys and of rules that change: an hour of the day comes once a day, and to who stays every day."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.rezoning import Moved, followed, rezoned
from bot.when import Freq, Recurring, Rule
from bot.when.stored import restored, stored
from memory.reminder import Policy, Reminder, ReminderId, Standing
from memory.types import PersonId
from tests.bot.when.oracle import ONE, shown_at, stretches

MINUTE = timedelta(minutes=1)

# Both sides of the date line and the furthest from it, half and quarter hours, summer times of both halves of the
# world, at midnight and of half an hour, and zones that moved for good or over the date line.
WORLD = (
    "Pacific/Pago_Pago", "Pacific/Kiritimati", "Pacific/Apia", "Pacific/Chatham", "Pacific/Norfolk",
    "America/Los_Angeles", "America/New_York", "America/Havana", "America/Santiago", "America/St_Johns",
    "Europe/Lisbon", "Europe/Berlin", "Europe/Istanbul", "Africa/Cairo", "Africa/Casablanca", "Asia/Kathmandu",
    "Asia/Tokyo", "Australia/Lord_Howe", "UTC",
)  # fmt: skip
# For one zone under other rules: no more apart than clocks are moved against each other, but for the date line.
NEAR = ("Europe/Lisbon", "Europe/Berlin", "Europe/Istanbul", "Africa/Cairo", "Africa/Casablanca", "UTC")


@dataclass(frozen=True)
class Step:
    """After so long something happens; `sending`: as soon as the next time is being sent. Without a zone: a skip."""

    after: timedelta
    zone: str | None
    sending: bool


Move = Callable[[Reminder, str, datetime], Moved]


@dataclass
class Life:
    """Somebody with an hour of the day: what came of it and when, what they left out, and where they were."""

    at: time
    zone: str
    now: datetime
    came: list[tuple[datetime, set[date]]] = field(default_factory=list)
    left_out: set[date] = field(default_factory=set)
    flown_over: set[date] = field(default_factory=set)
    stays: list[tuple[datetime, datetime, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.schedule = Recurring(self.now.date() - ONE, (self.at,), self.zone, Rule(Freq.DAILY))
        self.due = self._next(self.now)
        self.first = min(self._days(self.due))

    def go(self, step: Step, move: Move) -> None:
        """Live until then, and do it."""
        until = self.due + step.after % ONE / 10 if step.sending else self.now + step.after
        while self.due <= until and not step.sending:
            self._comes(self.due)
        if step.zone is None and not step.sending:
            self.left_out |= self._days(self.due)
            self.due = self._next(self.due)
        self.stays.append((self.now, until, self.zone))
        self.now = until
        if step.zone is not None:
            self._move(step.zone, move)
        elif step.sending:
            self._comes(self.due)

    def _move(self, zone: str, move: Move) -> None:
        found, was = move(self._held(), zone, self.now), self.due
        days = self._days(was)
        assert isinstance(found.schedule, Recurring) and found.due is not None
        self.schedule, self.zone, self.due = found.schedule, zone, found.due
        if was <= self.now and found.due != was:
            self.came.append((was, days))  # what is being sent stays, whatever is planned
            self._pass(max(days) + ONE, min(self._days(self.due)))
        if self.due <= self.now:
            self._comes(was if self.due == was else self.now)

    def _pass(self, day: date, until: date) -> None:
        """Days over whose hour they flew a whole day ahead."""
        while day < until:
            assert shown_at(datetime.combine(day, self.at), self.zone) <= self.now, "it is yet to come"
            self.flown_over.add(day)
            day += ONE

    def _comes(self, when: datetime) -> None:
        self.came.append((when, self._days(self.due)))
        self.due = self._next(max(when, self.due, self.now))

    def _next(self, after: datetime) -> datetime:
        due = self.schedule.next(after)
        assert due is not None
        return due

    def _days(self, due: datetime) -> set[date]:
        """The days whose hour that is, by the oracle; two where a whole day is left out."""
        near = [due.date() + step * ONE for step in range(-2, 3)]
        found = {day for day in near if shown_at(datetime.combine(day, self.at), self.zone) == due}
        assert found, "it comes when clocks show its hour"
        return found

    def _held(self) -> Reminder:
        return Reminder(
            id=ReminderId(1), person=PersonId(1), platform="discord", handle="1", text="x",
            schedule=stored(self.schedule), zone=self.schedule.zone, zone_data="2020.1", language="en",
            policy=Policy(floating=True), standing=Standing.ACTIVE, origin_key="k", place_key=None,
            created_at=self.now, next_due=self.due,
        )  # fmt: skip


def judge(life: Life) -> None:
    """Each day's hour came once at most, none that was left out, and each of a day where they were then."""
    days = [day for _, each in life.came for day in each]
    assert len(days) == len(set(days)), "twice a day"
    assert not life.left_out & set(days), "in spite of being left out"
    for begin, end, zone in life.stays:
        day = begin.date() - 2 * ONE
        while day <= end.date() + 2 * ONE:
            hour = shown_at(datetime.combine(day, life.at), zone)
            if begin < hour <= end and day >= life.first and day not in life.left_out | life.flown_over:
                assert any(day in each and when <= hour for when, each in life.came), (day, zone, "missed")
            day += ONE


def steps(zones: tuple[str, ...]) -> st.SearchStrategy[list[Step]]:
    after = st.one_of(st.integers(1, 3000), st.integers(1, 60 * 24 * 60)).map(lambda count: count * MINUTE)
    return st.lists(
        st.builds(Step, after, st.one_of(st.none(), st.sampled_from(zones), st.sampled_from(zones)), st.booleans()),
        min_size=1, max_size=12,
    )  # fmt: skip


def lives(zones: tuple[str, ...]) -> st.SearchStrategy[Life]:
    """An hour and a day to begin with, of which many are where clocks are changed."""
    begins = st.datetimes(datetime(2010, 1, 1), datetime(2055, 1, 1), timezones=st.just(UTC))
    hours = st.one_of(st.just(time(9)), st.times())
    return st.builds(_life, hours, begins, st.sampled_from(zones), st.none() | st.integers(-90, 90))


def _life(at: time, begin: datetime, zone: str, around: int | None) -> Life:
    """`around`: as many minutes from where the clocks of that zone are changed next, three days before."""
    changes = [each for each in pairwise(stretches(zone)) if each[1].begin > begin]
    if around is not None and changes:
        before, after = changes[0]
        at = (after.begin + before.offset + around * MINUTE).time()
        begin = after.begin - 3 * ONE
    return Life(at.replace(second=0, microsecond=0), zone, begin.replace(second=0, microsecond=0))


@given(lives(WORLD), steps(WORLD))
@settings(max_examples=200, deadline=None)
def test_who_travels_has_their_hour_once_a_day_wherever_they_are(life: Life, steps: list[Step]) -> None:
    for step in steps:
        life.go(step, followed)
    judge(life)


def by_new_rules(kept: Reminder, zone: str, now: datetime) -> Moved:
    """A zone whose rules are from now on those of another."""
    schedule = restored(kept.schedule)
    return rezoned(replace(kept, schedule=stored(replace(schedule, zone=zone)), zone=zone), now)


@given(lives(NEAR), steps(NEAR))
@settings(max_examples=200, deadline=None)
def test_where_rules_of_clocks_change_an_hour_comes_once_a_day(life: Life, steps: list[Step]) -> None:
    for step in steps:
        life.go(step, by_new_rules)
    judge(life)
