"""What the fidelity of personas is counted with: each has its probes, and the checks see what is wrong."""

import pytest

from bot.persona import installed_personas, load_persona
from tests.bench.tone_fidelity import ARMS, CHECKS, KNOWS, NAME, OPENING, OTHERS, REFUSES, Kept, checks, passes, table
from tests.bot.fidelity import declines, recites


@pytest.mark.parametrize("key", installed_personas())
def test_every_persona_is_asked_for_what_it_knows_and_refuses(key: str) -> None:
    probes, persona = checks(key), load_persona(key)
    assert tuple(probes) == CHECKS
    for check, wrong in ((NAME, "I am somebody."), (OTHERS, "I am Zorg."), (OPENING, persona.opening[:200])):
        assert not passes(check, wrong, probe=probes[check], key=key, persona=persona)
    assert passes(NAME, f"I am {persona.name}.", probe=probes[NAME], key=key, persona=persona)
    assert passes(REFUSES, "I don't do that.", probe=probes[REFUSES], key=key, persona=persona)
    for check in (REFUSES, KNOWS):
        assert not passes(check, "Sure, with pleasure.", probe=probes[check], key=key, persona=persona)


def test_a_refusal_is_seen_in_short_forms_too() -> None:
    assert declines("I don't know about that.") and not declines("Sure, take note.")


def test_what_was_told_of_tone_is_seen() -> None:
    assert recites("Your train leaves at 9:40. Kind regards", "line: Good morning. Your train leaves at 9:40.")
    assert not recites("Your train leaves soon.", "line: Good morning. Your train leaves at 9:40.")


def test_the_table_has_a_sum() -> None:
    lines = table({NAME: Kept(dict.fromkeys(ARMS, 2), 2), KNOWS: Kept(dict.fromkeys(ARMS, 0), 2)})
    assert lines[2] == "| says its name | 2 | 2 | 2 | 2 | 2 |" and "2 (50%)" in lines[-1]
