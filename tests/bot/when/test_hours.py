"""Hours as people say them: ranges of plain numbers, hours in one word, "sept heures"; each was another or none."""

from datetime import time

import pytest

from bot.when import Recurring
from tests.bot.when.asked import due, reading


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("en", "tomorrow from 10 to 12", "10:00"),
        ("en", "tomorrow from 10 till 12", "10:00"),
        ("de", "morgen von 10 bis 12", "10:00"),
        ("es", "mañana de 10 a 12", "10:00"),
        ("pt", "amanhã de 10 a 12", "10:00"),
        ("en", "tomorrow at ten to twelve", "11:50"),
        ("fr", "demain à sept heures et demie du soir", "19:30"),
        ("fr", "demain à sept heures", "07:00"),
        ("it", "domani alle sette", "07:00"),
        ("ru", "завтра в половине восьмого вечера", "19:30"),
        ("ru", "завтра в полвосьмого вечера", "19:30"),
        ("ru", "завтра в полпервого дня", "12:30"),
        ("ru", "завтра в четверть восьмого утра", "07:15"),
        ("ru", "завтра без десяти восемь утра", "07:50"),
        ("tr", "yarın akşam yedi buçukta", "19:30"),
        ("tr", "yarın akşam 7 buçukta", "19:30"),
        ("tr", "yarın sabah sekizde", "08:00"),
    ],
)
def test_the_hour_is_the_one_that_was_said(language: str, text: str, at: str) -> None:
    assert due(text, language) == f"2027-03-11 {at}"
    assert reading(text, language).task == ""


def test_the_seventh_month_of_rome_is_a_month_still() -> None:
    assert due("le 5 sept à sept heures", "fr") == "2027-09-05 07:00"


def test_half_an_hour_has_its_article() -> None:
    assert due("fra una mezz'ora", "it") == "2027-03-10 09:50"


@pytest.mark.parametrize("text", ["every hour from 9 until 5", "every hour from 9 to 5"])
def test_every_hour_within_a_range_ends_with_it(text: str) -> None:
    found = reading(text).understood
    assert isinstance(found, Recurring) and (found.times[0], found.times[-1]) == (time(9), time(17))


def test_a_range_of_days_or_people_is_none_of_hours() -> None:
    assert due("del 10 al 12 de mayo a las 9", "es") == "2027-05-10 09:00"
    assert reading("mesa de 10 a 12 personas mañana a las 9", "es").task == "mesa de 10 a 12 personas"
