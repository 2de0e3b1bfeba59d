"""What is said of a schedule reads back to the same schedule: an echo that says something else would be a lie."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when import Every, Freq, Once, Recurring, Rule, Schedule, Unsure, Weekday, read, say
from bot.when.lexicon import LANGUAGES
from bot.when.rules import WEEKEND, WORKDAYS

ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "UTC",
    "America/Argentina/Buenos_Aires",
)
HERE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def back(schedule: Schedule) -> Schedule | None:
    reading = read(say(schedule), NOW, HERE, languages=("en-US",))
    assert reading.question is None, (say(schedule), reading.question)
    return reading.understood


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
DAYS = st.dates(date(2026, 11, 24), date(2035, 12, 31))
RULES = st.one_of(
    st.builds(Rule, st.just(Freq.DAILY), st.integers(1, 90)),
    st.builds(
        Rule,
        st.just(Freq.WEEKLY),
        st.integers(1, 12),
        st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(map(Weekday, sorted(days)))),
    ),
    st.sampled_from([Rule(Freq.WEEKLY, 1, WORKDAYS), Rule(Freq.WEEKLY, 1, WEEKEND)]),
    st.builds(Rule, st.just(Freq.MONTHLY), st.just(1), st.just(()), st.integers(1, 28).map(lambda day: (day,))),
    st.builds(
        Rule,
        st.just(Freq.MONTHLY),
        st.just(1),
        st.builds(Weekday, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1])).map(lambda day: (day,)),
    ),
    st.sampled_from(
        [
            Rule(Freq.MONTHLY, monthdays=(-1,)),
            Rule(Freq.MONTHLY, monthdays=(31,)),
            Rule(Freq.MONTHLY, monthdays=(30,), clamp=True),
            Rule(Freq.YEARLY, monthdays=(3,), months=(3,)),
            Rule(Freq.YEARLY, monthdays=(29,), months=(2,), clamp=True),
        ]
    ),
)


@given(DAYS, st.times().map(lambda at: at.replace(microsecond=0)), st.sampled_from(ZONES))
@settings(deadline=None)
def test_one_time_reads_back(day: date, at: time, zone: str) -> None:
    once = Once(datetime.combine(day, at), zone)
    assert back(once) == once


@given(st.integers(1, 90 * 86_400), st.integers(1, 10_000_000), st.sampled_from(ZONES))
@settings(deadline=None)
def test_an_even_rhythm_reads_back(seconds: int, ahead: int, zone: str) -> None:
    start = NOW + timedelta(seconds=ahead)
    if start.astimezone(ZoneInfo(zone)).fold:
        return  # the second of two equal hours cannot be said
    assert back(Every(start, seconds, zone)) == Every(start, seconds, zone)


@given(RULES, DAYS, TIMES, st.sampled_from(ZONES))
@settings(deadline=None)
def test_a_rhythm_on_the_wall_reads_back(rule: Rule, begin: date, at: time, zone: str) -> None:
    start = next(rule.days(begin))
    recurring = Recurring(start, (at,), zone, rule)
    assert back(recurring) == recurring


@pytest.mark.parametrize(
    "bounds",
    [
        {"ends": date(2027, 3, 2)},
        {"count": 10},
        {"without": (date(2026, 12, 24), date(2026, 12, 25))},
        {"ends": date(2027, 3, 2), "without": (date(2026, 12, 24),)},
    ],
)
def test_bounds_read_back(bounds: dict[str, date]) -> None:
    rule = Rule(Freq.WEEKLY, 1, (Weekday(1), Weekday(3)))
    plain = Recurring(date(2026, 11, 24), (time(7, 45),), "Europe/Berlin", rule)
    fields = {name: getattr(plain, name) for name in ("start", "times", "zone", "rule")}
    recurring = Recurring(**{**fields, **bounds})
    assert back(recurring) == recurring


@pytest.mark.parametrize("language", LANGUAGES)
@given(DAYS, TIMES, st.sampled_from([Rule(Freq.DAILY), Rule(Freq.WEEKLY, 1, (Weekday(0), Weekday(3)))]), st.booleans())
@settings(deadline=None, max_examples=12)
def test_it_reads_back_in_each_language(language: str, day: date, at: time, rule: Rule, once: bool) -> None:
    start = next(rule.days(day))
    schedule = Once(datetime.combine(day, at), "Asia/Tokyo") if once else Recurring(start, (at,), "Asia/Tokyo", rule)
    said = say(schedule, language)
    assert language == "en" or said != say(schedule)
    assert read(said, NOW, HERE, languages=(language,)).understood == schedule, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_of_each_month_reads_back_in_each_language(language: str) -> None:
    schedule = Recurring(date(2026, 12, 17), (time(8, 30),), "Asia/Tokyo", Rule(Freq.MONTHLY, monthdays=(17,)))
    assert read(say(schedule, language), NOW, HERE, languages=(language,)).understood == schedule, say(
        schedule, language
    )


def test_a_distance_is_said_as_the_time_at_which_it_ends() -> None:
    reading = read("in 90 minutes", NOW, HERE, languages=("en-US",))
    assert isinstance(reading.understood, Once)
    said = read(say(reading.understood), NOW, HERE, languages=("en-US",))
    assert isinstance(said.understood, Once)
    assert said.understood.at == reading.understood.at == NOW + timedelta(minutes=90)


def test_choices_are_told_apart_by_what_differs() -> None:
    def told(text: str) -> list[str]:
        return [choice.apart for choice in read(text, NOW, HERE, languages=("en",)).alternatives]

    assert told("on 4/7 at 15:30") == ["Wednesday 7 April 2027", "Sunday 4 July 2027"]
    assert told("at 6pm IST") == ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]
    assert read("every month on the 31st", NOW, HERE, languages=("en",)).question is Unsure.SHORT_MONTHS
    assert told("every month on the 31st") == [
        "every month on the last day",
        "every month on the 31st, only in months that have it",
    ]
