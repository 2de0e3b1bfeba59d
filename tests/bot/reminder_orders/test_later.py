"""What is put off is put off for a length that is said alone, in each language, and by nothing else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reminder_orders.later import at_home, read_later
from bot.when import Once, Unsure

NOW = datetime(2026, 11, 26, 16, tzinfo=UTC)
HERE = ZoneInfo("Europe/Berlin")


def later(words: str, language: str) -> timedelta | None:
    """How much later it comes."""
    found = read_later(words, NOW, HERE, languages=(language,)).understood
    return found.at - NOW if isinstance(found, Once) else None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "20 minutes"),
        ("en", "in 20 minutes"),
        ("de", "20 Minuten"),
        ("de", "in 20 Minuten"),
        ("fr", "20 minutes"),
        ("es", "20 minutos"),
        ("pt", "20 minutos"),
        ("it", "20 minuti"),
        ("ru", "20 минут"),
        ("tr", "20 dakika"),
        ("ja", "20分"),
        ("zh", "20分钟"),
    ],
)
def test_a_length_alone_says_how_long(language: str, words: str) -> None:
    assert later(words, language) == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("language", "words", "minutes"),
    [
        ("en", "half an hour", 30),
        ("en", "an hour", 60),
        ("en", "two hours", 120),
        ("en", "an hour and a half", 90),
        ("en", "a week", 7 * 24 * 60),
        ("de", "eine halbe Stunde", 30),
        ("de", "zwei Stunden", 120),
        ("fr", "une demi-heure", 30),
        ("fr", "une heure", 60),
        ("es", "media hora", 30),
        ("es", "una hora", 60),
        ("pt", "meia hora", 30),
        ("it", "mezz'ora", 30),
        ("it", "un'ora", 60),
        ("ru", "полчаса", 30),
        ("ru", "час", 60),
        ("tr", "yarım saat", 30),
        ("tr", "bir saat", 60),
        ("ar", "نصف ساعة", 30),
        ("ar", "ساعة", 60),
        ("ja", "一時間", 60),
        ("zh", "半小时", 30),
        ("zh", "一小时", 60),
    ],
)
def test_a_length_may_be_in_words_without_a_figure(language: str, words: str, minutes: int) -> None:
    assert later(words, language) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "heute Abend"),
        ("fr", "ce soir"),
        ("es", "esta noche"),
        ("pt", "hoje à noite"),
        ("ja", "今夜"),
        ("en", "tonight"),
    ],
)
def test_this_evening_is_this_evening(language: str, words: str) -> None:
    found = read_later(words, NOW, HERE, languages=(language,)).understood
    assert isinstance(found, Once) and found.wall.date() == NOW.date() and found.wall.hour in (19, 20, 21)


@pytest.mark.parametrize(
    "words",
    ["later", "20", "the 20 ferns", "", "x" * 500, "20 minutes " * 20, "a cat", "the fern", "one", "half", "hours"],
)
def test_what_is_no_length_stays_unclear(words: str) -> None:
    assert read_later(words, NOW, HERE, languages=("en",)).question is Unsure.NO_TIME


@pytest.mark.parametrize(
    ("word", "zone", "now", "wanted"),
    [
        ("tonight", "Europe/Berlin", "2026-11-26T12:00+01:00", "2026-11-26T20:00+01:00"),
        ("tonight", "Europe/Berlin", "2026-11-26T19:50+01:00", "2026-11-26T22:00+01:00"),
        ("tonight", "Europe/Berlin", "2026-11-26T23:30+01:00", "2026-11-27T09:00+01:00"),
        ("tonight", "Europe/Berlin", "2026-11-27T00:30+01:00", "2026-11-27T20:00+01:00"),
        ("tomorrow", "Europe/Berlin", "2026-11-26T23:59+01:00", "2026-11-27T09:00+01:00"),
        ("tomorrow", "Asia/Tokyo", "2026-11-26T16:00+00:00", "2026-11-28T09:00+09:00"),  # it is the 27th there
        ("tonight", "America/New_York", "2026-11-27T03:50+00:00", "2026-11-27T09:00-05:00"),  # 22:50 of the 26th there
        ("tonight", "Pacific/Kiritimati", "2026-11-26T12:00+00:00", "2026-11-27T20:00+14:00"),
        ("tomorrow", "Europe/Berlin", "2026-03-28T12:00+01:00", "2026-03-29T09:00+02:00"),  # the clocks change
        ("tonight", "Europe/Berlin", "2026-10-25T02:30+01:00", "2026-10-25T20:00+01:00"),  # the second half past two
        ("tomorrow", "America/New_York", "2026-10-31T12:00-04:00", "2026-11-01T09:00-05:00"),
    ],
)
def test_tonight_and_tomorrow_are_those_of_where_the_person_is(word: str, zone: str, now: str, wanted: str) -> None:
    assert at_home(word, datetime.fromisoformat(now), ZoneInfo(zone)).isoformat(timespec="minutes") == wanted
