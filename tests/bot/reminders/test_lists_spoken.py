"""Lists, calendars and answers in each language: plain lines that a screen reader can read out, and nothing English."""

import re
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.reminders.calendar import agenda
from bot.reminders.language import languages
from bot.reminders.lists import Showing, listed, opened, quiet_line, shown, summary, undelivered
from bot.reminders.sentences import NONE
from bot.reply import Reply
from bot.when import Every, Freq, Once, Recurring, Rule, Schedule
from bot.when.stored import stored
from memory.reminder import Consent, DeadLetter, Policy, Reminder, ReminderId, SendId, Standing
from memory.tone.wished import Dial
from memory.types import PersonId
from tests.bot.chat import Chat, chatting, fits, labels
from tests.bot.registers import FAMILIAR
from tests.bot.reminders.reminded import ZONE, added, person_of
from tests.bot.stage import Stage, staged

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
TAGS = [f"{language}{way}" for language in sorted(languages()) for way in ("", "-x-formal")]
DAILY = Recurring(date(2026, 11, 1), (time(9),), ZONE, Rule(Freq.DAILY))
EVEN = Every(NOW, 7_200, ZONE)
ENGLISH = re.compile(r"\b(?:the|your|you|is|are|next|every|starting|at|and|Monday|Thursday|Friday|to|it)\b", re.I)


def held(number: int, schedule: Schedule = DAILY, standing: Standing = Standing.ACTIVE) -> Reminder:
    """A reminder about something that is a word in no language here."""
    return Reminder(
        ReminderId(number), PersonId(1), "discord", "103", "Ytterby", stored(schedule), ZONE, "2026b", "en",
        Policy(again=timedelta(minutes=10), useless_after=timedelta(hours=1), floating=True), standing, "k", None, NOW,
        quote="Ytterby", followers=2, consent=Consent.ASKED,
    )  # fmt: skip


def all_of(showing: Showing) -> list[Reply]:
    """All that is ever listed."""
    many = [held(each, EVEN if each % 2 else DAILY) for each in range(1, 8)]
    over = [held(9, standing=Standing.PAUSED), held(10, Once(datetime(2026, 1, 1, 9), ZONE))]
    proposed = [held(11, standing=Standing.PROPOSED), replace(held(12, standing=Standing.PROPOSED), zone_data="")]
    letters = [DeadLetter(SendId(1), PersonId(1), "Ytterby", NOW, "Refused")]
    more = showing.more(proposed=True, lost=True)
    return [
        *(listed(each, showing, page=2, more=more) for each in ([], many, over)),
        *(summary(each, showing, more) for each in ([], many[:1], over[:1], many)),
        *(shown(each, showing) for each in (*many[:2], *over, held(13, standing=Standing.CANCELLED))),
        *(opened(each, showing) for each in ([], proposed)),
        *(undelivered(each, ZONE, showing) for each in ([], letters)),
        *(Reply(quiet_line(each, showing)) for each in (None, (time(22), time(7)))),
        *(Reply(agenda(each, ZONE, showing)) for each in ([], many, many * 3)),
    ]


def spoken(reply: Reply) -> list[str]:
    """All that is read of it, but for commands, which are the same in every language, and zones."""
    pick = [] if reply.pick is None else [reply.pick.label]
    texts = [*reply.text.split("\n"), *(each.label for each in reply.buttons), *pick]
    return [re.sub(r"/\w+[^.。;；]*|\(Europe/Berlin\)|Europe/Berlin", "", each) for each in texts]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("controls", [True, False])
def test_nothing_is_english_or_familiar_and_nothing_is_left_to_fill(tag: str, controls: bool) -> None:
    familiar = FAMILIAR.get(tag.partition("-")[0])  # none where there is one way of addressing people
    for reply in all_of(Showing(NOW, controls, tag)):
        for text in spoken(reply):
            assert not ENGLISH.search(text), text
            assert "{" not in text and "}" not in text
            assert not (tag.endswith("formal") and familiar is not None and familiar.search(text)), text


@pytest.mark.parametrize("tag", ["en", *TAGS])
def test_a_list_is_plain_lines_each_read_by_itself(tag: str) -> None:
    many = [held(each, EVEN) for each in range(1, 5)]
    head, *lines = listed(many, Showing(NOW, True, tag), page=1, more=()).text.split("\n")
    assert head.rstrip().endswith((":", "：")) and len(lines) == 8
    for number, (task, times) in enumerate(zip(lines[::2], lines[1::2], strict=True), 1):
        assert task == f"{number}. Ytterby"
        assert times.startswith("    ") and len(re.findall(r"\b\d\d:\d\d\b", times)) == 3
        assert len(times.split("; ")) == 3, "each time is read by itself"
    text = "".join(lines)
    assert not {unicodedata.category(each) for each in text} & {"So", "Sm", "Sk", "Co", "Cc"}, "no art, no tables"
    assert "|" not in text and "--" not in text and "\t" not in text


@pytest.mark.parametrize("tag", ["en", *TAGS])
def test_a_calendar_has_a_line_for_each_day_and_one_for_each_time(tag: str) -> None:
    head, *lines = agenda([held(1)], ZONE, Showing(NOW, True, tag)).split("\n")
    assert "(Europe/Berlin)" in head
    days, times = lines[::2], lines[1::2]
    assert len(days) == len(times) == 8
    assert all(each == "  09:00  Ytterby" for each in times)
    assert all("2026" in each and each[0] == each[0].upper() for each in days) and len(set(days)) == 8


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """Somebody in Berlin whose application speaks German, and who wishes to be addressed formally."""
    async with chatting(database_dsn, tmp_path) as chat:
        await chat.order("timezone", ZONE)
        await german(chat.stage)
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)


async def german(stage: Stage) -> None:
    """They speak German and wish for Sie."""
    stage.seat = replace(stage.seat, author=replace(stage.seat.author, locale="de-DE"))
    now = datetime.now(UTC)
    await stage.memory.tones.wish(await person_of(stage), Dial.ADDRESS, 2, source=None, at=now)


async def test_who_wishes_for_it_is_answered_formally_in_their_language(chat: Chat) -> None:
    assert (await chat.order("reminders")).text == "Sie haben keine Erinnerungen."
    made = await added(chat.stage, EVEN)
    listed_ = await chat.order("reminders")
    assert listed_.text.startswith("Ihre Erinnerungen:") and {"Kalender", "Ruhezeiten"} <= set(labels(listed_))
    form = await chat.press(await chat.pick(listed_, "water the fern"), "Zeit ändern")
    assert form.form is not None and (form.form.title, form.form.label) == ("Wann", "Wann")
    assert "Sagen Sie es etwa so" in (await chat.fill(form, "irgendwann")).text
    changed = await chat.fill(form, "jeden Montag um 10:30")
    assert changed.text.startswith("Geändert.\n") and "Jeden Montag um 10:30 Uhr" in changed.text
    assert (await chat.order("remind", "morgen um 9 Uhr Bob anrufen")).text.startswith("Daran erinnere ich Sie: Bob")
    assert "Gelöscht: water the fern" in (await chat.order("reminder", f"stop {made.id}")).text


async def test_a_form_begins_with_words_that_are_read_back(chat: Chat) -> None:
    made = await added(chat.stage, DAILY)
    form = await chat.order("reminder", f"when {made.id}")
    assert form.form is not None and form.form.value.startswith("jeden Tag um 09:00 Uhr ab ")
    assert "Geändert." in (await chat.fill(form, form.form.value)).text


async def test_at_a_terminal_it_is_the_same(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        await stage.order("timezone", ZONE)
        assert NONE in await stage.order("reminders")
        await german(stage)
        assert (await stage.order("reminders")).startswith("Sie haben keine Erinnerungen. /remind legt eine an")
        assert "gehört Ihnen nicht" in await stage.order("reminders", "cancel 999")
