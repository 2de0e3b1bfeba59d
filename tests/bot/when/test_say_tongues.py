"""Every schedule has words in each language, none of them English, and what differs in time differs in words."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.when import Every, Freq, Once, Recurring, Rule, Schedule, Weekday, say, say_day, say_moment
from bot.when.lexicon import LANGUAGES
from bot.when.rules import WORKDAYS
from tests.bot.when.test_say import DAYS, RULES, TIMES

OTHERS = sorted(set(LANGUAGES) - {"en"})
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ENGLISH = re.compile(r"\b(?:every|starting|until|for|times|except|the|and|at|in|only|months|hours?|minutes?|days?)\b")
SCHEDULES = st.one_of(
    st.builds(
        Every, st.just(NOW), st.integers(1, 90 * 86_400), st.just("UTC"), st.none(), st.none() | st.integers(2, 99)
    ),
    st.builds(
        Recurring,
        DAYS,
        st.lists(TIMES, min_size=1, max_size=3, unique=True).map(lambda each: tuple(sorted(each))),
        st.just("UTC"),
        RULES,
        st.none() | st.just(date(2036, 5, 1)),
        st.none(),
        st.just(()) | st.just((date(2026, 12, 24), date(2026, 12, 25))),
    ),
)


@pytest.mark.parametrize("language", OTHERS)
@given(SCHEDULES)
@settings(deadline=None, max_examples=40)
def test_every_rhythm_has_words_and_none_is_english(language: str, schedule: Schedule) -> None:
    said = say(schedule, language)
    assert said != say(schedule) and said.endswith("(UTC)") and "{" not in said and "  " not in said
    assert not (ENGLISH.search(said) and language not in ("de", "fr", "pt", "es", "it")), said
    assert "every" not in said and "starting" not in said and "until" not in said


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_what_differs_in_time_differs_in_words(language: str) -> None:
    rules = [
        *(Rule(freq, interval) for freq in Freq for interval in (1, 2, 3, 5, 11, 21)),
        *(Rule(Freq.WEEKLY, interval, (Weekday(day),)) for interval in (1, 2) for day in range(7)),
        *(Rule(Freq.MONTHLY, 1, (Weekday(day, nth),)) for day in range(7) for nth in (1, 2, 3, 4, 5, -1)),
        *(Rule(Freq.MONTHLY, monthdays=days) for days in ((-1,), (1,), (1, 15), (31,))),
        Rule(Freq.MONTHLY, monthdays=(31,), clamp=True),
        Rule(Freq.WEEKLY, 1, WORKDAYS),
        *(Rule(Freq.YEARLY, monthdays=(3,), months=(month,)) for month in range(1, 13)),
    ]
    schedules = [Recurring(date(2026, 12, 1), (time(9),), "UTC", rule) for rule in rules]
    assert len({say(each, language) for each in schedules}) == len(schedules)
    lengths = [Every(NOW, seconds, "UTC") for seconds in (1, 2, 60, 120, 300, 660, 1260, 3600, 7200, 18_000)]
    assert len({say(each, language) for each in lengths}) == len(lengths)


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("ru", {1: "каждый час", 2: "каждые 2 часа", 5: "каждые 5 часов", 11: "каждые 11 часов", 22: "каждые 22 часа"}),
        ("ar", {1: "كل ساعة", 2: "كل ساعتين", 3: "كل 3 ساعات", 11: "كل 11 ساعة"}),
        ("de", {1: "jede Stunde", 2: "alle 2 Stunden"}),
        ("fr", {1: "chaque heure", 2: "toutes les 2 heures"}),
        ("ja", {1: "毎時間", 2: "2時間ごと"}),
    ],
)
def test_numbers_have_their_plurals(language: str, counts: dict[int, str]) -> None:
    for count, said in counts.items():
        assert say(Every(NOW, count * 3600, "UTC"), language).startswith(f"{said} ")


@pytest.mark.parametrize("language", OTHERS)
def test_a_day_and_a_moment_have_no_zone_and_name_their_weekday(language: str) -> None:
    days = [date(2026, 11, 23) + timedelta(days=each) for each in range(7)]
    assert len({re.sub(r"\d", "", say_day(each, language)) for each in days}) == 7
    moments = [datetime.combine(each, time(9, 5)) for each in days]
    assert all("09:05" in say_moment(each, language) and "(" not in say_moment(each, language) for each in moments)
    assert say(Once(moments[0], "UTC"), language) == f"{say_moment(moments[0], language)} (UTC)"
    assert say_moment(moments[0], f"{language}-x-formal") == say_moment(moments[0], language)


def test_turkish_begins_the_names_in_a_date_with_capitals_and_those_in_a_rhythm_without() -> None:
    rule = Recurring(date(2026, 11, 30), (time(9),), "UTC", Rule(Freq.WEEKLY, 1, (Weekday(0),)))
    assert say(rule, "tr") == "her pazartesi saat 09:00 30 Kasım 2026 Pazartesi gününden itibaren (UTC)"
    third = Recurring(date(2026, 11, 30), (time(9),), "UTC", Rule(Freq.MONTHLY, 1, (Weekday(1, 3),)))
    assert say(third, "tr").startswith("her ay ayın üçüncü salı günü saat 09:00 ")
