"""When a recommendation is to go beyond what somebody usually likes, and that the prompt then says so."""

from dataclasses import replace

import pytest

from bot.notes import Asker, Shown, with_line, write_notes
from bot.tone.easing import Easing
from bot.variety import BEYOND, beyond
from memory.recalled import Recall
from memory.types import Kind
from tests.bot.makers import ANA, BEN, NOW, fact, line, passage, recall

LIKES = fact(1, "Ana likes cooking with chili.")
SAID = passage(line(1, "I cook with chili every day"), line(2, "So I hear", None))


def sought(found: Recall) -> Recall:
    return replace(found, advises=True)


def test_what_rests_on_the_usual_is_marked_and_something_else_asked_for() -> None:
    for found in (recall(LIKES), recall(SAID), recall(LIKES, SAID)):
        told = beyond(sought(found), (), ANA)
        assert told == BEYOND and "at least one thing outside" in told and "rests on" in told


def test_what_was_told_before_is_usual_as_well() -> None:
    assert beyond(sought(recall()), (LIKES,), ANA) == BEYOND


@pytest.mark.parametrize("found", [recall(LIKES), recall(SAID), recall()])
def test_nothing_is_said_where_no_advice_is_sought(found: Recall) -> None:
    assert beyond(found, (LIKES,), ANA) == ""


def test_nothing_is_said_where_nothing_of_their_own_bears_on_it() -> None:
    others = replace(LIKES, speaker=BEN, subject=BEN)
    hearsay = replace(LIKES, subject=BEN)
    wish = replace(LIKES, kind=Kind.INSTRUCTION, text="Ana wants short answers.")
    for found in (recall(), recall(others), recall(hearsay), recall(wish), recall(passage(line(2, "Try it", None)))):
        assert beyond(sought(found), (), ANA) == ""
    assert beyond(sought(recall(SAID)), (), BEN) == ""


@pytest.mark.parametrize("easing", Easing)
def test_nobody_in_need_is_offered_variety(easing: Easing) -> None:
    assert beyond(sought(recall(LIKES)), (), ANA, easing=easing) == ""


def test_it_stands_last_in_the_notes() -> None:
    asker = Asker("Ana", ANA)
    notes = with_line(write_notes(asker, recall(LIKES), profile=(), shown=Shown(), now=NOW), BEYOND, now=NOW)
    assert notes.text.endswith(f"{BEYOND}\n</notes>") and "chili" in notes.text
    assert with_line(None, BEYOND, now=NOW).text == f"<notes>\n{BEYOND}\n</notes>"
