"""One and two o'clock in languages where the word for one is that for a: no hour is dropped for nine in the morning."""

import pytest

from bot.when import Every, Recurring, Unsure
from tests.bot.when.asked import NOW, due, offered, reading

ONE = {
    "en": ("at one", "at one o'clock"),
    "de": ("um eins", "um ein Uhr", "gegen ein Uhr"),
    "es": ("a la una", "a la una en punto"),
    "fr": ("à une heure", "vers une heure"),
    "it": ("all'una", "alle una", "verso l'una"),
    "pt": ("à uma", "à uma hora", "a uma hora"),
    "ru": ("в час", "в час дня", "в 1 час"),
    "tr": ("saat birde",),
    "ar": ("الساعة الواحدة",),
}
QUARTER_PAST_ONE = {
    "de": "um ein Uhr fünfzehn nachmittags",
    "es": "a la una y cuarto de la tarde",
    "fr": "à une heure et quart de l'après-midi",
    "it": "all'una e un quarto di pomeriggio",
    "pt": "à uma e quinze da tarde",
}


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in ONE.items() for text in texts])
def test_one_is_an_hour_like_any(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-10 13:00" and reading(text, language).task == ""


@pytest.mark.parametrize(("language", "text"), QUARTER_PAST_ONE.items())
def test_minutes_are_added_to_one(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-10 13:15" and reading(text, language).task == ""


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "dans une heure"), ("fr", "d'ici une heure"), ("pt", "daqui a uma hora"), ("ru", "через час"),
     ("it", "tra un'ora"), ("de", "in einer Stunde")],
)  # fmt: skip
def test_an_hour_from_now_is_a_length_still(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-10 10:20"


def test_once_an_hour_is_no_time_of_day() -> None:
    assert isinstance(reading("напоминай раз в час пить воду", "ru").understood, Every)
    assert isinstance(reading("напоминай раз в день пить воду", "ru").understood, Recurring)


@pytest.mark.parametrize("text", ["às duas horas", "às 2 horas", "às duas", "às 2h"])
def test_two_in_portuguese_is_as_sure_as_in_english(text: str) -> None:
    assert (due(text, "pt"), offered(text, "pt")) == (due("at two"), offered("at two"))
    night = NOW.replace(hour=1)
    assert reading(text, "pt", now=night).question is Unsure.MORNING_OR_EVENING
    assert reading("at two", now=night).question is Unsure.MORNING_OR_EVENING


@pytest.mark.parametrize(
    ("text", "at"),
    [("às 14 horas", "10 14:00"), ("às duas da tarde", "10 14:00"), ("às duas da manhã", "11 02:00"),
     ("às duas horas da tarde", "10 14:00"), ("às duas da madrugada", "11 02:00")],
)  # fmt: skip
def test_what_says_its_half_in_portuguese_is_sure(text: str, at: str) -> None:
    found = reading(text, "pt")
    assert due(text, "pt") == f"2027-03-{at}" and (found.alternatives, found.notes) == ((), ())


def test_a_speed_and_the_rush_hour_are_no_one_o_clock() -> None:
    assert due("завтра ехать не быстрее 60 км в час", "ru") == "2027-03-11 09:00"
    assert reading("в час пик позвонить маме", "ru").question is Unsure.NO_TIME
