"""Reminders with others: who wants is reminded too, and a second person is told only where they agreed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.errors import DirectClosed, Refused
from adapters.outgoing import Outgoing, Sent
from adapters.types import Address
from bot.reminder_orders.company import ALONE, CLOSED, OPENLY, STRANGER
from bot.reminder_orders.press import GONE
from memory.reminder import Consent
from tests.bot.chat import Chat, chatting, fits, labels
from tests.bot.reminders.reminded import ZONE, held
from tests.bot.stage import Stage, staged

PILLS = "take the pills every day at 9:00 until I say done"


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """Ana in a garden that everybody reads, where Ben was met too."""
    async with chatting(database_dsn, tmp_path) as chat:
        ana = chat.stage.seat
        await chat.order("timezone", ZONE)
        chat.sit(ana.named("Ben"))
        await chat.order("timezone", ZONE)
        chat.go("#garden")
        await chat.order("help")
        chat.sit(ana)
        chat.go("#garden")
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)


def sits(chat: Chat, name: str, place: str = "#garden") -> None:
    """From now on somebody else gives commands."""
    chat.sit(chat.stage.seat.moved("direct").named(name).moved(place))


async def test_others_are_offered_it_only_when_its_person_says_so(chat: Chat) -> None:
    made = await chat.order("remind", "rake the leaves tomorrow at 9:00")
    assert made.private and "Remind me too" not in labels(made)
    await chat.press(made, "Offer it to everybody here")
    told = chat.sheet.outgoing[-2]
    assert not told.private and told.plain and "Ana had me note this: rake the leaves" in told.text
    assert "Yours" not in (await chat.press(told, "Remind me too")).text
    sits(chat, "Ben")
    joined = await chat.press(told, "Remind me too")
    assert "I will remind you too: rake the leaves" in joined.text
    await chat.press(told, "Remind me too")
    sits(chat, "Ana")
    (kept,) = await held(chat.stage)
    assert kept.followers == 1
    sits(chat, "Ben", "direct")
    assert "no longer remind you" in (await chat.press(joined, "No, not me")).text
    assert (await chat.press(joined, "No, not me")).text == GONE
    sits(chat, "Ana")
    assert (await held(chat.stage))[0].followers == 0


async def test_who_follows_stops_it_for_themselves_alone(chat: Chat) -> None:
    made = await chat.order("remind", "rake the leaves tomorrow at 9:00")
    number = made.buttons[0].argument.split()[-1]
    sits(chat, "Ben")
    assert (await chat.order("reminder", f"too {number}")).text == GONE  # nobody reads numbers of others' out
    sits(chat, "Ana")
    await chat.press(made, "Offer it to everybody here")
    sits(chat, "Ben")
    assert "I will remind you too" in (await chat.order("reminder", f"too {number}")).text
    assert "no longer remind you" in (await chat.order("reminder", f"stop {number}")).text
    sits(chat, "Ana")
    assert [str(each.id) for each in await held(chat.stage)] == [number]


async def test_what_was_asked_alone_or_in_a_closed_place_is_offered_to_nobody(chat: Chat) -> None:
    for place in ("direct", "&board"):
        chat.go(place)
        made = await chat.order("remind", "buy a ring tomorrow at 9:00")
        assert "Offer it to everybody here" not in labels(made)
        number = made.buttons[0].argument.split()[-1]
        assert (await chat.order("reminder", f"announce {number}")).text == OPENLY
        chat.go("#garden")
        assert (await chat.order("reminder", f"announce {number}")).text == OPENLY
        sits(chat, "Ben")
        assert (await chat.order("reminder", f"too {number}")).text == GONE
        sits(chat, "Ana")


async def test_a_second_person_is_asked_and_told_only_if_they_agree(chat: Chat) -> None:
    made = await chat.order("remind", PILLS)
    number = made.buttons[0].argument.split()[-1]
    form = await chat.press(await chat.order("reminder", f"open {number}"), "Tell a second person")
    assert "I asked them." in (await chat.fill(form, "ben")).text
    asked = chat.sheet.outgoing[-2]
    assert asked.address.channel == "@ben" and labels(asked) == ["I agree", "No"]
    assert "pills" not in asked.text and "Ana asks you" in asked.text
    (kept,) = await held(chat.stage)
    assert kept.consent is Consent.ASKED
    assert (await chat.press(asked, "I agree")).text == GONE  # nobody agrees for somebody else
    sits(chat, "Ben", "direct")
    agreed = await chat.press(asked, "I agree")
    sits(chat, "Ana")
    assert (await held(chat.stage))[0].consent is Consent.AGREED
    assert "is told if you do not say" in (await chat.order("reminder", f"open {number}")).text
    sits(chat, "Ben", "direct")
    assert "I do not tell you." in (await chat.press(agreed, "Take it back")).text
    sits(chat, "Ana")
    assert (await held(chat.stage))[0].consent is Consent.DECLINED


async def test_who_is_not_known_or_reads_nothing_here_is_not_asked(chat: Chat) -> None:
    made = await chat.order("remind", PILLS)
    number = made.buttons[0].argument.split()[-1]
    assert (await chat.order("reminder", f"ask {number} nobody")).text == STRANGER
    assert "somebody else" in (await chat.order("reminder", f"ask {number} ana")).text
    chat.go("direct")
    assert (await chat.order("reminder", f"ask {number} ben")).text == ALONE
    plain = await chat.order("remind", "rake the leaves tomorrow at 9:00")
    once = plain.buttons[0].argument.split()[-1]
    assert "until I say done" in (await chat.order("reminder", f"ask {once} ben")).text
    assert all(each.consent is None for each in await held(chat.stage))


async def test_where_the_bot_is_no_member_nobody_is_asked(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    number = (await chat.order("remind", PILLS)).buttons[0].argument.split()[-1]

    async def outside(handle: str, address: Address) -> bool:
        raise Refused

    monkeypatch.setattr(chat.sheet, "reads", outside)
    assert (await chat.order("reminder", f"ask {number} ben")).text == ALONE
    assert (await held(chat.stage))[0].consent is None


async def test_who_takes_no_messages_is_named_nowhere(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await chat.order("remind", PILLS)
    number = made.buttons[0].argument.split()[-1]
    send = chat.sheet.send

    async def closed(outgoing: Outgoing) -> Sent:
        if outgoing.address.channel == "@ben":
            raise DirectClosed()
        return await send(outgoing)

    monkeypatch.setattr(chat.sheet, "send", closed)
    assert (await chat.order("reminder", f"ask {number} ben")).text == CLOSED
    assert (await held(chat.stage))[0].consent is None


async def test_a_terminal_does_the_same_by_typed_words(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        await met(stage, "Ben")
        await met(stage, "Ana")
        await stage.order("remind", PILLS)
        (kept,) = await held(stage)
        assert "I asked them." in await stage.order("reminders", f"ask {kept.id} Ben")
        assert f"/reminder agree {kept.id}" in stage.sheet.sent[-2]
        assert "I told everybody here" in await stage.order("reminder", f"announce {kept.id}")
        await met(stage, "Ben")
        assert "I will tell you" in await stage.order("reminder", f"agree {kept.id}")
        assert "I will remind you too" in await stage.order("reminder", f"too {kept.id}")


async def met(stage: Stage, name: str) -> None:
    """Somebody comes into the garden."""
    stage.seat = stage.seat.moved("direct").named(name)
    await stage.order("timezone", ZONE)
    stage.seat = stage.seat.moved("#garden")
    await stage.order("help")
