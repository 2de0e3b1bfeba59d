"""Two facts in one sentence are kept as two, so that one may change alone."""

from datetime import UTC, datetime

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


def day(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


NEVER = (None, None)


@pytest.mark.parametrize(
    ("said", "fact", "dates", "first", "second"),
    [
        ("I work at the zoo until June and live in Graz", "Ana works at the zoo and lives in Graz.",
         {"until": "2026-06"}, (None, day(2026, 7)), NEVER),
        ("I'm a nurse and I've lived in Graz since 2019", "Ana is a nurse and has lived in Graz since 2019.",
         {"since": "2019"}, NEVER, (day(2019), None)),
        ("since 2019 I live in Graz, and I work at the zoo", "Ana lives in Graz and works at the zoo.",
         {"since": "2019"}, (day(2019), None), NEVER),
        ("I live in Graz, since 2019, and work at the zoo", "Ana works at the zoo and lives in Graz.",
         {"since": "2019"}, NEVER, (day(2019), None)),
        ("I work at the zoo until June and live in Graz since March", "Ana works at the zoo and lives in Graz.",
         {"since": "2026-03", "until": "2026-06"}, (None, day(2026, 7)), (day(2026, 3), None)),
        ("I work at the zoo and live in Graz, both until June", "Ana works at the zoo and lives in Graz.",
         {"until": "2026-06"}, (None, day(2026, 7)), (None, day(2026, 7))),
        ("ich arbeite bis Juni im Zoo und wohne in Graz", "Ana arbeitet im Zoo und wohnt in Graz.",
         {"until": "2026-06"}, (None, day(2026, 7)), NEVER),
        ("trabajo en el zoo hasta junio y vivo en Graz", "Ana trabaja en el zoo y vive en Graz.",
         {"until": "2026-06"}, (None, day(2026, 7)), NEVER),
        ("je travaille au zoo et j'habite à Graz depuis 2019", "Ana travaille au zoo et habite à Graz.",
         {"since": "2019"}, NEVER, (day(2019), None)),
        ("trabalho no zoo e moro em Graz desde 2019", "Ana trabalha no zoo e mora em Graz.",
         {"since": "2019"}, NEVER, (day(2019), None)),
        ("lavoro allo zoo e abito a Graz dal 2019", "Ana lavora allo zoo e abita a Graz.",
         {"since": "2019"}, NEVER, (day(2019), None)),
        ("я работаю в зоопарке и живу в Граце с 2019 года", "Ana работает в зоопарке и живёт в Граце.",
         {"since": "2019"}, NEVER, (day(2019), None)),
        ("ik werk in de dierentuin en woon sinds 2019 in Graz", "Ana werkt in de dierentuin en woont in Graz.",
         {"since": "2019"}, NEVER, (day(2019), None)),
    ],
)  # fmt: skip
def test_each_half_has_only_the_dates_that_were_said_of_it(
    said: str, fact: str, dates: dict[str, str], first: tuple[object, object], second: tuple[object, object]
) -> None:
    claims = tried(batch(said), item(said, fact) | dates).claims
    assert [(claim.valid_from, claim.valid_until) for claim in claims] == [first, second]
