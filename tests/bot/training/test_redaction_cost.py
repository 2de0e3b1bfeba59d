"""What it costs to look through a text: as much a sign in a long one as in a short one, whatever is in it."""

import time

import pytest

from bot.training.redaction import find

SAID = {
    "points": "a.",
    "hyphens": "a-",
    "apostrophes": "A'",
    "no space": "a",
    "digits": "1",
    "scripts without spaces": "市区",
    "mail": "a@b.cd ",
    "mail in a row": "a@b.cd+",
    "no mail": "a+",
    "names": "Tom ",
    "handles": "@ab ",
    "numbers": "0171 1234567 ",
    "streets": "Hauptstraße 5, ",
}
SHORT, LONGER, AS_MUCH = 1500, 8, 20  # times: where all is read from each sign on, it would be 64 times as much


def cost(text: str) -> float:
    """The least of a few rounds, in seconds of processor time."""
    rounds = []
    for _ in range(3):
        began = time.thread_time()
        find(text, ("Tom", "Ana Müller"))
        rounds.append(time.thread_time() - began)
    return min(rounds)


@pytest.mark.parametrize("kind", SAID)
def test_a_long_text_costs_no_more_a_sign_than_a_short_one(kind: str) -> None:
    said = (SAID[kind] * SHORT)[:SHORT]
    assert cost((said * LONGER)[: SHORT * LONGER]) < AS_MUCH * cost(said)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a.b+c@d.ef", ["a.b+c@d.ef"]),
        (f"{'a' * 100}@b.de", [f"{'a' * 100}@b.de"]),
        ("a@b.cd+x@d.ef", ["a@b.cd", "+x@d.ef"]),
        ("(ana@b.de), 'tom@b.de'", ["ana@b.de", "tom@b.de"]),
        ("in 'Hauptstraße 5'", ["Hauptstraße 5"]),
        ("Dr.-Karl-Friedrich-Wilhelm-Straße 5", ["Dr.-Karl-Friedrich-Wilhelm-Straße 5"]),
        ("l'a.b.c, a-b-c and @ nothing", []),
    ],
)
def test_all_of_it_is_still_found(text: str, pieces: list[str]) -> None:
    assert [text[each.start : each.end] for each in find(text)] == pieces
