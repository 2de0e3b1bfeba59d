"""Somebody's own page with the bot: what it shows, what can be done on it, and that it is true afterwards."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from adapters.console import home_of as seat_of
from adapters.console.parse import author_of
from adapters.outgoing import Home, Outgoing, Section
from adapters.types import Audience, Command, HomeOpened, direct_with
from bot.bridge import to_account
from bot.own_page import MANNER, PRIVACY, REMEMBERED, REMINDERS
from tests.bot.chat import Chat


async def opened(chat: Chat, showing: str = "") -> Home:
    """The page, as it is when it is looked at."""
    who = chat.stage.seat
    address = direct_with(who.address.platform, who.author.handle)
    await chat.stage.give(HomeOpened(uuid4().hex, address, who.author, datetime.now(UTC), showing))
    return home_of(chat.sheet.outgoing[-1])


async def done(chat: Chat, home: Home, name: str, argument: str) -> Outgoing:
    """What came of a command that was given on the page."""
    who = chat.stage.seat
    address, at = direct_with(who.address.platform, who.author.handle), datetime.now(UTC)
    command = Command(uuid4().hex, address, Audience.DIRECT, who.author, name, argument, at, showing=home.showing)
    await chat.stage.give(replace(command, control="V1"))
    return chat.sheet.outgoing[-1]


async def pressed(chat: Chat, home: Home, label: str) -> Outgoing:
    """What came of a button on the page."""
    button = next(each for part in home.sections for each in part.buttons if each.label == label)
    return await done(chat, home, button.command, button.argument)


def home_of(shown: Outgoing) -> Home:
    """The page that was sent."""
    assert shown.home is not None
    return shown.home


def part(home: Home, title: str) -> Section:
    """The part of that title."""
    (found,) = (each for each in home.sections if each.title == title)
    return found


def labels(section: Section) -> list[str]:
    return [each.label for each in section.buttons]


async def test_who_looks_is_not_noted_for_it(chat: Chat) -> None:
    home = await opened(chat)
    assert "So far I remember nothing of you" in home.sections[0].text and len(home.sections) == 1
    assert not await chat.stage.memory.knows(to_account("console", chat.stage.seat.author))
    await chat.order("remember", "My bike is blue")
    assert "My bike is blue" in part(await opened(chat), REMEMBERED).text


async def test_the_page_shows_what_is_remembered_the_manner_and_what_is_kept(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    await chat.order("tone", "add short answers, please")
    home = await opened(chat)
    assert [each.title for each in home.sections] == [REMEMBERED, REMINDERS, MANNER, PRIVACY]
    assert labels(part(home, REMEMBERED)) == ["Search"]
    assert "short answers, please" in part(home, MANNER).text
    assert labels(part(home, PRIVACY)) == ["Turn learning off", "Allow training", "Export", "Forget everything"]


async def test_pages_are_turned_and_kept_when_something_else_is_done(chat: Chat) -> None:
    for number in range(20):
        await chat.order("remember", f"My cat number {number} is grey.")
    second = home_of(await pressed(chat, await opened(chat), "Next page"))
    assert second.showing == "page 2" and "Page 2 of 3." in part(second, REMEMBERED).text
    off = home_of(await pressed(chat, second, "Turn learning off"))
    assert off.sections[0].text.startswith("Learning is off") and off.showing == "page 2"
    assert "Page 2 of 3." in part(off, REMEMBERED).text
    assert "Turn learning on" in labels(part(off, PRIVACY))
    assert "Page 2 of 3." in part(await opened(chat, off.showing), REMEMBERED).text


async def test_what_is_searched_stays_in_sight(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    await chat.order("remember", "My cat is grey")
    asked = await pressed(chat, await opened(chat), "Search")
    assert asked.form is not None and asked.home is None
    found = home_of(await done(chat, await opened(chat), asked.form.command, f"{asked.form.argument} cat"))
    assert found.showing == "search cat" and "bike" not in part(found, REMEMBERED).text
    assert labels(part(found, REMEMBERED)) == ["Search", "Back to the list"]
    on = home_of(await pressed(chat, found, "Turn learning off"))
    assert "bike" not in part(on, REMEMBERED).text and "grey" in part(on, REMEMBERED).text
    assert "bike" in part(home_of(await pressed(chat, on, "Back to the list")), REMEMBERED).text


async def test_what_is_forgotten_or_corrected_is_so_on_the_same_page(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    await chat.order("remember", "My cat is grey")
    home = await opened(chat)
    pick = part(home, REMEMBERED).pick
    assert pick is not None
    bike = next(each.value for each in pick.choices if "bike" in each.label)
    item = home_of(await done(chat, home, pick.command, f"{pick.argument} {bike}"))
    assert labels(item.sections[0]) == ["Correct", "Forget", "Back to the list"]
    assert "bike" in part(item, REMEMBERED).text
    form = (await pressed(chat, item, "Correct")).form
    assert form is not None
    right = home_of(await done(chat, item, form.command, f"{form.argument} My bike is red."))
    assert right.sections[0].text.startswith("Corrected: My bike is red")
    assert "red" in part(right, REMEMBERED).text and "blue" not in part(right, REMEMBERED).text
    asked = home_of(await done(chat, right, "forget", await token_of(chat, "bike")))
    gone = home_of(await pressed(chat, asked, "Forget for good"))
    assert gone.sections[0].text.startswith("Forgotten for good")
    assert "bike" not in part(gone, REMEMBERED).text and "cat" in part(gone, REMEMBERED).text


async def token_of(chat: Chat, word: str) -> str:
    pick = part(await opened(chat), REMEMBERED).pick
    assert pick is not None
    return next(each.value for each in pick.choices if word in each.label)


async def test_looking_changes_nothing_about_the_numbers_of_a_list(chat: Chat) -> None:
    await chat.order("remember", "My cat is grey")
    await chat.order("tone", "add short answers, please")
    listed = await chat.order("memory", "search cat")
    assert "1. " in listed.text
    await opened(chat)
    assert "cat" in (await chat.order("forget", "1")).text


async def test_what_others_said_alone_is_on_nobody_elses_page(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    chat.sit(seat_of(author_of("Ben")))
    await chat.order("remember", "My cat is grey")
    shown = part(await opened(chat), REMEMBERED).text
    assert "cat" in shown and "bike" not in shown


async def test_when_everything_is_forgotten_the_page_is_empty(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    home = await opened(chat)
    for label in ("Forget everything", "Yes, go on", "Forget everything for good"):
        home = home_of(await pressed(chat, home, label))
    assert home.sections[0].text == "Everything is forgotten. If you write to me again, we begin anew."
    assert "So far I remember nothing of you" in part(home, REMEMBERED).text
    assert "So far I remember nothing of you" in (await opened(chat)).sections[0].text


async def test_a_very_long_search_is_not_remembered_by_the_page(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    found = home_of(await done(chat, await opened(chat), "memory", "search " + "wordy " * 100))
    assert found.showing == ""


async def test_what_goes_wrong_is_told_without_a_page(chat: Chat) -> None:
    await chat.order("remember", "My bike is blue")
    told = await done(chat, await opened(chat), "memory", "show f999")
    assert told.home is None and "not remembered any more" in told.text
