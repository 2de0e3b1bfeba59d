"""The new time of a reminder whose zone or whose rules have changed, reckoned without a database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.reminders.rezoning import LONGEST_SHIFT, followed, rezoned
from bot.reminders.wish import once_at
from bot.when import Every, Freq, Once, Recurring, Rule, Schedule, Weekday
from bot.when.stored import stored
from memory.reminder import Policy, Reminder, ReminderId, Standing
from memory.types import PersonId

NOW = datetime.now(UTC).replace(microsecond=0)
BERLIN, TOKYO, LISBON = "Europe/Berlin", "Asia/Tokyo", "Europe/Lisbon"
OLD = "2020.1"
WEEKDAYS = tuple(Weekday(day) for day in range(5))


def held(schedule: Schedule, due: datetime | None) -> Reminder:
    return Reminder(
        id=ReminderId(1), person=PersonId(1), platform="discord", handle="1", text="x", schedule=stored(schedule),
        zone=schedule.zone, zone_data=OLD, language="en", policy=Policy(floating=True), standing=Standing.ACTIVE,
        origin_key="k", place_key=None, created_at=NOW, next_due=due,
    )  # fmt: skip


def test_what_has_come_today_does_not_come_again_today_further_west() -> None:
    """It came at 9:00 in Berlin; at 9:30 its person is in New York, where it is 3:30."""
    plan = Recurring(date(2027, 6, 1), (time(9),), BERLIN, Rule(Freq.DAILY))
    now = datetime(2027, 6, 10, 7, 30, tzinfo=UTC)
    waits = followed(held(plan, datetime(2027, 6, 11, 7, tzinfo=UTC)), "America/New_York", now)
    assert waits.due == datetime(2027, 6, 11, 13, tzinfo=UTC)
    sending = followed(held(plan, datetime(2027, 6, 10, 7, tzinfo=UTC)), "America/New_York", now)
    assert sending.due == datetime(2027, 6, 11, 13, tzinfo=UTC)


@pytest.mark.parametrize("shift", [timedelta(hours=-24), timedelta(minutes=-30), timedelta(hours=1), LONGEST_SHIFT / 2])
def test_one_time_keeps_what_the_clock_shows_however_far_it_moves(shift: timedelta) -> None:
    once = Once(datetime(2027, 6, 10, 9), BERLIN)
    found = rezoned(held(once, once.at + shift), datetime(2027, 6, 1, tzinfo=UTC))
    assert found.due == once.at


def test_every_hour_of_the_day_keeps_its_hours() -> None:
    hours = Recurring(date(2027, 6, 1), tuple(time(hour) for hour in range(8, 20)), BERLIN, Rule(Freq.DAILY))
    now = datetime(2027, 6, 10, 5, tzinfo=UTC)
    assert rezoned(held(hours, datetime(2027, 6, 10, 7, tzinfo=UTC)), now).due == datetime(2027, 6, 10, 6, tzinfo=UTC)


def test_what_has_come_today_does_not_come_again_as_clocks_go_back() -> None:
    """It came at 9:00 by the old rules; by the new ones that was 8:00."""
    plan = Recurring(date(2027, 6, 1), (time(9),), BERLIN, Rule(Freq.DAILY))
    now, tomorrow = datetime(2027, 6, 10, 6, 30, tzinfo=UTC), datetime(2027, 6, 11, 7, tzinfo=UTC)
    assert rezoned(held(plan, tomorrow - timedelta(hours=1)), now).due == tomorrow
    sending = rezoned(held(plan, datetime(2027, 6, 10, 6, tzinfo=UTC)), now)
    assert sending.due == tomorrow


@pytest.mark.parametrize("shift", [timedelta(), timedelta(hours=1), timedelta(hours=-1)])
@pytest.mark.parametrize(
    "plan",
    [
        Recurring(date(2027, 6, 1), (time(9),), BERLIN, Rule(Freq.DAILY)),
        Recurring(date(2027, 6, 1), (time(9), time(21)), BERLIN, Rule(Freq.DAILY)),
        Recurring(date(2027, 6, 1), (time(9),), BERLIN, Rule(Freq.WEEKLY, weekdays=WEEKDAYS)),
    ],
)
def test_what_was_left_out_stays_so_as_rules_change(plan: Recurring, shift: timedelta) -> None:
    sunday = datetime(2027, 6, 13, 12, tzinfo=UTC)
    following = plan.first(2, sunday)[1]
    assert rezoned(held(plan, following - shift), sunday).due == following


def test_an_even_distance_knows_no_clocks() -> None:
    every = Every(datetime(2027, 6, 10, 6, tzinfo=UTC), 7_200, BERLIN)
    following = every.first(2, every.start)[1]
    found = rezoned(held(every, following), every.start)
    assert found.due == following and not found.is_felt


def test_what_is_late_by_the_same_rules_stays() -> None:
    plan = Recurring(date(2027, 6, 1), (time(9),), BERLIN, Rule(Freq.DAILY))
    late = datetime(2027, 6, 10, 7, tzinfo=UTC)
    assert rezoned(held(plan, late), late + timedelta(hours=2)).due == late


@pytest.mark.parametrize(
    "plan",
    [
        Recurring(date(2027, 3, 1), (time(2, 30),), BERLIN, Rule(Freq.DAILY)),
        Once(datetime(2027, 3, 28, 2, 30), BERLIN),
    ],
)
def test_an_hour_that_clocks_leave_out_is_the_hour_that_was_said_elsewhere(plan: Recurring | Once) -> None:
    """Berlin leaves 2:30 out on that day, so it would have come at 3:30; Lisbon has it."""
    now = datetime(2027, 3, 27, 12, tzinfo=UTC)
    due = plan.next(now)
    assert due == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert followed(held(plan, due), LISBON, now).due == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert followed(held(plan, due), "America/New_York", now).due == datetime(2027, 3, 28, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", [TOKYO, LISBON])
def test_in_90_minutes_is_as_far_away_wherever_one_is(zone: str) -> None:
    now = datetime(2027, 6, 10, 7, tzinfo=UTC)
    due = now + timedelta(minutes=90)
    found = followed(held(once_at(due, BERLIN), due), zone, now)
    assert (found.due, found.schedule, found.is_felt) == (due, once_at(due, zone), False)
