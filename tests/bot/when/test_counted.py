""" "The 2nd appointment": an ordinal before what is no word of time may count it; it is asked about, never taken."""

import pytest

from bot.when import Unsure
from tests.bot.when.asked import due, offered, reading

COUNTED = {
    "en": ("on the 2nd appointment", "remind me at the second meeting", "remind me on the 2nd meeting to call"),
    "de": (
        "erinnere mich am 2. Termin",
        "erinnere mich am 2. Treffen anzurufen",
        "erinnere mich an den 2. Termin",
        "erinnere mich am zweiten Termin",
    ),
    "es": ("recuérdame la 2ª cita", "recuérdame en la 2.ª cita", "recuérdame el 2º turno"),
    "fr": ("rappelle-moi le 2e rendez-vous", "rappelle-moi au deuxième rendez-vous"),
    "it": ("ricordami il 2° appuntamento", "ricordami alla 2ª riunione"),
    "pt": ("me lembre na 2ª consulta", "me lembre à 2ª reunião", "me lembre no 2.º encontro"),
    "ru": ("напомни на 2-й встрече", "напомни на второй встрече", "напомни мне во 2-м классе"),
    "ja": ("第2会議をリマインド",),
}


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in COUNTED.items() for text in texts])
def test_an_ordinal_before_a_noun_is_no_hour_and_its_day_is_asked_for(language: str, text: str) -> None:
    found = reading(text, language)
    assert (found.understood, found.question) == (None, Unsure.WHICH_DAY)
    assert offered(text, language) == ["04-02 09:00"]


@pytest.mark.parametrize("text", ["meet me, I am 5 and alone", "bin ich am 2 Termine verlegen", "am 9 Katzen füttern"])
def test_a_number_after_am_is_no_hour_of_the_morning(text: str) -> None:
    assert reading(text, "de").question is Unsure.NO_TIME


def test_one_letter_makes_an_hour_in_english_alone() -> None:
    assert due("call Bob 3p", "en") == "2027-03-10 15:00"
    assert reading("me lembre à 2a reunião", "pt").question is Unsure.WHICH_DAY


@pytest.mark.parametrize(
    ("language", "text", "at", "task"),
    [
        ("en", "remind me on the 2nd to call", "2027-04-02 09:00", "call"),
        ("en", "remind me on the 15th, pay rent", "2027-03-15 09:00", "pay rent"),
        ("en", "remind me on the 15th at 10 pay rent", "2027-03-15 10:00", "pay rent"),
        ("de", "erinnere mich am 15. die Miete zu zahlen", "2027-03-15 09:00", "Miete zu zahlen"),
        ("de", "erinnere mich am 2. um 9 an den Zahnarzt", "2027-04-02 09:00", "Zahnarzt"),
        ("ru", "напомни 15-го оплатить аренду", "2027-03-15 09:00", "оплатить аренду"),
        ("pt", "me lembre no dia 15 pagar", "2027-03-15 09:00", "pagar"),
        ("fr", "rappelle-moi le 1er de payer", "2027-04-01 09:00", "payer"),
    ],
)
def test_a_day_before_other_words_is_one_as_ever(language: str, text: str, at: str, task: str) -> None:
    assert due(text, language) == at and reading(text, language).task == task


@pytest.mark.parametrize(
    ("language", "text", "task"),
    [
        ("en", "remind me tomorrow at 9 about the 2nd appointment", "the 2nd appointment"),
        ("de", "erinnere mich morgen um 9 an den 2. Termin", "an den 2. Termin"),
        ("ru", "напомни завтра в 9 о 2-й встрече", "2-й встрече"),
    ],
)
def test_what_is_counted_beside_a_time_is_left_to_the_task(language: str, text: str, task: str) -> None:
    assert due(text, language) == "2027-03-11 09:00" and reading(text, language).task == task


def test_beside_an_hour_it_is_asked_whether_it_is_a_day() -> None:
    assert reading("remind me at 9 about the 2nd appointment").question is Unsure.WHICH_DAY
    assert offered("erinnere mich um 9 an den 2. Termin", "de") == ["04-02 09:00", "03-10 21:00"]
