"""What a claim may lean on beside its own words, and what it may not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from memory.extract import extract
from memory.prompts import Batch, Neighbour
from memory.types import FactId, Kind, Line, PersonId, PlaceId, Spot

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
ANA, BEN = PersonId(1), PersonId(2)
WHO = {"Ana": ANA, "Ben": BEN, "bot": None}
HOME = Neighbour(FactId(7), ANA, ANA, "Ana", Kind.FACT, "Ana lives in Oslo and works at the harbour.", START)


def heard(*said: str) -> Batch:
    """Lines such as "Ana: hello", a minute apart."""
    split = [one.partition(": ") for one in said]
    lines = tuple(
        Line(Spot(PlaceId(1), n), WHO[who], who if WHO[who] else None, text, START + timedelta(minutes=n))
        for n, (who, _, text) in enumerate(split, 1)
    )
    return Batch(lines=lines, neighbours=(HOME,), people=(("Ana", ANA), ("Ben", BEN)))


def told(given: Batch, quote: str, fact: str, **rest: object) -> list[str]:
    """The facts that are believed of one claim from the last line."""
    item = {"line": len(given.lines), "quote": quote, "about": "Ana", "fact": fact, **rest}
    return [claim.text for claim in extract({"facts": [item]}, given).claims]


@pytest.mark.parametrize(
    ("line", "quote", "fact"),
    [
        ("I'm vegan, what can I cook with leeks?", "I'm vegan", "Ana is vegan."),
        ("ich bin Veganerin, was kann ich da kochen?", "ich bin Veganerin", "Ana ist Veganerin."),
        ("hey bot, I'm vegan so what should I cook?", "I'm vegan", "Ana is vegan."),
    ],
)
def test_a_question_that_follows_does_not_swallow_the_statement(line: str, quote: str, fact: str) -> None:
    assert told(heard(f"Ana: {line}"), quote, fact) == [fact]


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("I'm vegan, right?", "I'm vegan"),
        ("do you think I'm vegan, like everyone else here?", "I'm vegan"),
        ("how would you know I'm vegan, what gave it away?", "I'm vegan"),
        ("so am I vegan now?", "I vegan now"),
    ],
)
def test_what_is_asked_is_not_stated(line: str, quote: str) -> None:
    assert told(heard(f"Ana: {line}"), quote, "Ana is vegan.") == []


def test_a_supposition_that_follows_does_not_swallow_the_statement() -> None:
    line = "Ana: I'm coeliac, so if I eat wheat I'm out for days"
    assert told(heard(line), "I'm coeliac", "Ana is coeliac.") == ["Ana is coeliac."]
    assert told(heard(line), "I'm out for days", "Ana is out for days.") == []
    assert told(heard("Ana: I'm off to Rome if I get the visa"), "I'm off to Rome", "Ana is off to Rome.") == []


def test_how_to_be_answered_may_hold_an_if() -> None:
    line = "always answer in English even if I write Dutch"
    assert told(heard(f"Ana: {line}"), line, "Ana always wants answers in English.", kind="instruction")
    assert told(heard(f"Ana: {line}"), line, "Ana always wants answers in English.") == []


def test_a_word_that_answers_a_question_is_a_fact() -> None:
    given = heard("bot: What is your dog called?", "Ana: Biscuit!")
    assert told(given, "Biscuit", "Ana's dog is called Biscuit.") == ["Ana's dog is called Biscuit."]
    given = heard("Ben: how is your brother Sam?", "Ana: good, he is a chef in Antwerp")
    assert told(given, "he is a chef in Antwerp", "Ana's brother Sam is a chef in Antwerp.", about="Sam")


@pytest.mark.parametrize(
    "lines",
    [
        ("bot: Do you live in Kyoto?", "Ana: huh"),
        ("bot: Do you live in Kyoto?", "Ana: no, I don't live there"),
        ("bot: You live in Kyoto.", "Ana: I live well"),
        ("Ana: does anybody live in Kyoto?", "Ana: live and learn"),
    ],
)
def test_the_words_of_a_question_alone_are_no_fact(lines: tuple[str, str]) -> None:
    kept = told(heard(*lines), lines[-1].partition(": ")[2], "Ana lives in Kyoto.")
    assert not [text for text in kept if "Kyoto" in text]


def test_what_was_asked_hours_ago_is_not_what_is_answered() -> None:
    given = heard("bot: What is your dog called?", "Ana: Biscuit!")
    late = given.lines[1]._replace(said_at=START + timedelta(hours=9))
    assert told(replace(given, lines=(given.lines[0], late)), "Biscuit", "Ana's dog is called Biscuit.") == []


def test_she_is_who_was_named_shortly_before() -> None:
    given = heard("Ana: lunch with Zara today", "Ana: so nice", "Ana: she is a glider pilot now")
    assert told(given, "she is a glider pilot now", "Zara is a glider pilot.", about="Zara")
    assert told(given, "she is a glider pilot now", "Carla is a glider pilot.", about="Carla") == []


def test_you_is_who_spoke_right_before() -> None:
    promise = ("I'll bring you the keys", "Ana will bring Ben the keys.")
    assert told(heard("Ben: you still have my keys", f"Ana: {promise[0]}"), *promise) == [promise[1]]
    assert told(heard("Ben: hello", "Ana: morning", f"Ana: {promise[0]}"), *promise) == []


def test_the_other_half_of_a_known_fact_may_be_told_again() -> None:
    line = heard("Ana: I don't work at the harbour any more")
    fact = "Ana lives in Oslo and doesn't work at the harbour any more."
    assert told(line, line.lines[0].text, fact, relation="updates", known=1) == [fact]
    assert told(line, line.lines[0].text, fact) == [f"Ana: {line.lines[0].text}"], "Oslo was neither said nor known"


def test_a_wish_may_be_put_in_other_words_but_not_made_up() -> None:
    line = heard("Ana: halt dich kurz")
    wish = "Ana will kurze Antworten."
    assert told(line, "halt dich kurz", wish, kind="instruction") == [wish]
    assert told(line, "halt dich kurz", "Ana will lange Antworten.", kind="instruction") == []
    assert told(line, "halt dich kurz", "Ana will kurze Antworten von Ben.", kind="instruction") == []


def test_a_reply_leans_on_the_line_that_it_answers_and_not_on_the_one_above() -> None:
    given = heard("Ben: what is your dog called?", "Ben: who is coming tonight?", "Ana: Biscuit")
    assert told(given, "Biscuit", "Ana's dog is called Biscuit.") == []
    *others, last = given.lines
    linked = replace(given, lines=(*others, last._replace(answers=others[0].spot)))
    assert told(linked, "Biscuit", "Ana's dog is called Biscuit.") == ["Ana's dog is called Biscuit."]
    assert told(linked, "Biscuit", "Ana's guest tonight is Biscuit.") == []
    elsewhere = replace(given, lines=(*others, last._replace(answers=Spot(PlaceId(1), 99))))
    assert told(elsewhere, "Biscuit", "Ana's guest tonight is Biscuit.") == []
