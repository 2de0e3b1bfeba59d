"""How long what somebody told of their state holds for the answers after it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.tone.easing import Easing
from bot.tone.lingering import lingering
from bot.tone.said import said
from memory.types import Line, PersonId, PlaceId, Spot

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
PLACE = PlaceId(1)
ANA, BEN = PersonId(1), PersonId(2)


def held(*texts: str, by: PersonId = ANA, late: timedelta = timedelta(0)) -> Easing | None:
    """What holds for Ana's last text after the others; `late` is how long ago the first was said."""
    lines = []
    for at, text in enumerate(texts[:-1]):
        said_at = AT - (late if at == 0 else timedelta(0))
        ours = Line(Spot(PLACE, 2 * at + 1), None, None, "Yes.", AT)
        lines += [Line(Spot(PLACE, 2 * at), by, "Ana", text, said_at), ours]
    return lingering(lines, ANA, asked=Spot(PLACE, 2 * len(texts)), text=texts[-1], at=AT)


@pytest.mark.parametrize(
    ("text", "easing", "answers"),
    [
        ("I want to kill myself", Easing.EMERGENCY, 3),
        ("I'm having a panic attack", Easing.DISTRESS, 3),
        ("My father died yesterday.", Easing.GRIEF, 3),
        ("you are useless", Easing.ANGER, 1),
    ],
)
def test_it_holds_for_some_answers(text: str, easing: Easing, answers: int) -> None:
    found = [held(text, *["And now this"] * more) for more in range(1, 6)]
    assert found == [easing] * answers + [None] * (5 - answers)


def test_it_holds_for_half_an_hour() -> None:
    assert held("My father died.", "And now?", late=timedelta(minutes=30)) is Easing.GRIEF
    assert held("My father died.", "And now?", late=timedelta(minutes=31)) is None


def test_the_gravest_holds() -> None:
    assert held("I want to kill myself", "you are useless", "And now?") is Easing.EMERGENCY


def test_a_wish_since_then_ends_it() -> None:
    assert held("My father died.", "more emojis please") is None
    assert held("My father died.", "more emojis please", "And now?") is None
    assert held("more emojis please", "My father died.", "And now?") is Easing.GRIEF


@pytest.mark.parametrize("wish", ["be funnier", "Mehr Emojis bitte", "shorter please and more emojis"])
def test_who_asks_for_what_is_held_back_gets_it(wish: str) -> None:
    assert held("My father died.", wish) is None


@pytest.mark.parametrize(
    "wish",
    [
        "no jokes please",
        "No emojis please",
        "shorter please",
        "be warmer",
        "be less formal",
        "use simple words",
        "keine Witze bitte",
        "one step at a time",
    ],
)
def test_a_wish_that_goes_with_it_does_not_end_it(wish: str) -> None:
    assert said(wish), "it is one"
    assert held("My father died.", wish) is Easing.GRIEF
    assert held("My father died.", wish, "And now?") is Easing.GRIEF


def test_it_is_another_s_no_more_than_ours() -> None:
    assert held("My father died.", "And now?", by=BEN) is None
    ours = [Line(Spot(PLACE, 1), None, None, "My father died.", AT)]
    assert lingering(ours, ANA, asked=Spot(PLACE, 2), text="And now?", at=AT) is None
