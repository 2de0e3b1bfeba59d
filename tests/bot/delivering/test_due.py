"""When what is due should have come: lateness, missed times, quiet hours, what is of no use any more, what follows."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivering.due import MOST_ROUNDS, moment_of
from bot.when import Every
from memory.reminder import Due, Policy, Way
from tests.bot.delivering.due_makers import (
    AT,
    DAILY,
    HOUR,
    LISBON,
    MINUTE,
    NOTICE,
    OFTEN,
    ONCE,
    due_of,
    in_hall,
    of_ben,
)

DAY = timedelta(days=1)
NIGHT = (time(22), time(7))


def quiet(due: Due, hours: tuple[time, time] = NIGHT, *, at: datetime = AT) -> Due:
    """The same for somebody with quiet hours, due at another time."""
    return replace(due, quiet=hours, due_at=at, ready_at=at)


def test_what_comes_in_time_is_not_late() -> None:
    moment = moment_of(due_of(), AT + 2 * MINUTE)
    assert (moment.late, moment.is_late, moment.missed, moment.following) == (2 * MINUTE, False, 0, None)
    assert moment_of(due_of(), AT + 3 * MINUTE).is_late
    assert moment_of(due_of(), AT - MINUTE).late == timedelta(), "somebody's clock is behind"


def test_a_rhythm_goes_on_from_now_and_counts_what_it_missed() -> None:
    moment = moment_of(due_of(DAILY), AT + 3 * DAY + HOUR)
    assert (moment.following, moment.missed) == (AT + 4 * DAY, 3)
    assert moment_of(due_of(DAILY), AT).following == AT + DAY
    early = moment_of(due_of(DAILY), AT - HOUR)
    assert (early.following, early.missed) == (AT + DAY, 0), "its own time is not the next one"
    assert moment_of(due_of(OFTEN), AT + HOUR).missed == 12


def test_a_rhythm_that_has_ended_has_nothing_to_follow() -> None:
    assert moment_of(due_of(Every(AT, 300, LISBON, count=1)), AT).following is None
    moment = moment_of(due_of(Every(AT, 300, LISBON, count=3)), AT + HOUR)
    assert (moment.following, moment.missed) == (None, 2)


def test_what_waits_for_years_is_counted_for_a_while_only() -> None:
    assert moment_of(due_of(OFTEN), AT + 900 * DAY).missed == 1000


def test_what_comes_too_late_to_be_of_use() -> None:
    due = due_of(policy=Policy(useless_after=HOUR))
    assert not moment_of(due, AT + HOUR).useless
    assert moment_of(due, AT + HOUR + MINUTE).useless
    assert not moment_of(due_of(), AT + 900 * DAY).useless


def test_who_puts_it_off_wants_it_later() -> None:
    due = due_of(policy=Policy(useless_after=HOUR), round=1)
    moment = moment_of(due, due.ready_at + MINUTE)
    assert (moment.useless, moment.late) == (False, MINUTE)
    assert moment_of(due, due.ready_at + 2 * HOUR).useless


def test_what_is_asked_again_stops_when_it_is_of_no_use() -> None:
    due = due_of(policy=Policy(useless_after=HOUR, again=10 * MINUTE), round=6)
    assert moment_of(due, AT + HOUR + MINUTE).useless


def test_what_was_tried_before_is_late_since_then() -> None:
    due = replace(due_of(round=1), first_tried_at=AT + HOUR, ready_at=AT + 3 * HOUR, attempt=4)
    assert moment_of(due, AT + 3 * HOUR).late == 2 * HOUR


@pytest.mark.parametrize(
    ("at", "held"),
    [
        (datetime(2026, 1, 7, 22, 0, tzinfo=UTC), datetime(2026, 1, 8, 7, tzinfo=UTC)),
        (datetime(2026, 1, 8, 6, 59, tzinfo=UTC), datetime(2026, 1, 8, 7, tzinfo=UTC)),
        (datetime(2026, 1, 8, 7, 0, tzinfo=UTC), None),
        (datetime(2026, 1, 7, 21, 59, tzinfo=UTC), None),
    ],
)
def test_in_quiet_hours_it_is_kept_until_their_end(at: datetime, held: datetime | None) -> None:
    assert moment_of(quiet(due_of(), at=at), at).held == held


def test_quiet_hours_are_those_of_where_the_person_is() -> None:
    noon = datetime(2026, 1, 7, 12, tzinfo=UTC)
    there = replace(quiet(due_of(), at=noon), zone="Asia/Tokyo")
    assert moment_of(there, noon + 2 * HOUR).held == datetime(2026, 1, 7, 22, tzinfo=UTC)
    assert moment_of(replace(there, quiet=(time(12), time(13))), noon).held is None


def test_quiet_hours_within_a_day_end_that_day() -> None:
    due = quiet(due_of(), (time(8), time(10)))
    assert moment_of(due, AT).held == AT + HOUR


def test_what_quiet_hours_kept_is_not_late() -> None:
    at = datetime(2026, 1, 7, 23, tzinfo=UTC)
    due = replace(quiet(due_of(), at=at), ready_at=datetime(2026, 1, 8, 7, tzinfo=UTC))
    moment = moment_of(due, datetime(2026, 1, 8, 7, tzinfo=UTC))
    assert (moment.held, moment.kept, moment.late) == (None, True, timedelta())
    assert moment_of(due, datetime(2026, 1, 8, 9, tzinfo=UTC)).late == 2 * HOUR


@pytest.mark.parametrize(
    "due",
    [
        due_of(policy=Policy(again=10 * MINUTE)),
        due_of(round=1),
        in_hall(due_of()),
        due_of(policy=Policy(useless_after=HOUR)),
    ],
    ids=["asked until acknowledged", "put off by the person", "for a place", "of no use afterwards"],
)
def test_what_is_wanted_now_is_not_kept(due: Due) -> None:
    night = datetime(2026, 1, 7, 23, tzinfo=UTC)
    moment = moment_of(quiet(due, at=night), night)
    assert (moment.held, moment.useless) == (None, False)


def test_a_notice_is_kept_in_quiet_hours_too() -> None:
    night = datetime(2026, 1, 7, 23, tzinfo=UTC)
    due = replace(NOTICE, quiet=NIGHT, zone=LISBON, ready_at=night)
    assert moment_of(due, night).held == datetime(2026, 1, 8, 7, tzinfo=UTC)
    assert moment_of(NOTICE, AT + MINUTE).following is None


def test_it_is_asked_again_until_the_last_time() -> None:
    due = due_of(policy=Policy(again=10 * MINUTE))
    assert moment_of(due, AT).again == AT + 10 * MINUTE
    assert moment_of(replace(due, round=MOST_ROUNDS - 1), AT).again is None
    assert moment_of(due_of(), AT).again is None


def test_who_joined_in_is_asked_once() -> None:
    assert moment_of(of_ben(due_of(policy=Policy(again=10 * MINUTE))), AT).again is None


def test_a_schedule_that_nobody_can_read_ends_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    due = due_of(ONCE)
    assert due.reminder is not None
    with caplog.at_level(logging.ERROR):
        moment = moment_of(replace(due, reminder=replace(due.reminder, schedule="{}")), AT)
    assert (moment.following, moment.missed) == (None, 0)
    assert [each.getMessage() for each in caplog.records] == ["schedule not readable"]


def test_what_goes_to_where_it_was_asked_is_kept_in_quiet_hours_too() -> None:
    night = datetime(2026, 1, 7, 23, tzinfo=UTC)
    assert moment_of(quiet(due_of(way=Way.ORIGIN), at=night), night).held is not None


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Chatham", "Australia/Lord_Howe"])
@given(minute=st.integers(0, 366 * 24 * 60), begin=st.times(), until=st.times())
def test_what_quiet_hours_keep_is_kept_until_some_time_to_come(
    zone: str, minute: int, begin: time, until: time
) -> None:
    """Also where clocks show an hour twice: kept until a moment that is over, it would be looked at without rest."""
    hours = begin.replace(second=0, microsecond=0), until.replace(second=0, microsecond=0)
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    held = moment_of(replace(due_of(), zone=zone, quiet=hours), at).held
    assert held is None or at < held <= at + timedelta(hours=26)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        (datetime(2026, 10, 25, 0, 10, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_quiet_hours_that_end_where_clocks_change(at: datetime, end: datetime) -> None:
    due = replace(due_of(), zone="Europe/Berlin", quiet=(time(22), time(2, 30)))
    assert moment_of(due, at).held == end
