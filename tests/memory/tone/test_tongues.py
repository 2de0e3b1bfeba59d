"""Which language a message is in, also where it is short, careless or in a script of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.tongues import language_of


def told(text: str) -> str | None:
    return language_of(text, text.lower().replace("?", "").replace(",", "").split())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("i dont know what you mean", "en"),
        ("im not sure its there", "en"),
        ("ich hab das nich gesehen", "de"),
        ("no sé qué quieres hacer hoy", "es"),
        ("je sais pas où tu es", "fr"),
        ("você não tem isso aqui", "pt"),
        ("non lo so, dove sei adesso?", "it"),
        ("今日は寒いですね", "ja"),
        ("你明天来吗", "zh"),
        ("안녕하세요 반갑습니다", "ko"),
        ("สวัสดีครับ", "th"),
        ("привет, как твои дела?", "ru"),
        ("مرحبا كيف حالك اليوم", "ar"),
        ("तुम कैसे हो आज", "hi"),
        ("wszystko dobrze, a co u ciebie?", "pl"),
    ],
)
def test_a_language_is_told(text: str, code: str) -> None:
    assert told(text) == code


@pytest.mark.parametrize("text", ["", "ok", "lol", "thx", "xyzzy plugh", "12 34"])
def test_what_could_be_in_any_is_in_none(text: str) -> None:
    assert told(text) is None


@given(st.text(max_size=200))
def test_any_text_is_looked_at(text: str) -> None:
    found = told(text)
    assert found is None or found.islower()
