"""Several times in one sentence: all of them are held, or it is asked which is meant; none is dropped in silence."""

from datetime import time

import pytest

from bot.when import Freq, Recurring, Unsure
from bot.when.reading import LIKELY
from tests.bot.when.asked import due, offered, reading

TWICE = {
    "en": (
        "every day at 8 in the morning and at 8 in the evening",
        "in the morning at 8 and in the evening at 8 every day",
    ),
    "de": ("jeden Tag um 8 morgens und um 8 abends",),
    "es": ("todos los días a las 8 de la mañana y a las 8 de la tarde",),
    "fr": ("tous les jours à 8h du matin et à 8h du soir",),
    "it": ("ogni giorno alle 8 di mattina e alle 8 di sera",),
    "pt": ("todos os dias às 8 da manhã e às 8 da noite",),
    "ru": ("каждый день в 8 утра и в 8 вечера",),
    "tr": ("her gün sabah 8'de ve akşam 8'de",),
    "ar": ("كل يوم الساعة 8 صباحا والساعة 8 مساء",),
    "ja": ("毎日朝8時と夜8時に",),
    "zh": ("每天早上8点和晚上8点",),
}


def recurring(text: str, *languages: str) -> Recurring:
    found = reading(text, *languages).understood
    assert isinstance(found, Recurring)
    return found


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in TWICE.items() for text in texts])
def test_each_hour_is_in_the_part_of_the_day_that_was_said_of_it(language: str, text: str) -> None:
    assert recurring(text, language).times == (time(8), time(20))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("daily at 8 and 20", (8, 20)),
        ("every day at 9 and 12 and 18 to stretch", (9, 12, 18)),
        ("every day at 9, 12 and 18", (9, 12, 18)),
        ("every day in the evening at 7 and 8", (19, 20)),
    ],
)
def test_numbers_that_are_joined_are_hours(text: str, hours: tuple[int, ...]) -> None:
    assert [each.hour for each in recurring(text).times] == list(hours)
    assert all(each.minute == 0 for each in recurring(text).times)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "every day at 9 o'clock and 21 o'clock"),
        ("de", "jeden Tag um 9 Uhr und 21 Uhr"),
        ("de", "jeden Tag um 9 und 21 Uhr"),
        ("es", "todos los días a las 9h y 21h"),
        ("fr", "tous les jours à 9h et 21h"),
        ("it", "ogni giorno alle 9 e alle 21"),
        ("pt", "todo dia às 9h e 21h"),
        ("ru", "каждый день в 9 часов и 21 час"),
        ("tr", "her gün saat 9 ve saat 21'de"),
        ("ar", "كل يوم الساعة 9 والساعة 21"),
        ("ja", "毎日9時と21時"),
        ("zh", "每天9点和21点"),
    ],
)
def test_two_hours_are_no_hour_and_its_minutes(language: str, text: str) -> None:
    assert recurring(text, language).times == (time(9), time(21))


def test_minutes_are_minutes_where_they_are_said_so() -> None:
    assert due("mañana a las ocho y veinte", "es") == "2027-03-11 08:20"
    assert due("remind me tomorrow at 9 and 3 people will come", "en") == "2027-03-11 09:00"


@pytest.mark.parametrize(
    ("text", "question", "ways"),
    [
        ("remind me on Monday and Thursday at 9 to run", Unsure.WHICH_DAY, ["03-15 09:00", "03-11 09:00"]),
        ("remind me on Friday, no, Saturday at 9 to run", Unsure.WHICH_DAY, ["03-12 09:00", "03-13 09:00"]),
        ("remind me about the 3pm call at 2:45pm", Unsure.WHICH_HOUR, ["03-10 15:00", "03-10 14:45"]),
        ("remind me at 3 or 4 tomorrow to call", Unsure.WHICH_HOUR, ["03-11 15:00", "03-11 16:00"]),
        ("remind me every weekday at 9 and every weekend at 11", Unsure.WHICH_DAY, ["03-11 09:00", "03-13 11:00"]),
        ("remind me at 9 on weekdays and 11 on weekends to get up", Unsure.WHICH_HOUR, ["03-11 09:00"]),
        ("erinnere mich werktags um 9 und am Wochenende um 11", Unsure.WHICH_DAY, ["03-11 09:00"]),
        ("remind me wensday at 3pm to call", Unsure.WHICH_DAY, ["03-10 15:00"]),
        ("remind me on thursdsay at 9am to call", Unsure.WHICH_DAY, ["03-11 09:00"]),
        ("erinnere mich Montag in einer Woche um 9 an den Termin", Unsure.WHICH_DAY, ["03-15 09:00", "03-22 09:00"]),
        ("remind me every day at 9 until Bob is back to feed the cat", Unsure.WHICH_DAY, ["03-11 09:00"]),
        ("remind me every 1st and 3rd Monday to pay", Unsure.WHICH_DAY, ["04-01 09:00", "03-15 09:00"]),
        ("remind me the week after next on Monday to pay", Unsure.WHICH_DAY, ["03-15 09:00"]),
        ("remind me every two hours on weekdays to drink", Unsure.WHICH_HOUR, ["03-10 11:20"]),
        ("remind me 3 days before the 1st of each month to pay", Unsure.WHICH_DAY, ["04-01 09:00"]),
        ("remind me twice daily to stretch", Unsure.WHICH_HOUR, ["03-11 09:00"]),
        ("remind me every day three times to stretch", Unsure.WHICH_HOUR, ["03-11 09:00"]),
        ("erinnere mich jeden Tag dreimal an die Tabletten", Unsure.WHICH_HOUR, ["03-11 09:00"]),
        ("remind me at 4pm and again at 5pm to check", Unsure.WHICH_HOUR, ["03-10 16:00", "03-10 17:00"]),
        ("every full moon at 9pm remind me to look up", Unsure.WHICH_DAY, ["03-10 21:00"]),
        ("remind me every other weekday at 9 to run", Unsure.WHICH_DAY, ["03-10 21:00"]),
        ("remind me a week on Monday at 8 to pay", Unsure.WHICH_DAY, ["03-15 08:00"]),
        ("remind me a fortnight on Saturday at 9 to pay", Unsure.WHICH_DAY, ["03-13 09:00"]),
        ("remind me the weekend after next at 11 to pay", Unsure.WHICH_DAY, ["03-27 11:00", "03-20 11:00"]),
        ("erinnere mich morgen in einer Woche an den Termin", Unsure.WHICH_DAY, ["03-11 09:00", "03-17 09:20"]),
    ],
)  # fmt: skip
def test_what_is_said_beside_a_time_and_not_read_is_asked_about(text: str, question: Unsure, ways: list[str]) -> None:
    found = reading(text, "de" if text.startswith("erinnere") else "en")
    assert found.understood is None and found.question is question
    assert offered(text, "de" if text.startswith("erinnere") else "en") == ways


@pytest.mark.parametrize(
    "text",
    [
        "remind me on Monday and Thursday at 9 to run",
        "remind me on Friday, no, Saturday at 9 to run",
        "remind me at 3 or 4 tomorrow to run",
        "remind me every weekday at 9 and every weekend at 11 to run",
    ],
)
def test_none_of_the_times_is_left_in_the_task(text: str) -> None:
    assert reading(text).task == "run"


@pytest.mark.parametrize(
    ("text", "at", "task"),
    [
        ("call Bob about Friday's meeting tomorrow at 9", "2027-03-11 09:00", "call Bob about Friday's meeting"),
        ("remind me at 5pm to book the flight of 3 May at 10", "2027-03-10 17:00", "book the flight of 3 May at 10"),
        ("remind me tomorrow at 5pm to buy milk for Sunday", "2027-03-11 17:00", "buy milk for Sunday"),
        ("remind me tomorrow about Friday's meeting", "2027-03-11 09:00", "Friday's meeting"),
    ],
)
def test_a_time_of_the_task_is_left_to_the_task(text: str, at: str, task: str) -> None:
    assert due(text) == at and reading(text).task == task


def test_several_days_of_a_week_and_hours_of_a_day_are_all_held() -> None:
    weeks = recurring("every other week on Monday and Wednesday at 9")
    assert weeks.rule.interval == 2 and [each.day for each in weeks.rule.weekdays] == [0, 2]
    hours = recurring("every hour between 9 and 17 on weekdays")
    assert hours.rule.freq is Freq.WEEKLY and [each.day for each in hours.rule.weekdays] == [0, 1, 2, 3, 4]
    assert len(hours.times) == 9
    monday = recurring("every hour from 9 to 5 on Monday")
    assert monday.ends is not None and (monday.ends - monday.start).days == 1 and monday.start.weekday() == 0


def test_a_rhythm_within_a_month_stays_in_it() -> None:
    january, fridays = recurring("every day in January at 9"), recurring("every Friday in December at 9")
    assert (f"{january.start}", f"{january.ends}") == ("2028-01-01", "2028-02-01")
    assert (f"{fridays.start}", f"{fridays.ends}") == ("2027-12-03", "2028-01-01")


def test_the_end_of_a_day_and_a_distance_from_today_are_of_that_day() -> None:
    assert due("remind me by end of day tomorrow to send it") == "2027-03-11 18:00"
    assert due("heute in 14 Tagen um 9", "de") == "2027-03-24 09:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on the last day of the month at 9"),
        ("de", "am letzten Tag des Monats um 9"),
        ("de", "am Monatsletzten um 9"),
        ("es", "el último día del mes a las 9"),
        ("fr", "le dernier jour du mois à 9h"),
        ("it", "l'ultimo giorno del mese alle 9"),
        ("pt", "no último dia do mês às 9"),
        ("ru", "в последний день месяца в 9"),
        ("tr", "ayın son günü saat 9'da"),
        ("ar", "في آخر يوم من الشهر الساعة 9"),
        ("ja", "月末の9時"),
        ("zh", "月底9点"),
    ],
)
def test_the_last_day_of_a_month_is_known_in_every_language(language: str, text: str) -> None:
    assert due(text, language) == "2027-03-31 09:00"


def test_from_monday_to_friday_may_be_every_week() -> None:
    found = reading("Monday to Friday at 7:30am to take pills")
    assert found.question is Unsure.WHICH_DAY
    once, weekly = (choice.schedule for choice in found.alternatives)
    assert isinstance(weekly, Recurring) and [each.day for each in weekly.rule.weekdays] == [0, 1, 2, 3, 4]
    assert weekly.times == (time(7, 30),) and not isinstance(once, Recurring)


def test_what_is_held_without_a_question_is_likely_at_least() -> None:
    texts = ["at 9", "every full moon at 9pm", "every day at 9", "every other weekday at 9", "next month", "tomorrow"]
    assert all(each.understood is None or each.confidence >= LIKELY for each in map(reading, texts))


@pytest.mark.parametrize(
    ("text", "language", "at"),
    [("in 1h30 to call", "en", "2027-03-10 10:50"), ("dans 1h30 appeler", "fr", "2027-03-10 10:50"),
     ("à 1h30 appeler", "fr", "2027-03-11 01:30"), ("birthday party at 3pm", "en", "2027-03-10 15:00")],
)  # fmt: skip
def test_an_hour_with_minutes_is_a_length_behind_in_alone(text: str, language: str, at: str) -> None:
    assert due(text, language) == at


def test_weekdays_need_no_word_before_them() -> None:
    assert [each.day for each in recurring("weekdays at 7:30am to run").rule.weekdays] == [0, 1, 2, 3, 4]
    assert [each.day for each in recurring("weekdays 9am except Fridays to run").rule.weekdays] == [0, 1, 2, 3]
