"""What is offered is offered once, and beside what was understood only something else is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.when import Once, Schedule, read
from bot.when.offers import distinct
from tests.bot.when.asked import CHICAGO, NOW, offered, reading

SEVEN_AND_NINETEEN = {
    "en": "at 7 and 19:00",
    "de": "um 7 Uhr und 19 Uhr",
    "es": "a las 7 y a las 19",
    "fr": "à 7h et 19h",
    "it": "alle 7 e alle 19",
    "pt": "às 7h e 19h",
    "ru": "в 7 часов и в 19 часов",
    "tr": "saat 7 ve saat 19'da",
    "ar": "الساعة 7 والساعة 19",
    "ja": "7時と19時",
    "zh": "7点和19点",
}


@pytest.mark.parametrize(("language", "text"), SEVEN_AND_NINETEEN.items())
def test_two_hours_are_two_though_the_first_is_over_today(language: str, text: str) -> None:
    assert sorted(offered(text, language)) == ["03-10 19:00", "03-11 07:00"]


@pytest.mark.parametrize(
    "text",
    [
        "at 7 and 19:00",
        "at 7 and 19:00 and 19:00",
        "at 7 or 19:00",
        "at 5pm CST or 5pm",
        "Friday, no, Friday at 9",
        "tomorrow at 9 and tomorrow at 9",
        "next Friday or Friday at 9am",
    ],
)
def test_nothing_is_offered_twice(text: str) -> None:
    for hour in range(24):
        found = read(text, NOW.replace(hour=hour), CHICAGO, languages=("en",))
        schedules: list[Schedule] = [each.schedule for each in found.alternatives]
        assert len(set(schedules)) == len(schedules) and found.understood not in schedules


def test_one_hour_said_twice_is_one() -> None:
    found = reading("tomorrow at 9am and 9am")
    assert found.understood == Once(datetime(2027, 3, 11, 9), "America/Chicago") and found.alternatives == ()


def test_one_moment_as_a_distance_and_as_an_hour_is_one() -> None:
    wall, at = datetime(2027, 3, 10, 12), datetime(2027, 3, 10, 18, tzinfo=UTC)
    ways = (Once(wall, "America/Chicago"), Once(wall, "America/Chicago", at), Once(wall + timedelta(hours=1), "UTC"))
    assert distinct(ways) == (ways[0], ways[2])
    assert distinct(ways, ways[1]) == (ways[2],)
