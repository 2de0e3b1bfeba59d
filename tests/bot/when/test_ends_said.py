"""The end of a month or next week as a bound of a rhythm, and "every morning" where it is the word for tomorrow."""

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
FROM_NEXT_WEEK = {
    "en": ("every day at 8 from next week", "every day at 8 starting next week"),
    "de": ("jeden Tag um 8 ab nächster Woche", "ab nächster Woche jeden Tag um 8"),
    "es": "todos los días a las 8 a partir de la próxima semana",
    "fr": "tous les jours à 8h à partir de la semaine prochaine",
    "it": "ogni giorno alle 8 dalla prossima settimana",
    "pt": "todo dia às 8 a partir da próxima semana",
    "ru": "каждый день в 8 со следующей недели",
    "tr": "gelecek haftadan itibaren her gün saat 8'de",
    "ar": "كل يوم الساعة 8 ابتداء من الاسبوع القادم",
    "ja": "来週から毎日8時",
    "zh": "从下周开始每天8点",
}
UNTIL_NEXT_WEEK = {
    "en": "every day at 8 until next week",
    "de": "jeden Tag um 8 bis nächste Woche",
    "es": "todos los días a las 8 hasta la próxima semana",
    "fr": "tous les jours à 8h jusqu'à la semaine prochaine",
    "pt": "todo dia às 8 até a próxima semana",
    "ru": "каждый день в 8 до следующей недели",
    "ja": "来週まで毎日8時",
    "zh": "每天8点直到下周",
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


@pytest.mark.parametrize(("language", "text"), _each(FROM_NEXT_WEEK))
def test_from_next_week_it_goes_on(language: str, text: str) -> None:
    found = _recurring(text, language)
    assert (found.start, found.ends) == (date(2027, 3, 15), None)


@pytest.mark.parametrize(("language", "text"), _each(UNTIL_NEXT_WEEK))
def test_until_next_week_is_not_through_it(language: str, text: str) -> None:
    found = _recurring(text, language)
    assert (found.start, found.ends) == (date(2027, 3, 11), date(2027, 3, 15))


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
