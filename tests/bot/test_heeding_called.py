"""Wishes to one of us who is called by name, with and without a comma."""

import pytest

from bot.calling import without_call
from memory.tone.wished import Dial
from tests.bot.chat import Chat
from tests.bot.test_heeding import hello, wished

NAMES = ("Ada", "Ada Plus", "Butler", "アダ")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Butler no emoji", "no emoji"),
        ("butler, no emoji", "no emoji"),
        ("Hey Butler no emoji", "no emoji"),
        ("Ada Plus shorter", "shorter"),
        ("アダさん、短くして", "短くして"),
        ("Butler: shorter", "shorter"),
    ],
)
def test_the_name_is_no_part_of_what_is_said(text: str, rest: str) -> None:
    assert without_call(text, NAMES) == rest


@pytest.mark.parametrize(
    "text", ["", "Butler", "Butler!", "Butlers no emoji", "Adam no emoji", "no emoji Butler", "hey you"]
)
def test_where_nobody_is_called_all_of_it_is_said(text: str) -> None:
    assert without_call(text, NAMES) == text


@pytest.mark.parametrize(
    "text", ["Bertram no emoji", "hey butler no emojis please", "Butler keine Emojis", "Pip, no emoji"]
)
async def test_a_wish_to_one_of_us_by_name_is_kept(chat: Chat, text: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(text)
    assert Dial.EMOJI in await wished(chat.stage)


@pytest.mark.parametrize(
    "text", ["Ben no emoji", "Butler said no emoji", "Butler no emoji in the title", "Butlers no emoji", "Butler no"]
)
async def test_other_words_to_or_of_somebody_are_none(chat: Chat, text: str) -> None:
    chat.stage.speak_with(hello)
    await chat.stage.say(text)
    assert not await wished(chat.stage)
