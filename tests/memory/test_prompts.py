"""The one call of learning: its fixed part first, small, with examples that would be believed."""

import json
from dataclasses import replace

from memory.extract import extract
from memory.prompts import EXAMPLES, INSTRUCTIONS, SCHEMA, Batch, ask
from memory.types import Line, PersonId, PlaceId, Spot
from tests.memory.extracting import START, batch


def test_the_call_has_its_fixed_part_first_and_stays_small() -> None:
    call = ask(batch("I live in Oslo\nand   like it", "x" * 5000))
    assert (call.instructions, call.examples, call.schema) == (INSTRUCTIONS, EXAMPLES, SCHEMA)
    assert "1 Ana: I live in Oslo and like it\n" in call.input
    assert "[1] Ana lives in Oslo." in call.input
    assert len(call.input) < 1000
    assert call.schema["properties"]["facts"]["maxItems"] == 12
    fields = list(call.schema["properties"]["facts"]["items"]["properties"])
    assert fields.index("quote") < fields.index("fact")


def test_the_examples_are_answers_that_would_be_believed() -> None:
    names = {"Maja": 1, "Tom": 2, "Iker": 3, "Jo": 4, "Ivo": 5}
    for example in EXAMPLES:
        shown = [row.partition(" ")[2].partition(": ") for row in example.shown.partition("Lines:\n")[2].splitlines()]
        lines = tuple(
            Line(Spot(PlaceId(1), seq), PersonId(names[name]), name, text, START)
            for seq, (name, _, text) in enumerate(shown, 1)
        )
        answer = json.loads(example.answer)
        extracted = extract(answer, Batch(lines=lines))
        assert len(extracted.claims) == len(answer["facts"]), extracted.dropped


def test_a_line_shows_what_it_answers_where_that_is_not_plain() -> None:
    given = batch("where do you live?", "and what do you do?", "who is there?", "in Oslo", "me")
    first, second, third, fourth, fifth = given.lines
    linked = (second, third, fourth._replace(answers=first.spot), fifth._replace(answers=fourth.spot))
    shown = ask(replace(given, before=(first,), lines=linked)).input
    assert "Before:\na Ana: where do you live?\nLines:\n1 Ana: and" in shown
    assert "3 Ana (answers a): in Oslo\n4 Ana: me" in shown, "what stands right above says so by itself"
    shown = ask(replace(given, lines=(*given.lines[:4], fifth._replace(answers=third.spot)))).input
    assert "5 Ana (answers 3): me" in shown
    assert "answers" not in ask(replace(given, lines=(second, third, fourth._replace(answers=first.spot)))).input


def test_a_line_of_the_bot_that_is_answered_later_gets_a_letter() -> None:
    given = batch("what is your dog called?", "hello there", "Biscuit")
    bot = given.lines[0]._replace(speaker=None, speaker_id=None)
    shown = ask(replace(given, lines=(bot, given.lines[1], given.lines[2]._replace(answers=bot.spot)))).input
    assert "Lines:\na bot: what is your dog called?\n2 Ana: hello there\n3 Ana (answers a): Biscuit" in shown
