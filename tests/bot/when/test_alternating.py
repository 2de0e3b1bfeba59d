"""Every other one of a day, a week or a day of the week, in each language; and what only looks like it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.when import Every, Once, Reading, Recurring, Unsure, read
from bot.when.lexicon import LANGUAGES

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=BERLIN)  # a Thursday
TUESDAYS, DAYS, WEEKS = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"
WEEKENDS = "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"

CASES = {
    "en": [
        ("every other Tuesday at 9", TUESDAYS),
        ("every two weeks on Tuesday at 9", TUESDAYS),
        ("every two weeks on Tuesdays at 9", TUESDAYS),
        ("Tuesdays every two weeks at 9", TUESDAYS),
        ("biweekly on Tuesdays at 9", TUESDAYS),
        ("every fortnight on Tuesday at 9", TUESDAYS),
        ("every 14 days on Tuesday at 9", TUESDAYS),
        ("alternate Tuesdays at 9", TUESDAYS),
        ("on alternate days at 9", DAYS),
        ("every second day at 9", DAYS),
    ],
    "de": [
        ("jeden zweiten Dienstag um 9", TUESDAYS),
        ("alle zwei Wochen dienstags um 9", TUESDAYS),
        ("alle 14 Tage dienstags um 9", TUESDAYS),
        ("dienstags alle zwei Wochen um 9", TUESDAYS),
        ("dienstags um 9 alle zwei Wochen", TUESDAYS),
        ("jede zweite Woche dienstags um 9", TUESDAYS),
        ("jeden zweiten Tag um 9", DAYS),
        ("jedes zweite Wochenende um 9", WEEKENDS),
    ],
    "es": [
        ("cada dos martes a las 9", TUESDAYS),
        ("cada segundo martes a las 9", TUESDAYS),
        ("un martes sí y otro no a las 9", TUESDAYS),
        ("un martes sí, un martes no a las 9", TUESDAYS),
        ("martes alternos a las 9", TUESDAYS),
        ("cada quince días los martes a las 9", TUESDAYS),
        ("los martes a las 9 cada quince días", TUESDAYS),
        ("cada quince días a las 9", WEEKS),
        ("un día sí y otro no a las 9", DAYS),
        ("día por medio a las 9", DAYS),
    ],
    "pt": [
        ("terça sim terça não às 9", TUESDAYS),
        ("terça-feira sim, terça-feira não às 9", TUESDAYS),
        ("uma terça sim e outra não às 9", TUESDAYS),
        ("a cada duas semanas às terças às 9", TUESDAYS),
        ("a cada duas semanas às terças", TUESDAYS),
        ("semana sim, semana não, às terças às 9", TUESDAYS),
        ("de quinze em quinze dias às terças às 9", TUESDAYS),
        ("dia sim, dia não às 9", DAYS),
        ("de 2 em 2 dias às 9", DAYS),
    ],
    "fr": [
        ("un mardi sur deux à 9h", TUESDAYS),
        ("tous les deux mardis à 9h", TUESDAYS),
        ("une semaine sur deux le mardi à 9h", TUESDAYS),
        ("le mardi à 9h, une semaine sur deux", TUESDAYS),
        ("tous les quinze jours le mardi à 9h", TUESDAYS),
        ("un jour sur deux à 9h", DAYS),
        ("un week-end sur deux à 9h", WEEKENDS),
        ("un mardi et un jeudi sur deux à 9h", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
    ],
    "it": [
        ("un martedì sì e uno no alle 9", TUESDAYS),
        ("un martedì sì, l'altro no alle 9", TUESDAYS),
        ("a martedì alterni alle 9", TUESDAYS),
        ("un martedì ogni due alle 9", TUESDAYS),
        ("ogni secondo martedì alle 9", TUESDAYS),
        ("ogni quindici giorni il martedì alle 9", TUESDAYS),
        ("a settimane alterne il martedì alle 9", TUESDAYS),
        ("a giorni alterni alle 9", DAYS),
        ("giorno sì, giorno no alle 9", DAYS),
    ],
    "tr": [
        ("iki haftada bir salı 9'da", TUESDAYS),
        ("salı günleri iki haftada bir saat 9'da", TUESDAYS),
        ("haftaaşırı salı saat 9'da", TUESDAYS),
        ("her ikinci salı 9'da", TUESDAYS),
        ("iki günde bir saat 9'da", DAYS),
        ("gün aşırı saat 9'da", DAYS),
    ],
    "ru": [
        ("каждый второй вторник в 9", TUESDAYS),
        ("раз в две недели по вторникам в 9", TUESDAYS),
        ("каждые две недели по вторникам в 9", TUESDAYS),
        ("через неделю по вторникам в 9", TUESDAYS),
        ("через день в 9", DAYS),
        ("раз в 2 дня в 9", DAYS),
    ],
    "ar": [
        ("كل أسبوعين يوم الثلاثاء الساعة 9", TUESDAYS),
        ("يوم الثلاثاء كل أسبوعين الساعة 9", TUESDAYS),
        ("كل ثاني ثلاثاء الساعة 9", TUESDAYS),
        ("كل يومين الساعة 9", DAYS),
        ("يوم بعد يوم الساعة 9", DAYS),
        ("يوم بعد يوم", DAYS),
    ],
    "ja": [
        ("隔週火曜日9時", TUESDAYS),
        ("隔週の火曜日9時に", TUESDAYS),
        ("2週間ごとの火曜日9時", TUESDAYS),
        ("一週間おきの火曜日9時", TUESDAYS),
        ("隔週の火曜日と木曜日の9時", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ("一日おきに9時", DAYS),
        ("隔日9時", DAYS),
    ],
    "zh": [
        ("隔周二9点", TUESDAYS),
        ("每隔一周的周二9点", TUESDAYS),
        ("每隔一个周二9点", TUESDAYS),
        ("隔週週二9點", TUESDAYS),
        ("每隔一天", DAYS),
        ("隔天9点", DAYS),
        ("两天一次9点", DAYS),
    ],
}


def _told(text: str, language: str) -> Reading:
    return read(text, NOW, BERLIN, languages=(language,))


@pytest.mark.parametrize(("language", "text", "rule"), [(key, *each) for key, told in CASES.items() for each in told])
def test_every_other_one_is_left_out(language: str, text: str, rule: str) -> None:
    """From the next such day, at the hour that was said; nine where none was, as of other rhythms."""
    found = _told(text, language)
    assert isinstance(found.understood, Recurring)
    assert str(found.understood.rule) == rule
    first = found.understood.next(NOW)
    day = {TUESDAYS: 1, DAYS: 27, WEEKENDS: 28, WEEKS: 3}.get(rule, 1)
    assert first is not None and (first.astimezone(BERLIN).day, first.astimezone(BERLIN).hour) == (day, 9)
    again = found.understood.next(first)
    if "," not in rule:
        assert again is not None and (again.date() - first.date()).days == (2 if rule == DAYS else 14)
    assert not found.task


def test_each_language_has_its_forms() -> None:
    assert set(CASES) == set(LANGUAGES)
    assert all(len(told) >= 3 for told in CASES.values())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "через неделю в 9"),
        ("ru", "через день после 9 мая"),
        ("ru", "ещё раз в 2 часа"),
        ("fr", "rappelle-moi mardi sur deux écrans"),
        ("es", "reunión el martes por medio de Zoom a las 9"),
        ("ja", "3月3日に1回"),
    ],
)
def test_what_only_looks_like_it_is_once(language: str, text: str) -> None:
    assert isinstance(_told(text, language).understood, Once)


@pytest.mark.parametrize(
    "text",
    ["через день", "напомни мне через день полить цветы", "полить цветы через день", "через день пить таблетки в 10"],
)
def test_a_day_later_or_every_other_day_is_asked_where_no_hour_follows(text: str) -> None:
    found = _told(text, "ru")
    assert found.understood is None and found.question is Unsure.WHICH_DAY
    once, steps = (choice.schedule for choice in found.alternatives)
    assert isinstance(once, Once) and once.wall == datetime(2026, 11, 27, 10)
    assert isinstance(steps, Recurring) and str(steps.rule) == DAYS


def test_who_asks_to_be_reminded_again_and_again_means_every_other_day() -> None:
    """The aspect of the verb says so in Russian."""
    found = _told("напоминай мне через день поливать цветы", "ru")
    assert isinstance(found.understood, Recurring) and str(found.understood.rule) == DAYS
    assert found.task == "поливать цветы"


@pytest.mark.parametrize(
    ("language", "text", "seconds"),
    [("zh", "每隔一小时", 3600), ("zh", "每隔30分钟", 1800), ("ja", "15分おきに", 900), ("tr", "2 saatte bir", 7200)],
)
def test_no_hour_is_left_out(language: str, text: str, seconds: int) -> None:
    found = _told(text, language).understood
    assert isinstance(found, Every) and found.seconds == seconds


@pytest.mark.parametrize(("language", "text"), [("zh", "每隔两天9点"), ("ja", "2日おきに9時")])
def test_two_days_between_may_be_every_second_or_third_day(language: str, text: str) -> None:
    found = _told(text, language)
    ways = [found.understood, *(choice.schedule for choice in found.alternatives)]
    assert [str(each.rule) for each in ways if isinstance(each, Recurring)] == [DAYS, "FREQ=DAILY;INTERVAL=3"]


def test_two_rhythms_stay_two() -> None:
    found = _told("daily at 8pm and Tuesdays at 10", "en")
    ways = [choice.schedule for choice in found.alternatives]
    assert found.understood is None
    assert [str(each.rule) for each in ways if isinstance(each, Recurring)] == ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU"]
