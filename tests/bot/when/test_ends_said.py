"""The end of a month as the end of a rhythm, and "every morning" where the word for it is that for tomorrow."""

from collections.abc import Mapping, Sequence
from datetime import date, time

import pytest

from bot.when import Freq, Recurring
from tests.bot.when.asked import due, reading

UNTIL_THE_END_OF_APRIL = {
    "en": ("every day until the end of April at 9", "until the end of April every day at 9"),
    "de": ("jeden Tag bis Ende April um 9", "bis Ende April jeden Tag um 9"),
    "es": ("todos los días a las 9 hasta finales de abril", "hasta fin de abril todos los días a las 9"),
    "fr": ("tous les jours à 9h jusqu'à fin avril", "tous les jours à 9h jusqu'à la fin du mois d'avril"),
    "it": ("ogni giorno alle 9 fino a fine aprile",),
    "pt": ("todo dia às 9 até o fim de abril",),
    "ru": ("каждый день в 9 до конца апреля",),
    "tr": ("nisan sonuna kadar her gün saat 9'da",),
    "ar": ("كل يوم الساعة 9 حتى نهاية ابريل",),
    "ja": ("4月末まで毎日9時", "毎日9時、4月末まで"),
    "zh": ("每天9点到四月底", "到4月底每天9点"),
}
UNTIL_THE_END_OF_THE_MONTH = {
    "en": "every day until the end of the month at 9",
    "de": "jeden Tag bis Ende des Monats um 9",
    "es": "todos los días a las 9 hasta fin de mes",
    "fr": "tous les jours à 9h jusqu'à la fin du mois",
    "ru": "каждый день в 9 до конца месяца",
    "tr": "ay sonuna kadar her gün saat 9'da",
    "ja": "月末まで毎日9時",
    "zh": "每天9点到月底",
}
EVERY_MORNING = {
    "en": "every morning at 7",
    "de": "jeden Morgen um 7",
    "es": ("cada mañana a las 7", "todas las mañanas a las 7"),
    "fr": ("tous les matins à 7h", "chaque matin à 7h"),
    "it": ("ogni mattina alle 7", "tutte le mattine alle 7"),
    "pt": ("toda manhã às 7", "todas as manhãs às 7"),
    "ru": "каждое утро в 7",
    "tr": "her sabah 7'de",
    "ar": "كل صباح الساعة 7",
    "ja": "毎朝7時",
    "zh": "每天早上7点",
}


def _each(texts: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(each, text) for each, found in texts.items() for text in ([found] if isinstance(found, str) else found)]


def _recurring(text: str, language: str) -> Recurring:
    found = reading(text, language)
    assert isinstance(found.understood, Recurring) and found.task == ""
    return found.understood


@pytest.mark.parametrize(("language", "text"), _each(UNTIL_THE_END_OF_APRIL))
def test_until_the_end_of_a_month_takes_all_of_it(language: str, text: str) -> None:
    found = _recurring(text, language)
    assert (found.start, found.ends, found.times) == (date(2027, 3, 11), date(2027, 5, 1), (time(9),))


@pytest.mark.parametrize(("language", "text"), _each(UNTIL_THE_END_OF_THE_MONTH))
def test_until_the_end_of_the_month_too(language: str, text: str) -> None:
    found = _recurring(text, language)
    assert (found.start, found.ends) == (date(2027, 3, 11), date(2027, 4, 1))


@pytest.mark.parametrize(("language", "text"), _each(EVERY_MORNING))
def test_every_morning_is_daily(language: str, text: str) -> None:
    found = _recurring(text, language)
    assert found.rule.freq is Freq.DAILY and found.times == (time(7),)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "4月末に払う"),
        ("zh", "4月底付款"),
        ("de", "bis Ende April bezahlen"),
        ("ru", "до конца апреля заплатить"),
    ],
)
def test_without_a_rhythm_it_is_the_last_day_of_the_month(language: str, text: str) -> None:
    assert due(text, language) == "2027-04-30 09:00"


def test_a_morning_is_tomorrow_without_every() -> None:
    assert due("morgen um 7", "de") == "2027-03-11 07:00"
    assert due("mañana a las 7", "es") == "2027-03-11 07:00"
