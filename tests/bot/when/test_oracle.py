"""Rhythms for years ahead, against an oracle that looks at each day and walks through the clocks of a zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when import Freq, Once, Recurring, Rule, Weekday
from tests.bot.when.oracle import ONE, Asked, due, fits, shown_at, stretches

# Both halves of the world; half an hour, two hours, at midnight, before midnight; around Ramadan; zones that gave up
# their summer time, moved for good, by half an hour, or over the date line.
ZONES = (
    "America/New_York", "America/Havana", "America/Santiago", "America/Sao_Paulo", "America/Mexico_City",
    "America/Caracas", "America/Nuuk", "America/St_Johns", "Europe/Berlin", "Europe/Istanbul", "Europe/Dublin",
    "Europe/Volgograd", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Juba", "Asia/Amman",
    "Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu", "Asia/Pyongyang", "Asia/Tehran", "Australia/Lord_Howe",
    "Australia/Sydney", "Pacific/Apia", "Pacific/Bougainville", "Pacific/Chatham", "Pacific/Norfolk",
    "Antarctica/Troll", "UTC",
)  # fmt: skip
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))


@pytest.mark.parametrize("zone", ZONES)
def test_around_each_change_of_clocks_until_2062_a_wall_time_is_due_when_it_is_shown(zone: str) -> None:
    changes = [each.begin for each in stretches(zone)[1:]]
    for change, before in zip(changes, stretches(zone), strict=False):
        shown = (change + before.offset).replace(tzinfo=None)
        for step in range(-10, 11):
            for jump in (timedelta(), timedelta(minutes=7), ONE, -ONE):
                wall = shown + step * timedelta(minutes=15) + jump
                assert Once(wall, zone).at == shown_at(wall, zone), wall
    assert bool(changes) == (zone not in ("UTC", "Asia/Kathmandu"))


def test_the_oracle_knows_what_almanacs_say() -> None:
    """Days that anybody can look up, so that it is not only compared with what it judges."""
    assert shown_at(datetime(2027, 3, 28, 2, 30), "Europe/Berlin") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert shown_at(datetime(2027, 10, 31, 2, 30), "Europe/Berlin") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert shown_at(datetime(2011, 12, 30, 9), "Pacific/Apia") == datetime(2011, 12, 30, 19, tzinfo=UTC)
    assert shown_at(datetime(2011, 12, 31, 9), "Pacific/Apia") == datetime(2011, 12, 30, 19, tzinfo=UTC)
    assert shown_at(datetime(2027, 4, 4, 1, 45), "Australia/Lord_Howe") == datetime(2027, 4, 3, 14, 45, tzinfo=UTC)
    friday = Rule(Freq.MONTHLY, weekdays=(Weekday(4, -1),))
    assert [day for day in range(1, 32) if fits(friday, date(2027, 1, 1), date(2027, 1, day))] == [29]


def _weekdays(nths: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[Weekday, ...]]:
    return st.lists(st.builds(Weekday, st.integers(0, 6), nths), min_size=1, max_size=3, unique=True).map(tuple)


EACH = _weekdays(st.just(0))
NTH = _weekdays(st.sampled_from((1, 2, 3, 4, 5, -1, -2)))
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=2, unique=True).map(lambda found: tuple(sorted(found)))
MONTHDAYS = st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
STEPS = st.integers(1, 13)
RULES = st.one_of(
    st.builds(Rule, st.just(Freq.DAILY), STEPS),
    st.builds(Rule, st.just(Freq.DAILY), STEPS, EACH),
    st.builds(Rule, st.just(Freq.WEEKLY), STEPS),
    st.builds(Rule, st.just(Freq.WEEKLY), STEPS, EACH),
    st.builds(Rule, st.just(Freq.MONTHLY), STEPS),
    st.builds(Rule, st.just(Freq.MONTHLY), STEPS, NTH),
    st.builds(Rule, st.just(Freq.MONTHLY), STEPS, monthdays=MONTHDAYS),
    st.builds(Rule, st.just(Freq.MONTHLY), STEPS, monthdays=st.just((-1,))),
    st.builds(Rule, st.just(Freq.MONTHLY), STEPS, monthdays=st.tuples(st.integers(29, 31)), clamp=st.just(True)),
    st.builds(Rule, st.just(Freq.YEARLY), st.integers(1, 4)),
    st.builds(Rule, st.just(Freq.YEARLY), st.integers(1, 4), months=MONTHS, monthdays=MONTHDAYS),
    st.builds(Rule, st.just(Freq.YEARLY), st.integers(1, 4), NTH, months=MONTHS),
    st.builds(
        Rule, st.just(Freq.YEARLY), st.integers(1, 4), months=st.just((2,)), monthdays=st.just((29,)),
        clamp=st.just(True),
    ),
)  # fmt: skip
STARTS = st.one_of(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(
    (date(2024, 2, 29), date(2028, 2, 29), date(2027, 1, 31), date(2027, 12, 31), date(2027, 3, 30))
))  # fmt: skip
YEARS = st.integers(0, 12)


@given(RULES, STARTS, st.lists(TIMES, min_size=1, max_size=4, unique=True), st.sampled_from(ZONES), YEARS)
@settings(max_examples=400, deadline=None)
def test_a_rhythm_is_due_on_its_days_when_clocks_show_it(
    rule: Rule, start: date, times: list[time], zone: str, years: int
) -> None:
    asked = Asked(rule, start, tuple(times), zone, date(start.year + years + 6, 1, 1))
    after = datetime(start.year + years, start.month, 1, 11, tzinfo=UTC)
    wanted = due(asked, after)[:12]
    schedule = Recurring(start, asked.times, zone, rule, ends=asked.until)
    assert list(schedule.first(12, after)) == wanted
    assert schedule.next(after) == next(iter(wanted), None)
    for one, following in pairwise(wanted):
        assert schedule.next(one) == following


@given(RULES, STARTS, st.lists(TIMES, min_size=1, max_size=3, unique=True), st.integers(1, 40), st.integers(0, 900))
@settings(max_examples=150, deadline=None)
def test_what_is_counted_ended_or_left_out_is_so_at_any_time_it_is_asked(
    rule: Rule, start: date, times: list[time], count: int, passed: int
) -> None:
    until = start + timedelta(days=1200)
    without = tuple(start + timedelta(days=each) for each in (0, 3, 31, 366))
    asked = Asked(rule, start, tuple(times), "Europe/Berlin", until, without, count)
    schedule = Recurring(start, asked.times, asked.zone, rule, until, count, without)
    after = datetime.combine(start, time(5), UTC) + timedelta(days=passed)
    assert list(schedule.first(count + 1, after)) == due(asked, after)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2011, 2026, 2040])
def test_each_day_for_two_years_is_due_in_every_zone(zone: str, year: int) -> None:
    """With times in the hours in which clocks change, one of them beside another."""
    times = tuple(time(hour, minute) for hour, minute in ((0, 5), (0, 35), (1, 20), (2, 0), (2, 50), (3, 10), (23, 15)))
    asked = Asked(Rule(Freq.DAILY), date(year, 1, 1), times, zone, date(year + 2, 1, 1))
    after = datetime(year, 1, 1, tzinfo=UTC) - 2 * ONE
    schedule = Recurring(asked.start, times, zone, asked.rule, ends=asked.until)
    assert list(schedule.first(100_000, after)) == due(asked, after)


def test_a_rhythm_with_many_times_a_day_goes_on_for_as_long_as_anybody_lives() -> None:
    """Nothing ends because it has been going on for long, and nothing takes longer for it."""
    hourly = tuple(time(hour, minute) for hour in range(24) for minute in (0, 20, 40))
    schedule = Recurring(date(2026, 1, 1), hourly, "Europe/Berlin", Rule(Freq.DAILY))
    assert schedule.next(datetime(2061, 6, 1, tzinfo=UTC)) == datetime(2061, 6, 1, 0, 20, tzinfo=UTC)
    weekday = Recurring(date(2026, 1, 1), hourly, "UTC", Rule(Freq.WEEKLY, 3, (Weekday(2),)))
    found = schedule.next(datetime(2061, 6, 1, tzinfo=UTC)), weekday.next(datetime(2061, 6, 1, tzinfo=UTC))
    assert all(found)


@given(RULES, STARTS, st.integers(0, 9000))
@settings(max_examples=200, deadline=None)
def test_a_rule_that_begins_later_has_the_same_days(rule: Rule, start: date, passed: int) -> None:
    """So that what goes on for years is no slower to ask: thousands of reminders may be due in one second."""
    day = start + timedelta(days=passed)
    begin = rule.near(start, day)
    assert start <= begin <= day
    assert (day - begin).days < rule.interval * {"D": 1, "W": 7, "M": 31, "Y": 366}[rule.freq.name[0]] + 366
    ends = day + timedelta(days=1500)
    later = [each for each in rule.days(start, ends, begin=begin) if each >= day]
    assert later == [each for each in rule.days(start, ends) if each >= day]
