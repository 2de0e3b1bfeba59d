"""When things are due, against an oracle that searches minute by minute what the clocks of a zone show."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when import Every, Freq, Once, Recurring, Rule, Weekday, read_rule
from bot.when.schedule import is_skipped, is_twice

NEW_YORK = "America/New_York"
# Clocks that change by an hour, by half of one, at midnight, on the other half of the world, and not at all.
ZONES = (NEW_YORK, "Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "Pacific/Chatham", "Asia/Kathmandu")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def due_by_search(day: date, at: time, zone: str) -> datetime:
    """The first minute that shows that time; where none does, the clock before the change is kept on running."""
    begin = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    shown = [(begin + MINUTE * step, (begin + MINUTE * step).astimezone(ZoneInfo(zone))) for step in range(60 * 56)]
    wanted = datetime.combine(day, at)
    walls = [(instant, local.replace(tzinfo=None, fold=0)) for instant, local in shown]
    for instant, wall in walls:
        if wall == wanted:
            return instant
    for (_, before), (instant, after) in pairwise(walls):
        if before < wanted < after:
            return instant - MINUTE + (wanted - before)
    raise AssertionError("no minute and no gap")


@given(
    st.sampled_from(ZONES),
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None)),
)
@settings(max_examples=60, deadline=None)
def test_a_wall_time_is_due_when_the_clocks_show_it(zone: str, day: date, at: time) -> None:
    assert Once(datetime.combine(day, at), zone).at == due_by_search(day, at, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_nights_on_which_clocks_change_are_searched_too(zone: str) -> None:
    """Chance rarely meets them, so each change of two years is looked at, around it minute by quarter."""
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    hours = [begin + timedelta(hours=step) for step in range(24 * 730)]
    changes = [later for earlier, later in pairwise(hours) if _offset(earlier, zone) != _offset(later, zone)]
    for change in changes:
        local = change.astimezone(ZoneInfo(zone))
        for step in range(-8, 9):
            wall = (local.replace(tzinfo=None) + step * timedelta(minutes=15)).replace(second=0)
            assert Once(wall, zone).at == due_by_search(wall.date(), wall.time(), zone), wall
    assert bool(changes) == (zone != "Asia/Kathmandu")


def _offset(instant: datetime, zone: str) -> timedelta | None:
    return instant.astimezone(ZoneInfo(zone)).utcoffset()


def test_what_the_clocks_leave_out_or_show_twice_is_known() -> None:
    assert is_skipped(datetime(2027, 3, 14, 2, 30), NEW_YORK)
    assert is_twice(datetime(2027, 11, 7, 1, 30), NEW_YORK)
    assert not is_twice(datetime(2027, 3, 14, 2, 30), NEW_YORK)
    assert not is_skipped(datetime(2027, 11, 7, 1, 30), NEW_YORK)


def daily(at: time, start: date = date(2026, 10, 31), **parts: int) -> Recurring:
    return Recurring(start, (at,), NEW_YORK, Rule(Freq.DAILY), count=parts.get("count"))


def test_every_day_is_once_a_day_also_when_an_hour_comes_twice() -> None:
    due = daily(time(1, 30)).first(4, datetime(2026, 10, 30, 12, tzinfo=UTC))
    assert [each.astimezone(ZoneInfo(NEW_YORK)).day for each in due] == [31, 1, 2, 3]
    assert due[1] == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_rhythm_on_the_wall_moves_with_the_clocks_and_an_even_one_does_not() -> None:
    after = datetime(2026, 10, 31, 14, tzinfo=UTC)
    wall = daily(time(9), date(2026, 11, 1)).first(2, after)
    assert [each.hour for each in wall] == [14, 14]
    even = Every(after + DAY, 86_400, NEW_YORK)
    assert even.next(after) == datetime(2026, 11, 1, 14, tzinfo=UTC)
    assert even.first(3, after)[-1] - after == 3 * DAY


def test_a_short_month_has_its_last_day_where_that_was_said() -> None:
    rule = Rule(Freq.MONTHLY, monthdays=(30,), clamp=True)
    days = [each.date() for each in Recurring(date(2027, 1, 1), (time(12),), "UTC", rule).first(3, _utc(2027, 1, 1))]
    assert days == [date(2027, 1, 30), date(2027, 2, 28), date(2027, 3, 30)]
    only = Rule(Freq.MONTHLY, monthdays=(31,))
    due = Recurring(date(2027, 1, 1), (time(12),), "UTC", only).first(3, _utc(2027, 1, 1))
    assert [each.month for each in due] == [1, 3, 5]


def test_a_leap_day_is_the_last_of_february_in_other_years() -> None:
    rule = Rule(Freq.YEARLY, monthdays=(29,), months=(2,), clamp=True)
    days = [each.date() for each in Recurring(date(2027, 1, 1), (time(12),), "UTC", rule).first(2, _utc(2027, 1, 1))]
    assert days == [date(2027, 2, 28), date(2028, 2, 29)]


def _utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def test_a_rhythm_ends_after_its_count_before_its_end_and_skips_what_is_left_out() -> None:
    assert len(daily(time(9), count=3).first(9, _utc(2026, 10, 1))) == 3
    bounded = Recurring(date(2026, 11, 1), (time(9),), "UTC", Rule(Freq.DAILY), ends=date(2026, 11, 4))
    assert [each.day for each in bounded.first(9, _utc(2026, 11, 1))] == [1, 2, 3]
    assert bounded.next(_utc(2026, 11, 4)) is None
    skipping = Recurring(date(2026, 11, 1), (time(9),), "UTC", Rule(Freq.DAILY), without=(date(2026, 11, 2),))
    assert [each.day for each in skipping.first(2, _utc(2026, 11, 1))] == [1, 3]
    assert Every(_utc(2026, 11, 1), 3600, "UTC", count=2).first(9, _utc(2026, 10, 1))[-1].hour == 1


def test_a_rule_that_never_fits_has_no_next() -> None:
    never = Recurring(date(2026, 1, 1), (time(9),), "UTC", Rule(Freq.YEARLY, monthdays=(30,), months=(2,)))
    assert never.next(_utc(2026, 1, 1)) is None


def test_two_times_a_day_come_in_order() -> None:
    twice = Recurring(date(2026, 11, 1), (time(21), time(9)), "UTC", Rule(Freq.DAILY))
    assert [each.hour for each in twice.first(3, _utc(2026, 11, 1))] == [9, 21, 9]


WEEKDAYS = st.lists(st.builds(Weekday, st.integers(0, 6)), min_size=1, max_size=7, unique=True).map(tuple)


@given(st.integers(1, 30), WEEKDAYS)
def test_a_weekly_rule_is_read_back_from_its_text(interval: int, weekdays: tuple[Weekday, ...]) -> None:
    rule = Rule(Freq.WEEKLY, interval, weekdays)
    assert read_rule(str(rule)) == rule


@pytest.mark.parametrize(
    "rule",
    [
        Rule(Freq.DAILY, 3),
        Rule(Freq.MONTHLY, monthdays=(-1,)),
        Rule(Freq.MONTHLY, monthdays=(30,), clamp=True),
        Rule(Freq.MONTHLY, 2, weekdays=(Weekday(4, -1),)),
        Rule(Freq.YEARLY, monthdays=(3,), months=(3,)),
    ],
)
def test_other_rules_are_read_back_too(rule: Rule) -> None:
    assert read_rule(str(rule)) == rule


@pytest.mark.parametrize("text", ["", "FREQ=SECONDLY", "INTERVAL=2", "FREQ"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_rule(text)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(60, 10**7))
def test_an_even_rhythm_is_due_after_the_time_asked_and_at_a_whole_distance(after: datetime, seconds: int) -> None:
    start = _utc(2027, 6, 1)
    due = Every(start, seconds, "UTC").next(after)
    assert due is not None and due > after and due >= start
    assert (due - start) % timedelta(seconds=seconds) == timedelta()
    assert due == start or due - timedelta(seconds=seconds) <= after
