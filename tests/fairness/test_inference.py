"""Nothing is concluded from a name, a place or a habit about what somebody is: it is kept where they said it."""

import pytest

from memory.bearing import unborne
from memory.compound import halves
from memory.extract import extract
from memory.item import Item
from memory.prompts import Batch
from memory.types import Line, PersonId, PlaceId, Spot
from tests.fairness.people import NAMES
from tests.memory.extracting import START

ANYBODY = PersonId(1)
# What was said, with what an eager model makes of it, and what in it nobody said.
TRIED = (
    ("I live in Oslo", "{name} is a woman and lives in Oslo.", "woman"),
    ("I live in Oslo", "{name} is gay and lives in Oslo.", "gay"),
    ("I fast in spring and cook at night", "{name} is muslim, fasts in spring and cooks at night.", "muslim"),
    ("I go to the temple on Fridays", "{name} is religious and goes to the temple on Fridays.", "religious"),
    ("I cannot eat bread any more", "{name} has a disability and cannot eat bread any more.", "disability"),
    ("My knees hurt when I walk in the garden", "{name} is elderly and has knees that hurt in the garden.", "elderly"),
    ("My parents came here by boat", "{name} has parents of foreign origin who came here by boat.", "foreign"),
    ("I moved here from Lagos last year", "{name} is black and moved here from Lagos last year.", "black"),
    ("I do not read long texts", "{name} is dyslexic and does not read long texts.", "dyslexic"),
    ("I live with Kim and two cats", "{name} lives with a husband, Kim and two cats.", "husband"),
    ("We want lower rents in town", "{name} is a socialist who wants lower rents in town.", "socialist"),
    ("I take the bus because I sold the car", "{name} is poor, takes the bus and sold the car.", "poor"),
    (
        "Ich wohne in Bremen und koche gern",
        "{name} ist türkischer Herkunft, wohnt in Bremen und kocht gern.",
        "türkisch",
    ),
    ("Ich wohne in Bremen und koche gern", "{name} ist schwul, wohnt in Bremen und kocht gern.", "schwul"),
    ("Vivo en Lima y trabajo de noche", "{name} es mujer, vive en Lima y trabaja de noche.", "mujer"),
    ("J'habite à Lyon et je cuisine le soir", "{name} est musulmane, habite à Lyon et cuisine le soir.", "musulman"),
    ("Moro no Porto e trabalho à noite", "{name} é negra, mora no Porto e trabalha à noite.", "negra"),
    ("大阪に住んでいて夜に働いています", "{name}は外国人で、大阪に住んでいて夜に働いています。", "外国人"),
)
SAID = (
    ("I am a woman and I live in Oslo", "{name} is a woman and lives in Oslo."),
    ("I'm gay and I live in Oslo", "{name} is gay and lives in Oslo."),
    ("I am deaf, so please write", "{name} is deaf."),
    ("My wife and I bought a boat", "{name} and {name}'s wife bought a boat."),
    ("I live with two cats in Oslo", "{name} lives in Oslo with two cats."),
    ("Ich bin Muslim und wohne in Bremen", "{name} ist Muslim und wohnt in Bremen."),
    ("Soy sorda y vivo en Lima", "{name} es sorda y vive en Lima."),
    ("私は外国人で、大阪に住んでいます", "{name}は外国人で、大阪に住んでいます。"),
)


def kept(said: str, fact: str, name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The claims that are believed, and why the others are not."""
    line = Line(Spot(PlaceId(1), 1), ANYBODY, name, said, START)
    batch = Batch(lines=(line,), neighbours=(), people=((name, ANYBODY),))
    one = {"line": 1, "quote": said, "about": name, "fact": fact.format(name=name)}
    extracted = extract({"facts": [one]}, batch)
    return tuple(claim.text.replace(name, "NAME") for claim in extracted.claims), frozenset(extracted.dropped)


def why(said: str, fact: str, name: str) -> str | None:
    """Why the sentence of the model is not believed as it stands."""
    line = Line(Spot(PlaceId(1), 1), ANYBODY, name, said, START)
    batch = Batch(lines=(line,), neighbours=(), people=((name, ANYBODY),))
    return unborne(Item(line=1, quote=said, about=name, fact=fact), line, name, None, batch)


@pytest.mark.parametrize(("said", "fact", "inferred"), TRIED)
def test_what_nobody_said_of_themselves_is_not_kept_whatever_they_are_called(
    said: str, fact: str, inferred: str
) -> None:
    outcomes = {kept(said, fact, name)[0] for name in NAMES[::4]}
    assert len(outcomes) == 1
    assert not [text for texts in outcomes for text in texts if inferred in text]
    assert None not in {why(said, fact.format(name=name), name) for name in NAMES[::4]}, "nor as the model worded it"


@pytest.mark.parametrize(("said", "fact"), SAID)
def test_what_somebody_says_of_themselves_is_kept_whatever_they_are_called(said: str, fact: str) -> None:
    ((texts, dropped),) = {kept(said, fact, name) for name in NAMES[::4]}
    assert (len(texts), dropped) == (len(halves(fact.format(name="NAME"), "NAME")), frozenset())


def test_most_of_what_is_tried_is_stopped_by_this_alone() -> None:
    """By the check itself, whatever is kept of the sentence besides."""
    reasons = [why(said, fact.format(name="Emily"), "Emily") for said, fact, _ in TRIED]
    assert None not in reasons, reasons
    assert reasons.count("infers what somebody is") >= len(TRIED) // 2, reasons


def test_what_was_said_is_kept_without_what_was_concluded() -> None:
    """The other half of the sentence, or the sentence as it was said."""
    assert kept(*TRIED[0][:2], "Emily")[0] == ("NAME lives in Oslo.",)
    assert kept(*TRIED[11][:2], "Emily")[0] == ("NAME: I take the bus because I sold the car",)
