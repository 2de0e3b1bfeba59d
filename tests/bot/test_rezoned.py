"""The new time of a reminder whose zone or whose rules have changed, reckoned without a database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.when import Freq, Once, Recurring, Rule, Schedule
from bot.when.stored import stored
from bot.zone_changes import LONGEST_SHIFT, followed, rezoned
from memory.reminder import Policy, Reminder, ReminderId, Standing
from memory.types import PersonId

NOW = datetime.now(UTC).replace(microsecond=0)
BERLIN, TOKYO, LISBON = "Europe/Berlin", "Asia/Tokyo", "Europe/Lisbon"
OLD = "2020.1"


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
