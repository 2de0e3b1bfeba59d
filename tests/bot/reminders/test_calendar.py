"""The calendar file, read back by two libraries that know nothing of ours: the same times, for years."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrule, rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.reminders.calendar import agenda, calendar_file
from bot.reminders.lists import Showing
from bot.reminders.wish import APART, joined
from bot.when import Every, Freq, Once, Recurring, Rule, Schedule, Weekday
from bot.when.stored import stored
from memory.reminder import Policy, Reminder, ReminderId, Standing
from memory.types import PersonId

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
START, NEW_YORK = date(2026, 11, 26), "America/New_York"
WEEKDAYS = tuple(Weekday(day) for day in range(5))
_RULE, _UNTIL = re.compile(r"^RRULE:(.*)$", re.MULTILINE), re.compile(r"UNTIL=(\w+)Z")
SCHEDULES: dict[str, Schedule] = {
    "once": Once(datetime(2027, 3, 14, 2, 30), NEW_YORK),  # an hour that the clocks leave out
    "instant": Once(datetime(2026, 11, 26, 13), "Europe/Berlin", datetime(2026, 11, 26, 12, 0, 30, tzinfo=UTC)),
    "daily": Recurring(START, (time(9),), "Europe/Berlin", Rule(Freq.DAILY)),
    "gap": Recurring(date(2027, 3, 1), (time(2, 30),), NEW_YORK, Rule(Freq.DAILY), ends=date(2027, 4, 1)),
    "twice": Recurring(date(2027, 10, 25), (time(1, 30),), NEW_YORK, Rule(Freq.DAILY), ends=date(2027, 11, 20)),
    "weekdays": Recurring(START, (time(8), time(17, 30)), "Europe/Berlin", Rule(Freq.WEEKLY, weekdays=WEEKDAYS)),
    "fortnight": Recurring(START, (time(7),), "Asia/Tokyo", Rule(Freq.WEEKLY, 2, (Weekday(1),))),
    "without": Recurring(START, (time(9),), "Europe/Berlin", Rule(Freq.DAILY), without=(START, date(2026, 12, 24))),
    "counted": Recurring(START, (time(9), time(18)), "Europe/Berlin", Rule(Freq.DAILY), count=7),
    "counted without": Recurring(
        START, (time(9),), "Europe/Berlin", Rule(Freq.DAILY), count=5, without=(date(2026, 11, 28),)
    ),
    "nth": Recurring(START, (time(9),), "Australia/Sydney", Rule(Freq.MONTHLY, weekdays=(Weekday(4, -1),))),
    "clamped": Recurring(START, (time(9),), "Europe/Berlin", Rule(Freq.MONTHLY, monthdays=(31,), clamp=True)),
    "31st": Recurring(START, (time(9),), "Europe/Berlin", Rule(Freq.MONTHLY, monthdays=(31,))),
    "yearly": Recurring(START, (time(9),), "Europe/Berlin", Rule(Freq.YEARLY, monthdays=(29,), months=(2,))),
    "every": Every(NOW + timedelta(minutes=7), 5_400, "Europe/Berlin"),
    "every bounded": Every(NOW, 7_200, "Europe/Berlin", ends=NOW + timedelta(hours=10)),
    "every counted": Every(NOW, 300, "Europe/Berlin", count=4),
}


def reminder_of(schedule: Schedule, text: str = "water the fern", *, floating: bool = False) -> Reminder:
    """A reminder with that schedule."""
    return Reminder(
        ReminderId(7), PersonId(1), "console", "ana", text, stored(schedule), schedule.zone, "x", "en",
        Policy(floating=floating), Standing.ACTIVE, "", None, NOW,
    )  # fmt: skip


def instants(event: Event, most: int) -> Iterator[datetime]:
    """When the event is, as dateutil counts it; what the clocks leave out comes later by as much."""
    start, rules = event.start, rruleset()
    assert isinstance(start, datetime)
    wall = start.replace(tzinfo=None)
    rule = _RULE.search(event.to_ical().decode().replace("\r\n ", ""))
    if rule is None:
        rules.rdate(wall)
    else:
        told = _UNTIL.sub(lambda found: _in_wall(found[1], start.tzinfo), rule[1])
        made = rrulestr(told, dtstart=wall)
        assert isinstance(made, rrule)
        rules.rrule(made)
    for each in event.exdates:
        assert isinstance(each, datetime)
        rules.exdate(each.replace(tzinfo=None))
    for _, found in zip(range(most), rules, strict=False):
        yield found.replace(tzinfo=start.tzinfo or UTC).astimezone(UTC)


def _in_wall(until: str, zone: tzinfo | None) -> str:
    """The end of a rule in the wall time of its zone, since dateutil wants both in one kind of time."""
    local = datetime.strptime(until, "%Y%m%dT%H%M%S").replace(tzinfo=UTC).astimezone(zone or UTC)
    return f"UNTIL={local:%Y%m%dT%H%M%S}"


def told_by(content: bytes, most: int) -> list[datetime]:
    """When all events of a file are."""
    calendar = Calendar.from_ical(content.decode())
    return sorted(at for event in calendar.events for at in instants(event, most))[:most]


@pytest.mark.parametrize("name", list(SCHEDULES))
def test_the_file_tells_the_same_times(name: str) -> None:
    schedule = SCHEDULES[name]
    most = 9 if name == "yearly" else 60  # ours goes forty years ahead
    expected = list(schedule.first(most, NOW - timedelta(days=1)))
    assert expected and told_by(calendar_file([reminder_of(schedule)], NOW), most) == expected


@pytest.mark.parametrize("name", list(SCHEDULES))
def test_what_was_left_out_is_not_in_the_file(name: str) -> None:
    schedule = SCHEDULES[name]
    times = schedule.first(21, NOW)
    planned = times[len(times) * 2 // 3]
    all_times = schedule.first(9 if name == "yearly" else 60, NOW - timedelta(days=1))
    expected = [each for each in all_times if not NOW < each < planned]
    kept = replace(reminder_of(schedule), next_due=planned)
    assert told_by(calendar_file([kept], NOW), 60)[: len(expected)] == expected


def test_what_was_left_out_of_an_hour_that_goes_along_is_not_in_the_file() -> None:
    schedule = SCHEDULES["counted"]
    kept = replace(reminder_of(schedule, floating=True), next_due=schedule.first(4, NOW)[3])
    events = Calendar.from_ical(calendar_file([kept], NOW).decode()).events
    assert [each.exdates for each in events] == [
        [datetime(2026, 11, 27, 9)],
        [datetime(2026, 11, 26, 18), datetime(2026, 11, 27, 18)],
    ]


@pytest.mark.parametrize("name", ["daily", "instant", "every"])
def test_what_was_put_off_is_in_the_file_beside_its_times(name: str) -> None:
    schedule, again = SCHEDULES[name], NOW + timedelta(minutes=50)
    kept = replace(reminder_of(schedule), comes_again_at=again)
    expected = sorted((again, *schedule.first(40, NOW - timedelta(days=1))))[:40]
    assert told_by(calendar_file([kept], NOW), 40) == expected
    calendar = Calendar.from_ical(calendar_file([kept], NOW).decode())
    assert len({str(each["uid"]) for each in calendar.events}) == len(calendar.events) == 2


@given(
    interval=st.integers(1, 5),
    days=st.sets(st.integers(0, 6), min_size=1),
    hours=st.sets(st.integers(0, 23), min_size=1, max_size=3),
    count=st.none() | st.integers(1, 20),
    zone=st.sampled_from(["Europe/Berlin", NEW_YORK, "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
)
@settings(max_examples=60, deadline=None)
def test_any_week_reads_back_to_the_same_times(
    interval: int, days: set[int], hours: set[int], count: int | None, zone: str
) -> None:
    rule = Rule(Freq.WEEKLY, interval, tuple(Weekday(each) for each in sorted(days)))
    schedule = Recurring(START, tuple(time(each) for each in sorted(hours)), zone, rule, count=count)
    expected = list(schedule.first(40, NOW - timedelta(days=2)))
    assert told_by(calendar_file([reminder_of(schedule)], NOW), 40) == expected


def test_the_zones_it_names_are_in_it_and_mean_the_same() -> None:
    schedule = SCHEDULES["weekdays"]
    calendar = Calendar.from_ical(calendar_file([reminder_of(schedule)], NOW).decode())
    (zone,) = calendar.timezones
    assert zone.tz_name == "Europe/Berlin" and not calendar.get_missing_tzids()
    made = zone.to_tz(lookup_tzid=False)
    for month in range(1, 13):
        wall = datetime(2027, month, 15, 9)
        assert wall.replace(tzinfo=made).utcoffset() == wall.replace(tzinfo=ZoneInfo("Europe/Berlin")).utcoffset()


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "Australia/Lord_Howe", "Europe/Dublin", NEW_YORK, "Africa/Casablanca", "Pacific/Auckland"]
)
def test_clocks_change_in_the_file_when_they_do(name: str) -> None:
    """RFC 5545 has each onset by the clock that shows before it, so that an hour after it is no hour late that day."""
    schedule, there = Recurring(START, (time(9),), name, Rule(Freq.DAILY)), ZoneInfo(name)
    (zone,) = Calendar.from_ical(calendar_file([reminder_of(schedule)], NOW).decode()).timezones
    seen = 0
    for part in zone.subcomponents:
        before, after = part.TZOFFSETFROM, part.TZOFFSETTO
        for onset in (part.DTSTART, *part.rdates) if before != after else ():
            wall = onset[0] if isinstance(onset, tuple) else onset
            assert isinstance(wall, datetime)
            at = (wall - before).replace(tzinfo=UTC)
            assert (at - timedelta(seconds=1)).astimezone(there).utcoffset() == before, wall
            assert at.astimezone(there).utcoffset() == after, wall
            seen += 1
    assert seen > 20


def test_what_people_wrote_cannot_break_out_of_the_file() -> None:
    text = "lunch\r\nEND:VEVENT\nBEGIN:VEVENT;x=1,\\n"
    calendar = Calendar.from_ical(calendar_file([reminder_of(SCHEDULES["daily"], text)], NOW).decode())
    (event,) = calendar.events
    assert str(event["summary"]) == "lunch END:VEVENT BEGIN:VEVENT;x=1,\\n"


def test_lines_are_folded_and_what_is_only_for_us_is_not_in_the_file() -> None:
    text = joined("water; the “fern”, \\ " + "日本語 äöü " * 20, "in the hall")
    content = calendar_file([reminder_of(SCHEDULES["weekdays"], text)], NOW)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75 and content.count(b"\n") == content.count(b"\r\n")
    first, *_ = Calendar.from_ical(content.decode()).events
    assert (
        str(first["summary"])
        == str(first.alarms.times[0].alarm["description"])
        == " ".join(text.replace(APART, " ").split())
    )


def test_an_hour_that_goes_along_has_no_zone() -> None:
    content = calendar_file([reminder_of(SCHEDULES["counted"], floating=True)], NOW).decode()
    starts = [event.start for event in Calendar.from_ical(content).events]
    assert starts == [datetime(2026, 11, 26, 9), datetime(2026, 11, 26, 18)] and "VTIMEZONE" not in content


def test_no_reminders_are_a_calendar_without_events() -> None:
    assert not Calendar.from_ical(calendar_file([], NOW).decode()).events


def test_the_next_weeks_are_told_day_by_day_in_the_persons_zone() -> None:
    soon = reminder_of(Once(datetime(2026, 11, 27, 9), "Asia/Tokyo"), "call Kyoto")
    far = reminder_of(Once(datetime(2027, 11, 27, 9), "Asia/Tokyo"), "far away")
    told = agenda([far, soon], "Europe/Berlin", Showing(NOW, controls=True))
    assert "Friday, 27 November 2026\n  01:00  call Kyoto" in told and "far away" not in told
    assert agenda([far], "Europe/Berlin", Showing(NOW, controls=True)) == "Nothing is due in the next four weeks."


def test_the_next_weeks_are_told_without_what_was_left_out_and_with_what_was_put_off() -> None:
    daily = SCHEDULES["daily"]
    kept = replace(
        reminder_of(daily), next_due=daily.first(3, NOW)[2], comes_again_at=datetime(2026, 11, 26, 13, tzinfo=UTC)
    )
    lines = agenda([kept], "Europe/Berlin", Showing(NOW, controls=True)).splitlines()[1:]
    assert lines[:4] == [
        "Thursday, 26 November 2026", "  14:00  water the fern", "Sunday, 29 November 2026", "  09:00  water the fern",
    ]  # fmt: skip


def test_the_next_weeks_begin_now_also_for_what_is_late() -> None:
    late = replace(reminder_of(SCHEDULES["daily"]), next_due=NOW - timedelta(hours=4))
    lines = agenda([late], "Europe/Berlin", Showing(NOW, controls=True)).splitlines()
    assert lines[1] == "Friday, 27 November 2026"
