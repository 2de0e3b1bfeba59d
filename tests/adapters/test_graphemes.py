"""Signs of several code points stay whole, and stand apart from their neighbours."""

import pytest

from adapters.graphemes import is_boundary
from adapters.text import split

SIGNS = {
    "family": "👩‍👩‍👧‍👦",
    "rainbow": "🏳️‍🌈",
    "skin": "👍🏽",
    "flag": "🇵🇹",
    "region": "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "keycap": "1️⃣",
    "accent": "e\u0301",
    "conjunct": "क्षि",
    "jamo": "\u1112\u1161\u11ab",
    "syllable with a final": "\uac00\u11a8",
    "points": "נ\u05b8",
    "kana mark": "ｶﾞ",
    "number sign": "\u0600\u0661",
    "line end": "\r\n",
}


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS.keys())
def test_a_sign_is_whole(sign: str) -> None:
    text = f"a{sign}{sign}{sign}b"
    edges = {0, 1, *(1 + len(sign) * count for count in (1, 2, 3)), len(text)}
    assert {at for at in range(len(text) + 1) if is_boundary(text, at)} == edges


@pytest.mark.parametrize("sign", [sign for sign in SIGNS.values() if not sign.isspace()])
def test_many_signs_are_cut_between_them(sign: str) -> None:
    parts = split(sign * 100, 50)
    assert "".join(parts) == sign * 100
    assert all(len(part) % len(sign) == 0 for part in parts)


def test_what_stands_apart_may_be_cut_apart() -> None:
    for text in ("ab", "日本", "a👍", "👍👍", "가나", "\n\u0301", "کم"):
        assert is_boundary(text, 1), text
