"""Which time a question names, in the first six languages, and what names none."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.span import Anchor, Asked, Side, Span
from memory.timing import timed

# Half past midnight on Thursday, 18 June, in Berlin; still the 17th in UTC.
NOW = datetime(2026, 6, 17, 22, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
ASKED = Asked(NOW, BERLIN)


def span(text: str, asked: Asked = ASKED) -> Span | None:
    found = timed(text, asked)
    if found is None:
        return None
    assert isinstance(found.window, Span)
    return found.window


def days(text: str, asked: Asked = ASKED) -> tuple[str | None, str | None]:
    """First day, and the last one that is still in the window, where it was asked."""
    found = span(text, asked)
    assert found is not None, text

    def day(moment: datetime | None, back: int) -> str | None:
        return str((moment.astimezone(asked.zone) - timedelta(days=back)).date()) if moment else None

    return day(found.start, 0), day(found.end, 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("What did I do last spring?", "2026-03-01", "2026-05-31"),
        ("What did I do last summer?", "2025-06-01", "2025-08-31"),  # this one is not over
        ("What did I do this summer?", "2026-06-01", "2026-08-31"),
        ("What did I ski last winter?", "2025-12-01", "2026-02-28"),
        ("What did we plan in May?", "2026-05-01", "2026-05-31"),
        ("What did we plan in August?", "2025-08-01", "2025-08-31"),  # the latest that has begun
        ("What did we plan last May?", "2026-05-01", "2026-05-31"),
        ("What did I do in march with Bob?", "2026-03-01", "2026-03-31"),
        ("what happened last week", "2026-06-08", "2026-06-14"),
        ("What happened last weekend?", "2026-06-12", "2026-06-14"),
        ("How many pages this month?", "2026-06-01", "2026-06-30"),
        ("Where was I yesterday?", "2026-06-17", "2026-06-17"),
        ("What did we eat the day before yesterday?", "2026-06-16", "2026-06-16"),
        ("What did I say on Monday?", "2026-06-15", "2026-06-15"),
        ("What did I say last Thursday?", "2026-06-11", "2026-06-11"),
        ("Where did I live two years ago?", "2023-12-19", "2024-12-17"),
        ("What did I tell you 10 days ago?", "2026-06-08", "2026-06-08"),
        ("What did I do in the last three weeks?", "2026-05-28", "2026-06-18"),
        ("Where did I live in 2024?", "2024-01-01", "2024-12-31"),
        ("Where did we live in the 1990s?", "1990-01-01", "1999-12-31"),
        ("What have I bought since Christmas?", "2025-12-24", None),
        ("What did I do before Easter?", None, "2026-04-02"),
        ("What did I do after Easter 2025?", "2025-04-22", None),
        ("How many tournaments have I won by July 10, 2022?", None, "2022-07-10"),
        ("What did I read between March and May?", "2026-03-01", "2026-05-31"),
        ("Where was I from 2019 to 2021?", "2019-01-01", "2021-12-31"),
        ("Where was I from November to January 2025?", "2024-11-01", "2025-01-31"),
        ("What did I cook on March 3rd?", "2026-03-03", "2026-03-03"),
        ("What did I cook on the 3rd of March, 2025?", "2025-03-03", "2025-03-03"),
        ("What did I cook on 2025-03-04?", "2025-03-04", "2025-03-04"),
        ("What did I cook on 04.03.2025?", "2025-03-04", "2025-03-04"),
        ("What did John do two weeks before August 3, 2023?", "2023-07-20", "2023-08-02"),
        ("What did I do the week after Easter 2025?", "2025-04-22", "2025-04-28"),
        ("What is on next Friday?", "2026-06-19", "2026-06-19"),
        ("What do I have planned for next month?", "2026-07-01", "2026-07-31"),
        ("What happened last Thanksgiving?", "2025-11-27", "2025-11-27"),
        ("Was habe ich letzten Sommer gemacht?", "2025-06-01", "2025-08-31"),
        ("Was war im Mai?", "2026-05-01", "2026-05-31"),
        ("Was habe ich vor zwei Wochen gesagt?", "2026-06-01", "2026-06-07"),
        ("Wo war ich seit Weihnachten?", "2025-12-24", None),
        ("Wo wohnte ich 2024?", "2024-01-01", "2024-12-31"),
        ("Wo war ich am 3. Mai 2025?", "2025-05-03", "2025-05-03"),
        ("Was habe ich gestern gekocht?", "2026-06-17", "2026-06-17"),
        ("Was war zwischen März und Mai?", "2026-03-01", "2026-05-31"),
        ("¿Qué hice la semana pasada?", "2026-06-08", "2026-06-14"),
        ("¿Dónde vivía hace dos años?", "2023-12-19", "2024-12-17"),
        ("¿Qué hice en mayo?", "2026-05-01", "2026-05-31"),
        ("¿Qué hice el verano pasado?", "2025-06-01", "2025-08-31"),
        ("¿Qué ha cambiado desde Navidad?", "2025-12-24", None),
        ("O que fiz na semana passada?", "2026-06-08", "2026-06-14"),
        ("Onde eu morava há dois anos?", "2023-12-19", "2024-12-17"),
        ("O que fiz em maio de 2025?", "2025-05-01", "2025-05-31"),
        ("O que eu fiz ontem?", "2026-06-17", "2026-06-17"),
        ("Qu'est-ce que j'ai fait l'été dernier ?", "2025-06-01", "2025-08-31"),
        ("Où j'habitais il y a deux ans ?", "2023-12-19", "2024-12-17"),
        ("Qu'ai-je fait en mars ?", "2026-03-01", "2026-03-31"),
        ("Qu’est-ce qui a changé depuis Noël ?", "2025-12-24", None),
        ("Cosa ho fatto la settimana scorsa?", "2026-06-08", "2026-06-14"),
        ("Dove vivevo due anni fa?", "2023-12-19", "2024-12-17"),
        ("Cosa ho fatto a maggio?", "2026-05-01", "2026-05-31"),
        ("Cosa ho fatto l'estate scorsa?", "2025-06-01", "2025-08-31"),
    ],
)
def test_a_named_time_is_a_window(text: str, first: str | None, last: str | None) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "May I ask you something?",
        "What may I cook for Mia?",
        "This may be wrong, is it?",
        "Should we march on?",
        "How long was our last march?",
        "Was the last march through the city loud?",
        "How was my last week at Siemens?",
        "What do I put in spring rolls?",
        "What do you know of the fall of Rome?",
        "What do I need for estate planning and estate law?",
        "When did I last see Mia?",
        "What did I order last time?",
        "Where do I live now?",
        "What is 5 + 2024?",
        "Who is April?",
        "What did June say about Augusta?",
        "Do I work on Mondays?",
        "Is the answer 5/13?",
        "Cosa non mangio mai?",
        "Was mag ich am Morgen?",
        "What did I do on 31 February?",
        "After all, what do I like?",
        "What comes after that?",
        "What did I get from my brother?",
        "What did we eat during our trip?",  # whoever tells of it names the trip
        "",
    ],
)
def test_what_names_no_time_is_none(text: str) -> None:
    assert timed(text, ASKED) is None


def test_the_day_is_the_askers_and_a_window_has_their_midnights() -> None:
    assert days("Where was I yesterday?", Asked(NOW)) == ("2026-06-16", "2026-06-16")
    assert days("Where was I yesterday?", Asked(NOW, ZoneInfo("Asia/Tokyo"))) == ("2026-06-17", "2026-06-17")
    tokyo = span("Where did I jog yesterday?", Asked(NOW, ZoneInfo("Asia/Tokyo")))
    assert tokyo == Span(datetime(2026, 6, 16, 15, tzinfo=UTC), datetime(2026, 6, 17, 15, tzinfo=UTC))


def test_seasons_are_those_of_the_askers_half_of_the_world() -> None:
    sydney = Asked(NOW, ZoneInfo("Australia/Sydney"))
    assert days("What did I do last summer?", sydney) == ("2025-12-01", "2026-02-28")


def test_a_slashed_date_is_read_as_where_the_asker_lives() -> None:
    assert timed("What did I cook on 5/3/2026?", ASKED) is None
    american, british = Asked(NOW, BERLIN, "en-US"), Asked(NOW, BERLIN, "en-GB")
    assert days("What did I cook on 5/3/2026?", american)[0] == "2026-05-03"
    assert days("What did I cook on 5/3/2026?", british)[0] == "2026-03-05"


def test_the_locale_tells_the_language_where_a_text_does_not() -> None:
    assert days("in may bicycle repair costs paid by whom exactly", Asked(NOW, BERLIN, "en"))[0] == "2026-05-01"
    assert days("mi bici averiada en mayo y lo que pagué", Asked(NOW, BERLIN, "es_MX"))[0] == "2026-05-01"


@pytest.mark.parametrize(
    ("text", "side", "word"),
    [
        ("What did I do before I moved?", Side.BEFORE, "moved"),
        ("Where did we go after the wedding?", Side.AFTER, "wedding"),
        ("What have I learned since I changed jobs?", Side.AFTER, "changed"),
        ("Was machte ich, bevor ich umgezogen bin?", Side.BEFORE, "umgezogen"),
        ("Was war nach der Hochzeit?", Side.AFTER, "hochzeit"),
        ("¿Qué hice antes de la boda?", Side.BEFORE, "boda"),
        ("¿Dónde vivía antes de mudarme?", Side.BEFORE, "mudarme"),
        ("O que eu fiz depois do casamento?", Side.AFTER, "casamento"),
        ("Onde eu morava antes de me mudar?", Side.BEFORE, "mudar"),
        ("Dove vivevo prima di trasferirmi?", Side.BEFORE, "trasferirmi"),
        ("Où j'habitais avant le mariage ?", Side.BEFORE, "mariage"),
        ("Dove vivevo prima del matrimonio?", Side.BEFORE, "matrimonio"),
    ],
)
def test_an_event_dates_a_question(text: str, side: Side, word: str) -> None:
    found = timed(text, ASKED)
    assert found is not None and isinstance(found.window, Anchor)
    assert found.window.side is side
    assert word in found.window.words


def test_what_is_left_of_the_question_is_what_to_look_for() -> None:
    found = timed("What did Gina find on 1 February, 2023?", ASKED)
    assert found is not None and found.rest == "what did gina find ?"
    found = timed("Where did we go after the wedding?", ASKED)
    assert found is not None and "wedding" in found.rest
    found = timed("Which state did we visit last summer?", ASKED)
    assert found is not None and "summer" in found.rest  # as who tells of it says too
    found = timed("Was wird am Sonntag gekocht?", ASKED)
    assert found is not None and "sonntag" in found.rest


@pytest.mark.parametrize(
    "text",
    [
        "What did we talk about yesterday?",
        "What happened last week?",
        "What did I tell you in May?",
        "Worüber haben wir gestern gesprochen?",
        "Was habe ich letzte Woche gemacht?",
        "¿Qué hice ayer?",
        "O que eu fiz ontem?",
        "Qu'est-ce que j'ai fait hier ?",
        "Cosa ho fatto ieri?",
    ],
)
def test_who_asks_for_nothing_but_a_time_wants_all_of_it(text: str) -> None:
    found = span(text)
    assert found is not None and found.is_alone


def test_who_asks_for_more_wants_that() -> None:
    found = span("What did we say about bees yesterday?")
    assert found is not None and not found.is_alone


@given(st.text(max_size=80), st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_no_text_is_an_error_and_no_window_ends_before_it_begins(text: str, now: datetime) -> None:
    found = timed(text, Asked(now.replace(tzinfo=UTC), BERLIN))
    if found is not None and isinstance(found.window, Span) and found.window.start and found.window.end:
        assert found.window.start < found.window.end


@given(
    st.sampled_from(["last", "this", "next"]),
    st.sampled_from(["week", "month", "year", "weekend", "spring", "summer", "autumn", "winter", "may", "friday"]),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
def test_the_last_is_over_and_the_next_has_not_begun(turn: str, what: str, today: date) -> None:
    asked = Asked(datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    found = span(f"What about {turn} {what}?", asked)
    assert found is not None and found.start is not None and found.end is not None
    if turn == "last":
        assert found.end <= asked.now + timedelta(days=1)
    if turn == "next":
        assert found.start > asked.now - timedelta(days=1)


def test_a_leap_day_is_the_last_one_there_was() -> None:
    assert days("What did I do on 29 February?") == ("2024-02-29", "2024-02-29")
