"""Stretches of the calendar."""

from datetime import date, timedelta

from memory import stretch


def test_easter_is_easter() -> None:
    sundays = {2023: (4, 9), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2038: (4, 25)}
    for year, (month, day) in sundays.items():
        assert stretch.feast("easter", year).end == date(year, month, day) + timedelta(days=2)
