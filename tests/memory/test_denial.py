"""What a line plainly takes back is over, in several languages, and nothing else is."""

from dataclasses import replace

import pytest

from memory.changes import Add, End, Supersede
from memory.types import Certainty, FactId, Relation
from tests.memory.reconciling import claim, decided, fact, ground, kind

NURSE, NURSE_NOW = "Ana works as a nurse.", "I changed jobs: I am a teacher now, not a nurse any more."


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("known", [None, 1, 2])
def test_what_a_line_plainly_takes_back_is_over_whatever_the_model_says(relation: Relation, known: int | None) -> None:
    one = replace(
        claim("Ana changed jobs: she is now a teacher, not a nurse any more.", relation=relation, known=known),
        quote=NURSE_NOW,
    )
    change = decided(one, fact("Ana likes jazz.", 2), fact(NURSE), where=ground(NURSE_NOW))
    assert isinstance(change, Supersede | End) and change.old == FactId(1)


@pytest.mark.parametrize(
    ("old", "line"),
    [
        (NURSE, "I'm no longer a nurse"),
        (NURSE, "I don't work as a nurse any more, I teach"),
        ("Ana lives in Oslo.", "I do not live in Oslo any more"),
        ("Ana ist Krankenschwester.", "ich bin keine Krankenschwester mehr"),
        ("Ana es enfermera.", "ahora soy profesora, ya no soy enfermera"),
        ("Ana est infirmière.", "je ne suis plus infirmière"),
        ("Ana é enfermeira.", "não sou mais enfermeira"),
        ("Ana медсестра.", "я больше не медсестра"),
    ],
)
def test_taking_back_is_understood_in_several_languages(old: str, line: str) -> None:
    assert kind(claim(line), fact(old), where=ground(line)) is Supersede


@pytest.mark.parametrize(
    ("old", "line"),
    [
        (NURSE, "my sister is not a nurse any more"),
        (NURSE, "I changed jobs, my sister is a teacher now, not a nurse any more"),
        (NURSE, "she said I am not a nurse any more"),
        (NURSE, "I am a teacher now, and not only a nurse any more"),
        (NURSE, "I am a teacher now, not a nurse any more?"),
        (NURSE, "I am not a nurse any more than you are"),
        (NURSE, "I will not be a nurse any more"),
        (NURSE, "I am not a nurse at the harbour clinic any more"),
        ("Ana married a nurse.", NURSE_NOW),
        ("Ana works as a nurse at night.", NURSE_NOW),
        ("Ana works at a nursery.", NURSE_NOW),
        ("Ana grew up in Oslo.", "I live in Bergen now, not Oslo any more"),
    ],
)
def test_taking_back_something_else_ends_nothing(old: str, line: str) -> None:
    assert kind(claim(line), fact(old), where=ground(line)) is Add


def test_only_what_was_quoted_takes_back() -> None:
    line = "I moved house. I am not a nurse any more."
    assert kind(replace(claim("Ana moved house."), quote="I moved house"), fact(NURSE), where=ground(line)) is Add


def test_of_two_facts_with_the_word_only_the_one_taken_back_ends() -> None:
    nurses = (fact("Ana trained two nurses.", 1), fact("Ana is a nurse.", 2), fact("Ana's nurse is kind.", 3))
    change = decided(claim(NURSE_NOW), *nurses, where=ground(NURSE_NOW))
    assert isinstance(change, Supersede) and change.old == FactId(2)


def test_what_is_said_of_another_ends_only_what_is_known_of_them() -> None:
    line = "Lena is not a nurse any more, she teaches"
    one = replace(claim("Lena is not a nurse any more."), subject=None, subject_name="Lena", quote=line)
    lena = replace(fact("Lena is a nurse.", 2), subject=None, subject_name="Lena")
    change = decided(one, fact(NURSE), lena, where=ground(line))
    assert isinstance(change, Supersede) and change.old == FactId(2)
    assert kind(replace(one, certainty=Certainty.HEDGED), lena, where=ground(line)) is Add
