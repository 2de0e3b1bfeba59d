"""Two facts in one sentence are kept as two, so that one may change alone."""

import pytest

from memory.compound import halves
from tests.memory.extracting import batch, item, tried


@pytest.mark.parametrize(
    ("fact", "name", "told"),
    [
        ("Veit wohnt in Jena und arbeitet bei der Post.", "Veit",
         ("Veit wohnt in Jena.", "Veit arbeitet bei der Post.")),
        ("Ana has a cat and works at night.", "Ana", ("Ana has a cat.", "Ana works at night.")),
        ("Ana has a cat and now lives in Oslo and plays chess.", "Ana",
         ("Ana has a cat.", "Ana now lives in Oslo.", "Ana plays chess.")),
        ("Jeanne est prof de maths et a un chat.", "Jeanne", ("Jeanne est prof de maths.", "Jeanne a un chat.")),
        ("Saúl tiene un loro y vive en Vigo.", "Saúl", ("Saúl tiene un loro.", "Saúl vive en Vigo.")),
        ("Iara mora em Santos e trabalha à noite.", "Iara", ("Iara mora em Santos.", "Iara trabalha à noite.")),
        ("Ivo живёт в Осло и работает ночью.", "Ivo", ("Ivo живёт в Осло.", "Ivo работает ночью.")),
    ],
)  # fmt: skip
def test_each_half_is_a_fact(fact: str, name: str, told: tuple[str, ...]) -> None:
    assert halves(fact, name) == told


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("Ana has a dog and a cat.", "Ana"),
        ("Ana and Ben live in Oslo.", "Ana"),
        ("Ana likes rock and plays by Ibsen.", "Ben"),
        ("Ana's sister is a baker and lives in Oslo.", "Ana"),
        ("Ana lives in Oslo.", "Ana"),
        ("Ana met a man who plays and sings.", "Ana"),
        ("Ana has a mother who is ill and has dementia.", "Ana"),
        ("Ana hat einen Bruder, der krank ist und arbeitet nachts.", "Ana"),
        ("Ana tiene una hija que vive en Roma y trabaja de noche.", "Ana"),
        ("Ana a un frère qui habite Lyon et travaille la nuit.", "Ana"),
    ],
)
def test_one_fact_stays_one(fact: str, name: str) -> None:
    assert halves(fact, name) == (fact,)


def test_both_are_learned_from_one_item() -> None:
    said = "I have a cat and I work at night"
    claims = tried(batch(said), item(said, "Ana has a cat and works at night.")).claims
    assert [claim.text for claim in claims] == ["Ana has a cat.", "Ana works at night."]
    assert {claim.quote for claim in claims} == {said}


def test_what_was_said_in_one_sentence_or_changes_something_known_stays_whole() -> None:
    own = "Ana has a cat and works at night"
    assert [claim.text for claim in tried(batch(own), item(own, own)).claims] == [own]
    said = "I moved, I live in Bergen now and work at night"
    one = item(said, "Ana lives in Bergen now and works at night.", relation="updates", known=1)
    assert len(tried(batch(said), one).claims) == 1
