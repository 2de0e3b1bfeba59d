"""Wishes that are taken back in words while people talk, and what is told of it."""

import pytest

from memory.tone.wished import Dial, Preset
from tests.bot.chat import Chat
from tests.bot.test_heeding import hello, wished


async def held(chat: Chat) -> dict[Dial | Preset, int]:
    """What is wished now."""
    return {name: row.value for name, row in (await wished(chat.stage)).items() if row.value}


async def test_a_form_that_was_wished_in_words_is_switched_off_in_words(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say("no tables please")
    assert await held(chat) == {Preset.SCREEN_READER: 1}
    await chat.stage.say("you can use tables again")
    assert not await held(chat)
    assert sum("/tone undo" in each.text for each in chat.sheet.outgoing) == 2, "and it is told"


async def test_a_length_goes_back_to_the_middle_and_not_to_the_other_side(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say("shorter please")
    await chat.stage.say("you can write longer again")
    assert not await held(chat)


async def test_all_goes_back_to_normal_and_can_be_undone(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say("no emoji please")
    await chat.stage.say("Bitte keine Redewendungen")
    await chat.stage.say("go back to normal")
    assert not await held(chat)
    assert any("Emoji: as measured" in each.text for each in chat.sheet.outgoing)
    await chat.order("tone", "undo")
    assert await held(chat) == {Dial.EMOJI: -2, Preset.NO_IDIOMS: 1}


@pytest.mark.parametrize("text", ["go back to normal", "tables are fine", "jokes are fine", "Emojis sind ok"])
async def test_where_nothing_is_wished_nothing_is_told(chat: Chat, text: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(text)
    assert chat.sheet.sent == ["Hello there, all of you."]
