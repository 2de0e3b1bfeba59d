"""Schedules as they are stored: every one comes back as it was, and nothing else is taken for one."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.when import Every, Freq, Once, Recurring, Rule, Schedule, Weekday
from bot.when.stored import restored, stored

ZONE = st.sampled_from(("Europe/Lisbon", "America/New_York", "Pacific/Chatham", "Etc/GMT-2", "UTC"))
DAY = st.dates(date(1970, 1, 1), date(2200, 12, 31))
WALL = st.datetimes(datetime(1970, 1, 1), datetime(2200, 12, 31))
INSTANT = WALL.map(lambda each: each.replace(tzinfo=UTC))
COUNT = st.none() | st.integers(1, 1000)
RULE = st.builds(
    Rule,
    st.sampled_from(Freq),
    st.integers(1, 400),
    st.lists(st.builds(Weekday, st.integers(0, 6), st.integers(-5, 5)), max_size=7).map(tuple),
    st.lists(st.integers(-31, 31), max_size=4).map(tuple),
    st.lists(st.integers(1, 12), max_size=4).map(tuple),
    st.booleans(),
)
SCHEDULE = st.one_of(
    st.builds(Once, WALL, ZONE, st.none() | INSTANT),
    st.builds(Every, INSTANT, st.integers(1, 10**7), ZONE, st.none() | INSTANT, COUNT),
    st.builds(
        Recurring,
        DAY,
        st.lists(st.times(), min_size=1, max_size=4).map(tuple),
        ZONE,
        RULE,
        st.none() | DAY,
        COUNT,
        st.lists(DAY, max_size=3).map(tuple),
    ),
)
DAILY = Recurring(date(2026, 1, 7), (time(9),), "Europe/Lisbon", Rule(Freq.MONTHLY, monthdays=(31,), clamp=True))


@given(SCHEDULE)
def test_every_schedule_comes_back_as_it_was(schedule: Schedule) -> None:
    assert restored(stored(schedule)) == schedule


def test_what_comes_back_is_due_at_the_same_times() -> None:
    after = datetime(2026, 1, 7, tzinfo=UTC)
    assert restored(stored(DAILY)).first(14, after) == DAILY.first(14, after)


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    there = datetime.fromisoformat("2026-01-07T12:00:00+05:45")
    found = restored(stored(Every(there, 90, "Asia/Kathmandu")))
    assert found == Every(there, 90, "Asia/Kathmandu") and isinstance(found, Every)
    assert found.start.utcoffset() == timedelta()


@pytest.mark.parametrize(
    "changed",
    [
        {"is": "sometimes"},
        {"is": None},
        {"zone": "Europe/Atlantis"},
        {"zone": "../etc/passwd"},
        {"zone": 7},
        {"times": []},
        {"times": ["09:00:00+02:00"]},
        {"times": "09:00:00"},
        {"start": "2026-02-30"},
        {"start": "2026-01-07T09:00:00"},
        {"count": 0},
        {"count": True},
        {"count": 1.0},
        {"without": [20260107]},
        {"rule": None},
        {"rule": {}},
        {"more": 1},
    ],
)
def test_what_is_no_schedule_is_refused(changed: dict[str, object]) -> None:
    fields = json.loads(stored(DAILY))
    assert restored(json.dumps(fields)) == DAILY
    with pytest.raises(ValueError):
        restored(json.dumps(fields | changed))


@pytest.mark.parametrize("changed", [{"clamp": 1}, {"interval": 0}, {"months": [13]}, {"weekdays": [[1, "XX"]]}])
def test_what_is_no_rule_is_refused(changed: dict[str, object]) -> None:
    fields = json.loads(stored(DAILY))
    with pytest.raises(ValueError):
        restored(json.dumps(fields | {"rule": fields["rule"] | changed}))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "1", "nonsense", "[" * 9000, "9" * 30_000])
def test_what_is_no_json_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        restored(text)


def test_a_field_that_is_missing_is_missed() -> None:
    fields = json.loads(stored(DAILY))
    for name in fields:
        with pytest.raises(ValueError):
            restored(json.dumps({key: value for key, value in fields.items() if key != name}))


def test_a_time_that_means_no_instant_is_not_stored() -> None:
    with pytest.raises(ValueError):
        stored(Every(datetime(2026, 1, 7), 60, "UTC"))
    with pytest.raises(ValueError):
        stored(Once(datetime(2026, 1, 7, tzinfo=UTC), "UTC"))
