"""What is said of a text that somebody asked for is no wish about all answers, unless it says so."""

from collections.abc import Sequence

import pytest

from bot.heeding import Heeding
from bot.wishing import Wishing
from memory.tone.wished import Dial
from memory.types import Line, Viewer
from tests.bot.chat import Chat
from tests.bot.test_heeding import hello, wished


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Write me an email to my boss", "more formal please"),
        ("write a poem about autumn", "shorter please"),
        ("Can you write a tweet about my bakery?", "funnier"),
        ("tell me a bedtime story", "longer please"),
        ("summarize this article for me", "shorter please"),
        ("Schreib mir ein Gedicht über den Herbst", "kürzer bitte"),
        ("Tradúceme esta carta", "más formal por favor"),
        ("напиши письмо начальнику", "короче, пожалуйста"),
        ("Bana bir şiir yaz", "daha kısa lütfen"),
        ("上司にメールを書いて", "短くしてください"),
        ("写一首关于猫的诗", "请简短一点"),
        ("اكتب رسالة إلى مديري", "أقصر من فضلك"),
    ],
)
async def test_a_remark_about_a_draft_is_no_wish(chat: Chat, asked: str, said: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(asked)
    await chat.stage.say(said)
    assert not await wished(chat.stage)
    assert not any("/tone undo" in each.text for each in chat.sheet.outgoing)


async def test_so_are_more_remarks_about_it_until_something_else_is_said(chat: Chat) -> None:
    chat.stage.speak_with(hello)
    for text in ("Write a tweet about my bakery", "funnier", "no emojis", "shorter please"):
        await chat.stage.say(text)
    assert not await wished(chat.stage)
    await chat.stage.say("Which trains go to Bern?")
    await chat.stage.say("shorter please")
    assert set(await wished(chat.stage)) == {Dial.LENGTH}


@pytest.mark.parametrize("text", ["From now on more formal please", "your answers are too long"])
async def test_what_is_said_of_all_answers_is_a_wish_after_a_draft_too(chat: Chat, text: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say("Write me an email to my boss")
    await chat.stage.say(text)
    assert await wished(chat.stage)


@pytest.mark.parametrize("before", ["What is an email?", "my boss wrote that", "I like poems", "Was ist ein Gedicht?"])
async def test_after_what_asks_for_no_text_it_is_one(chat: Chat, before: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(before)
    await chat.stage.say("shorter please")
    assert Dial.LENGTH in await wished(chat.stage)


@pytest.mark.parametrize("text", ["hello", "From now on shorter please"])
async def test_lines_are_looked_at_only_where_it_matters(chat: Chat, text: str) -> None:
    async def recent(viewer: Viewer, limit: int) -> Sequence[Line]:
        raise AssertionError("nothing hangs on what was said before")

    serving = chat.stage.assembly.dispatch._serving
    serving._heeding = Heeding(Wishing(chat.stage.memory.tones), recent, {})
    chat.stage.speak_with(hello)
    await chat.stage.say(text)
    assert "Hello there, all of you." in chat.sheet.sent
