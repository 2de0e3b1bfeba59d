"""What a question lists."""

import pytest

from memory.parts import MOST, parts_of
from memory.terms import wanted


def listed(text: str) -> list[set[str]]:
    """The parts as the terms of their words."""
    words = wanted(text, 64)
    return [
        {term for term, word in zip(words.terms, words.words, strict=True) if word in part}
        for part in parts_of(text, words)
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What of the leaking roof, the cracked window and the old boiler is left?", ["roof", "window", "boiler"]),
        ("Wie steht es um das undichte Dach, die alte Heizung und den kaputten Zaun?", ["dach", "heiz", "zaun"]),
        ("¿Qué falta del tejado roto, la caldera vieja y el jardín trasero?", ["tejado", "caldera", "jardin"]),
        ("屋根の修理、窓の交換、庭の手入れはどうなった？", ["屋根", "交換", "手入"]),
    ],
)
def test_each_listed_thing_is_a_part(text: str, parts: list[str]) -> None:
    found = listed(text)
    assert len(found) == len(parts)
    for terms, word in zip(found, parts, strict=True):
        assert any(term.startswith(word[:4]) for term in terms)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "When did I move to Oslo?",
        "What did Ana and Ben give me?",
        "Is it red, green or blue?",  # a word each: no more than one search finds
        ", ".join(f"thing number {number} here" for number in range(MOST + 5)),
    ],
)
def test_what_lists_nothing_has_no_parts(text: str) -> None:
    assert listed(text) == []


def test_words_that_are_not_looked_for_are_in_no_part() -> None:
    text = "the leaking roof, the cracked window, the old boiler"
    assert parts_of(text, wanted("roof", 64)) == ()
