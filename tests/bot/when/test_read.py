"""What people type, what is understood of it, and what is asked instead of guessed."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.when import Every, Once, Recurring, Unsure, read
from bot.when.lexicon import LANGUAGES
from tests.bot.when.asked import CHICAGO, NOW, due, reading

# A Wednesday, mid morning.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ping me in 45 minutes", "2027-03-10 10:05"),
        ("in 2 and a half hours", "2027-03-10 11:50"),
        ("in three quarters of an hour", "2027-03-10 10:05"),
        ("1h20m stretch your legs", "2027-03-10 10:40"),
        ("in a fortnight at noon", "2027-03-24 12:00"),
        ("ten days from now", "2027-03-20 09:20"),
        ("tomorrow at 7:15 am", "2027-03-11 07:15"),
        ("the day after tomorrow at quarter past four pm", "2027-03-12 16:15"),
        ("remind me tonight at 9 to lock the shed", "2027-03-10 21:00"),
        ("Saturday at 18:45", "2027-03-13 18:45"),
        ("this Friday at 5pm", "2027-03-12 17:00"),
        ("on the 2nd at 08:00", "2027-04-02 08:00"),
        ("May 6th, 2028 at 11am", "2028-05-06 11:00"),
        ("6 May at 11am", "2027-05-06 11:00"),
        ("2027-12-01 06:30", "2027-12-01 06:30"),
        ("noon", "2027-03-10 12:00"),
        ("midnight", "2027-03-11 00:00"),
        ("end of the week", "2027-03-12 18:00"),
        ("last day of the month at 4 pm", "2027-03-31 16:00"),
        ("third Thursday of June at 10:00", "2027-06-17 10:00"),
        ("the day before Christmas at 5pm", "2027-12-24 17:00"),
        ("two weeks after Easter at 10 am", "2027-04-11 10:00"),
        ("tomorrow morning", "2027-03-11 09:00"),
        ("tomorrow 22:00 Tokyo time", "2027-03-11 07:00"),
        ("6pm UTC", "2027-03-10 12:00"),
        ("17:00 Europe/Madrid tomorrow", "2027-03-11 10:00"),
        ("2027-06-01T08:00:00+02:00", "2027-06-01 01:00"),
        ("at 1545", "2027-03-10 15:45"),
        ("this afternoon", "2027-03-10 15:00"),
    ],
)
def test_a_time_is_understood(text: str, expected: str) -> None:
    assert due(text) == expected


@pytest.mark.parametrize(
    ("text", "rule", "first"),
    [
        ("every weekday at 8:30am", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2027-03-11 08:30"),
        ("each Tuesday and Thursday at noon", "FREQ=WEEKLY;BYDAY=TU,TH", "2027-03-11 12:00"),
        ("Mondays at 7pm", "FREQ=WEEKLY;BYDAY=MO", "2027-03-15 19:00"),
        ("every other Friday at 4pm", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2027-03-12 16:00"),
        ("every 3 weeks on Sunday at 10am", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "2027-03-14 10:00"),
        ("daily at 22:00", "FREQ=DAILY", "2027-03-10 22:00"),
        ("every morning", "FREQ=DAILY", "2027-03-11 09:00"),
        ("on the 15th of every month at 9:00", "FREQ=MONTHLY;BYMONTHDAY=15", "2027-03-15 09:00"),
        ("the last Friday of every month at 3pm", "FREQ=MONTHLY;BYDAY=-1FR", "2027-03-26 15:00"),
        ("every year on June 5 at 8am", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5", "2027-06-05 08:00"),
        ("every day except Sunday at 6pm", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "2027-03-10 18:00"),
        ("30 18 * * 1-5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2027-03-10 18:30"),
    ],
)
def test_a_rhythm_is_understood(text: str, rule: str, first: str) -> None:
    found = reading(text).understood
    assert isinstance(found, Recurring)
    assert (str(found.rule), due(text)) == (rule, first)


def test_the_bounds_of_a_rhythm_are_understood() -> None:
    found = reading("every Monday at 9am starting April 5 until May 31").understood
    assert isinstance(found, Recurring)
    assert (found.start, found.ends) == (date(2027, 4, 5), date(2027, 6, 1))
    counted = reading("every day at 8pm for 5 times").understood
    assert isinstance(counted, Recurring) and counted.count == 5
    spared = reading("daily at 8pm except on March 12").understood
    assert isinstance(spared, Recurring) and spared.without == (date(2027, 3, 12),)


def test_an_even_rhythm_is_elapsed_time() -> None:
    found = reading("every 90 minutes").understood
    assert isinstance(found, Every)
    assert (found.seconds, found.start) == (5400, NOW + timedelta(minutes=90))


def test_a_rhythm_has_as_many_times_a_day_as_were_said() -> None:
    pills = reading("every day at 8am and 8:30pm").understood
    assert isinstance(pills, Recurring)
    assert [each.hour for each in pills.times] == [8, 20]
    hours = reading("every 2 hours from 9 to 5").understood
    assert isinstance(hours, Recurring)
    assert [each.hour for each in hours.times] == [9, 11, 13, 15, 17]
    until = reading("every 2 hours until 6pm").understood
    assert isinstance(until, Every) and until.ends == NOW.replace(hour=18, minute=0)


def test_what_stands_beside_the_asking_is_meant() -> None:
    assert due("remind me on Friday about the call on Monday at 10") == "2027-03-12 09:00"
    assert due("remind me for the next 3 days at 8pm") == "2027-03-10 20:00"
    assert due("at 6pm in Berlin") == "2027-03-10 11:00"
    assert due("9am pacific time tomorrow") == "2027-03-11 11:00"


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("remind me to water the ferns tomorrow at 6pm", "water the ferns"),
        ("Tomorrow at 6pm remind me to water the ferns, please", "water the ferns, please"),
        ("Don't let me forget the rent on Friday", "the rent"),
        ("every weekday remind me at 9am to stand up", "stand up"),
        ("in 20 minutes take the bread out", "take the bread out"),
        ("毎日8時に薬を飲むのを思い出させて", "薬を飲む"),
        ("明日9時にはさみを買うように思い出させて", "はさみを買う"),
        ("her ayın 15'inde saat 10'da kirayı hatırlat", "kirayı"),
    ],
)
def test_the_task_is_what_is_left(text: str, task: str) -> None:
    found = reading(text, "en-US", "ja", "tr")
    assert found.task == task
    assert found.span is not None and text[slice(*found.span)].strip()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "erinnere mich übermorgen um halb acht an den Müll", "2027-03-12 07:30"),
        ("de", "in anderthalb Stunden", "2027-03-10 10:50"),
        ("de", "Donnerstagabend um 8", "2027-03-11 20:00"),
        ("es", "recuérdame el viernes a las seis y media de la tarde", "2027-03-12 18:30"),
        ("es", "dentro de tres días", "2027-03-13 09:20"),
        ("pt", "me lembre amanhã às 7 da noite", "2027-03-11 19:00"),
        ("pt", "daqui a 20 minutos", "2027-03-10 09:40"),
        ("fr", "rappelle-moi lundi à 18h30", "2027-03-15 18:30"),
        ("fr", "dans une demi-heure", "2027-03-10 09:50"),
        ("it", "ricordami domani alle 17 di chiamare", "2027-03-11 17:00"),
        ("it", "tra due settimane", "2027-03-24 09:20"),
        ("it", "fra un'ora e mezza", "2027-03-10 10:50"),
        ("es", "en una hora y media", "2027-03-10 10:50"),
        ("de", "am letzten Freitag im Monat um 16 Uhr", "2027-03-26 16:00"),
        ("tr", "yarın saat 14:30'da", "2027-03-11 14:30"),
        ("tr", "3 saat sonra", "2027-03-10 12:20"),
        ("ru", "напомни завтра в 7 вечера", "2027-03-11 19:00"),
        ("ru", "через полтора часа", "2027-03-10 10:50"),
        ("ar", "ذكرني غدا الساعة 6 مساء", "2027-03-11 18:00"),
        ("ar", "بعد ساعتين", "2027-03-10 11:20"),
        ("ja", "明日の午後4時半にリマインドして", "2027-03-11 16:30"),
        ("ja", "２０分後", "2027-03-10 09:40"),
        ("zh", "后天上午十点一刻提醒我", "2027-03-12 10:15"),
        ("zh", "两个小时后", "2027-03-10 11:20"),
    ],
)
def test_other_languages_by_the_same_rules(language: str, text: str, expected: str) -> None:
    assert due(text, language) == expected
    assert read(text, NOW, CHICAGO).understood == reading(text, language).understood


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("de", "jeden Werktag um 9 Uhr", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("de", "alle zwei Wochen am Dienstag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("es", "todos los lunes a las 9", "FREQ=WEEKLY;BYDAY=MO"),
        ("pt", "toda sexta às 18h", "FREQ=WEEKLY;BYDAY=FR"),
        ("fr", "tous les jours à 8h", "FREQ=DAILY"),
        ("fr", "tous les premiers lundis du mois à 10h", "FREQ=MONTHLY;BYDAY=1MO"),
        ("fr", "chaque mardi et jeudi à 18h", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("it", "ogni mercoledì alle 10", "FREQ=WEEKLY;BYDAY=WE"),
        ("tr", "her pazartesi saat 9'da", "FREQ=WEEKLY;BYDAY=MO"),
        ("ru", "каждую субботу в 11 утра", "FREQ=WEEKLY;BYDAY=SA"),
        ("ar", "كل يوم الساعة 7 صباحا", "FREQ=DAILY"),
        ("ar", "كل يوم اثنين الساعة 9", "FREQ=WEEKLY;BYDAY=MO"),
        ("ar", "كل يوم أحد الساعة 9", "FREQ=WEEKLY;BYDAY=SU"),
        ("ja", "毎日午前7時", "FREQ=DAILY"),
        ("zh", "每周五下午三点", "FREQ=WEEKLY;BYDAY=FR"),
    ],
)
def test_rhythms_of_other_languages(language: str, text: str, rule: str) -> None:
    found = reading(text, language).understood
    assert isinstance(found, Recurring)
    assert str(found.rule) == rule


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "hello there", "version 3.11.4 is out", "call 555-0199", "I may come", "we march on", "25:61",
        "room 1200b", "50% of it", "30 February", "1/2/3/4", "it costs $5", "the score was 3-2", "ab12cd",
    ],
)  # fmt: skip
def test_what_names_no_time_makes_none(text: str) -> None:
    found = reading(text)
    assert (found.understood, found.question, found.alternatives) == (None, Unsure.NO_TIME, ())


PIECES = (
    "every", "3", "5th", "at", "next", "friday", "may", "-", "/", ":", ".", "in", "until", "31", "feb", "12", "pm",
    "or", "половина", "时", "月", "半", "毎週", "’", "T", "+02", "0", "99999999999", "la", "de", "и", "غدا", "not",
)  # fmt: skip
ANY = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))


@given(ANY, st.sampled_from([(), *[(language,) for language in LANGUAGES]]))
@example("1-2200000000MAY", ())
@example("May 3 and 99999999999", ("en",))
@settings(max_examples=400, deadline=None)
def test_no_text_raises(text: str, languages: tuple[str, ...]) -> None:
    found = read(text, NOW, CHICAGO, languages=languages)
    assert (found.understood is None) == (found.question is not None)
    if found.understood is not None:
        due = found.understood.first(3, NOW.astimezone(UTC))
        assert due and due[0] > NOW and list(due) == sorted(due)


@pytest.mark.parametrize("now", [datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)])
@pytest.mark.parametrize("text", ["in 2 weeks", "last year", "every day at 9", "next friday", "easter", "in 50 years"])
def test_no_time_of_asking_raises(now: datetime, text: str) -> None:
    read(text, now, CHICAGO, languages=("en-US",))


def test_a_long_text_takes_no_longer_than_a_text_of_the_length_that_is_read() -> None:
    def seconds(text: str) -> float:
        begun = perf_counter()
        reading(text)
        return perf_counter() - begun

    line = "every friday at 3 and may 5 or 1 2 3 4 5 in 2 weeks - "
    seconds(line)
    whole = min(seconds(line * 11) for _ in range(3))
    assert min(seconds(line * 20_000) for _ in range(3)) < 4 * whole + 0.2
    assert min(seconds("1 " * 100_000) for _ in range(2)) < 2.0


def test_what_was_understood_carries_the_zone_of_who_asked() -> None:
    found = reading("tomorrow at 4pm").understood
    assert found == Once(datetime(2027, 3, 11, 16), "America/Chicago")


def test_a_time_that_is_said_alike_in_two_languages_is_of_the_one_that_asks() -> None:
    assert reading("erinnere mich in 1h30 an den Ofen", "en", "de").task == "Ofen"
    assert reading("remind me in 1h30 to check the oven", "de", "en").task == "check the oven"
