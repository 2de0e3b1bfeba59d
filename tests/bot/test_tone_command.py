"""`/tone` over a real memory: dials and forms by buttons and by typing, taken back, on the own page."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.bridge import to_account, to_place
from bot.own_page import MANNER
from memory.tone.wished import Dial, Preset
from tests.bot.chat import Chat, labels
from tests.bot.stage import staged
from tests.bot.test_own_page import home_of, opened, part, pressed

MOST_CONTROLS = 25


async def kept(chat: Chat) -> set[tuple[Dial | Preset, int]]:
    """What the database has of the person's wishes."""
    seat, memory = chat.stage.seat, chat.stage.memory
    person = await memory.person(to_account("console", seat.author), to_place(seat.address, seat.audience))
    rows = await memory.tones.wished(person)
    return {(row.name, row.value) for row in rows if row.value}


async def test_each_button_says_where_it_leads_and_leads_there(chat: Chat) -> None:
    shown = await chat.order("tone")
    assert "How I answer you: as measured." in shown.text and "Your train leaves at 9:40." in shown.text
    assert {"− Length: shorter", "+ Length: longer", "− Emoji: fewer", "+ Humour: playful"} <= set(labels(shown))
    shown = await chat.press(shown, "− Length: shorter")
    assert shown.text.startswith("Set: Length: shorter.") and shown.replace
    assert {"− Length: much shorter", "+ Length: as measured"} <= set(labels(shown))
    assert "before noon" not in shown.text, "the sample is shorter"
    shown = await chat.press(shown, "− Length: much shorter")
    assert not any(label.startswith("− Length") for label in labels(shown))
    assert await kept(chat) == {(Dial.LENGTH, -2)}


async def test_an_old_button_does_what_it_says(chat: Chat) -> None:
    first = await chat.order("tone")
    await chat.press(first, "+ Length: longer")
    await chat.press(first, "+ Length: longer")
    assert await kept(chat) == {(Dial.LENGTH, 1)}


async def test_controls_fit_every_platform_whatever_is_wished(chat: Chat) -> None:
    for dial in Dial:
        shown = await chat.order("tone", f"{dial} 1")
        assert len(shown.buttons) + (5 if shown.pick else 0) <= MOST_CONTROLS
        assert all(len(label) <= 75 for label in labels(shown))
    await chat.order("tone", "add short answers, please")
    shown = await chat.order("tone")
    assert shown.pick is not None and len(shown.buttons) <= MOST_CONTROLS - 5


async def test_forms_are_switched_and_shown(chat: Chat) -> None:
    shown = await chat.press(await chat.order("tone"), "Forms of answers")
    shown = await chat.press(shown, "One step at a time: on")
    assert "One step at a time: on" in shown.text and "1. Your train leaves" in shown.text
    assert await kept(chat) == {(Preset.STEPS, 1)}
    shown = await chat.press(shown, "One step at a time: off")
    assert await kept(chat) == set()
    assert "How I answer you" in (await chat.press(shown, "Back")).text


async def test_the_last_change_is_taken_back_and_all_of_them(chat: Chat) -> None:
    await chat.order("tone", "length -1")
    await chat.order("tone", "emoji -2")
    shown = await chat.order("tone", "low-load on")
    shown = await chat.press(await chat.order("tone"), "Undo the last change")
    assert "Short lines, easy to read: off" in shown.text
    shown = await chat.press(shown, "Everything as measured")
    assert shown.text.startswith("Everything is as measured again.") and await kept(chat) == set()
    await chat.press(shown, "Undo the last change")
    assert await kept(chat) == {(Dial.LENGTH, -1), (Dial.EMOJI, -2)}


async def test_words_are_taken_in_any_letters(chat: Chat) -> None:
    await chat.order("tone", "Length -1")
    assert "Length: as measured" in (await chat.order("tone", "Undo")).text and await kept(chat) == set()
    await chat.order("tone", "Add call me Captain McKay")
    assert "call me Captain McKay" in (await chat.order("tone", "Dials")).text
    await chat.order("tone", "Low-Load ON")
    await chat.order("tone", "Low-Load OFF")
    assert await kept(chat) == set()
    assert "Forms of answers:" in (await chat.order("tone", "Forms")).text
    assert (await chat.order("tone", "Measured")).text.startswith("Everything is as measured again.")
    assert (await chat.order("tone", "Forget YES")).text.startswith("Forgotten")


async def test_labels_are_in_the_askers_language(chat: Chat) -> None:
    who = chat.stage.seat
    chat.stage.seat = replace(who, author=replace(who.author, locale="de-AT"))
    shown = await chat.press(await chat.order("tone"), "− Länge: kürzer")
    assert "Eingestellt: Länge: kürzer." in shown.text and "Dein Zug" in shown.text
    assert "Alles wie gemessen" in labels(shown)


async def test_wishes_are_on_the_own_page(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    await chat.order("tone", "formality 1")
    home = await opened(chat)
    assert "Formality: formal" in part(home, MANNER).text
    assert "Set" not in part(home, MANNER).text
    await pressed(chat, home, "Undo the last change")
    assert await kept(chat) == set()
    dials = home_of(await pressed(chat, home, "Change how I answer you")).sections[0]
    assert "− Length: shorter" in [each.label for each in dials.buttons]


@pytest.mark.parametrize(
    ("typed", "wished"),
    [
        ("length -2", {(Dial.LENGTH, -2)}),
        ("length +1", {(Dial.LENGTH, 1)}),
        ("length -", {(Dial.LENGTH, -1)}),
        ("length shorter", {(Dial.LENGTH, -1)}),
        ("address +", {(Dial.ADDRESS, 2)}),
        ("shorter please", {(Dial.LENGTH, -1)}),
        ("no emoji", {(Dial.EMOJI, -2)}),
        ("screen-reader", {(Preset.SCREEN_READER, 1)}),
        ("own-voice on", {(Preset.OWN_VOICE, 1)}),
        ("humour 0", set()),
        ("literal off", set()),
        ("Length -1", {(Dial.LENGTH, -1)}),
        ("Screen-Reader On", {(Preset.SCREEN_READER, 1)}),
        ("EMOJI None", {(Dial.EMOJI, -2)}),
    ],
)
async def test_all_of_it_can_be_typed(chat: Chat, typed: str, wished: set[tuple[Dial | Preset, int]]) -> None:
    await chat.order("tone", typed)
    assert await kept(chat) == wished


@pytest.mark.parametrize(
    "typed", ["length 3", "length", "length ; DROP TABLE wishes", "emoji ²", "humour --1", "x" * 500]
)
async def test_what_is_no_place_is_refused(chat: Chat, typed: str) -> None:
    assert "Say /tone" in (await chat.order("tone", typed)).text
    assert await kept(chat) == set()


async def test_what_who_answers_does_not_take_part_in_is_told_and_not_played(chat: Chat) -> None:
    await chat.order("persona", "pal")
    shown = await chat.order("tone", "humour -2")
    assert "Humour: none" in shown.text and "only as far as" not in shown.text, "no persona insists on jokes"
    assert "Trains are like cats" in (await chat.order("tone", "humour 2")).text
    await chat.order("persona", "butler")
    shown = await chat.order("tone", "formality -2")
    assert "Formality: very casual (here only as far as: formal)" in shown.text and "Good morning." in shown.text
    await chat.order("tone", "measured")
    assert "Good morning." in (await chat.order("tone")).text, "it is formal with everybody"


async def test_what_was_said_in_own_words_does_not_deny_what_was_set(chat: Chat) -> None:
    assert "In your own words: nothing yet." in (await chat.order("tone", "length -1")).text
    await chat.order("tone", "add call me Captain")
    assert "In your own words:\n1. " in (await chat.order("tone")).text


async def test_what_was_measured_is_forgotten_once_that_is_sure(chat: Chat) -> None:
    await chat.order("tone", "length -1")
    asked = await chat.press(await chat.order("why", "tone"), "Forget how I write")
    assert asked.text.endswith("and all my wishes?") and await kept(chat) == {(Dial.LENGTH, -1)}
    done = await chat.press(asked, "Forget how I write")
    assert done.text.startswith("Forgotten: all that was measured") and await kept(chat) == set()
    assert "There is nothing to take back." in (await chat.order("tone", "undo")).text


async def test_at_a_terminal_all_is_told_in_words(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        told = await stage.order("tone")
        assert "as measured" in told and "/tone length -1" in told and "screen-reader" in told
        assert "There is nothing to take back." in await stage.order("tone", "undo")
        assert "/tone low-load on" not in await stage.order("tone", "length -1"), "how to is told where it is asked for"
        assert "Length: shorter" in await stage.order("tone")
        assert "Taken back. Now: Length: as measured." in await stage.order("tone", "undo")


async def test_after_a_restart_wishes_are_taken_back_one_after_another(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        for typed in ("emoji -2", "length -1", "length -2"):
            await stage.order("tone", typed)
    told = []
    for _ in range(4):
        async with staged(database_dsn, tmp_path) as stage:
            told.append((await stage.order("tone", "undo")).splitlines()[0])
    assert told == [
        "Taken back. Now: Length: shorter.",
        "Taken back. Now: Length: as measured.",
        "Taken back. Now: Emoji: as measured.",
        "There is nothing to take back.",
    ]
