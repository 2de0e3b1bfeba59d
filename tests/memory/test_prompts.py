"""The one call of learning: its fixed part first, small, with examples that would be believed."""

import json

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
