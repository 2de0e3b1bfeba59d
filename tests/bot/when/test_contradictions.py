"""Rhythms and days in one sentence that are two times, or that cannot both be meant: each is asked about."""

import pytest

from bot.when import Choice, Every, Freq, Once, Recurring, Unsure
from tests.bot.when.asked import reading


def ways(text: str, language: str = "en") -> list[str]:
    """Every way that is offered, as a rule with its hours."""
    found = reading(text, language)
    assert found.understood is None and found.question in (Unsure.WHICH_DAY, Unsure.WHICH_HOUR)
    return [_shown(each) for each in found.alternatives]


def _shown(choice: Choice) -> str:
    match choice.schedule:
        case Recurring(times=times, rule=rule):
            return f"{rule} {','.join(f'{each:%H:%M}' for each in times)}"
        case Once(wall=wall):
            return f"{wall:%m-%d %H:%M}"
        case Every(seconds=seconds, ends=ends):
            return f"{seconds} s" + (f" until {ends:%m-%d}" if ends else "")


EVERY_TUESDAY = "FREQ=WEEKLY;BYDAY=TU 10:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "every two weeks at 9 and Tuesdays at 10"),
        ("en", "every two weeks at 9, Tuesdays at 10"),
        ("en", "Tuesdays at 10 and every two weeks at 9"),
        ("de", "alle zwei Wochen um 9 und dienstags um 10"),
        ("ru", "раз в две недели в 9 и по вторникам в 10"),
        ("es", "cada dos semanas a las 9 y todos los martes a las 10"),
    ],
)
def test_two_rhythms_with_hours_of_their_own_are_two(language: str, text: str) -> None:
    offers = ways(text, language)
    assert EVERY_TUESDAY in offers and "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00" in offers


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "every two weeks at 9 and Tuesday at 10", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00"),
        ("en", "every day at 9 and Tuesday at 10", "FREQ=DAILY 09:00"),
        ("en", "every Monday at 9 and Wednesday at 10", "FREQ=WEEKLY;BYDAY=MO 09:00"),
        ("fr", "toutes les deux semaines à 9h et le mardi à 10h", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00"),
        ("ja", "隔週9時と火曜日10時", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00"),
        ("zh", "每两周9点和周二10点", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE 09:00"),
    ],
)
def test_a_day_with_its_own_hour_beside_a_rhythm_is_another_time(language: str, text: str, first: str) -> None:
    offers = ways(text, language)
    assert len(offers) == 2 and first in offers
    assert any(each.endswith(" 10:00") for each in offers)


@pytest.mark.parametrize("text", ["every two weeks and on Tuesdays at 9", "every two weeks at 9 and on Tuesdays"])
def test_rhythms_joined_by_and_are_two(text: str) -> None:
    assert len(ways(text)) == 2


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every two weeks at 9 on Tuesdays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("Tuesdays at 9 every two weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every other week on Monday and Wednesday at 9", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"),
    ],
)
def test_a_rhythm_and_its_days_are_one(text: str, rule: str) -> None:
    found = reading(text).understood
    assert isinstance(found, Recurring) and str(found.rule) == rule


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "every 10 days on Tuesday"),
        ("en", "on Tuesday every 10 days"),
        ("en", "every 10 days on Tuesdays"),
        ("de", "alle 10 Tage am Dienstag"),
        ("es", "cada 10 días el martes"),
        ("fr", "tous les 10 jours le mardi"),
        ("it", "ogni 10 giorni il martedì"),
        ("pt", "a cada 10 dias na terça"),
        ("ru", "каждые 10 дней во вторник"),
        ("tr", "10 günde bir salı"),
        ("ar", "كل 10 أيام يوم الثلاثاء"),
        ("ja", "10日ごとの火曜日"),
        ("zh", "每10天周二"),
    ],
)
def test_days_counted_and_a_day_of_the_week_cannot_both_be_meant(language: str, text: str) -> None:
    assert set(ways(text, language)) == {"FREQ=DAILY;INTERVAL=10 09:00", "FREQ=WEEKLY;BYDAY=TU 09:00"}


def test_every_day_and_one_day_of_the_week_is_asked_about() -> None:
    assert set(ways("every day on Tuesday at 9")) == {"FREQ=DAILY 09:00", "FREQ=WEEKLY;BYDAY=TU 09:00"}


@pytest.mark.parametrize("text", ["every 10 days starting Tuesday", "every 10 days from Tuesday on"])
def test_a_day_on_which_it_begins_is_no_contradiction(text: str) -> None:
    found = reading(text).understood
    assert isinstance(found, Recurring) and (found.rule.freq, found.rule.interval) == (Freq.DAILY, 10)
    assert found.start.weekday() == 1


@pytest.mark.parametrize("text", ["every 21 days on Tuesday at 9", "every 7 days on Tuesday at 9"])
def test_weeks_counted_in_days_have_their_day(text: str) -> None:
    found = reading(text).understood
    assert isinstance(found, Recurring) and found.start.weekday() == 1 and found.rule.interval in (7, 21)


def test_every_few_hours_on_a_day_ends_with_it() -> None:
    assert ways("every 3 hours on Tuesday") == ["10800 s until 03-17", "10800 s"]
    found = reading("every 3 hours tomorrow").understood
    assert isinstance(found, Every) and found.ends is not None and f"{found.ends:%m-%d}" == "03-12"
