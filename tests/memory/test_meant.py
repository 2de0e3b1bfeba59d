"""Small talk, questions without their mark and what is said to others leave nothing."""

from dataclasses import replace

import pytest

from memory.promise import promises
from memory.prompts import Batch
from memory.types import Kind
from tests.memory.extracting import BEN, batch, item, refusal, tried


def answered(before: str, said: str) -> Batch:
    given = batch(before, said)
    asking = given.lines[0]._replace(speaker_id=BEN, speaker="Ben")
    return replace(given, lines=(asking, given.lines[1]))


@pytest.mark.parametrize(
    ("said", "fact", "reason"),
    [
        ("what's the time in Tokyo", "Ana knows the time in Tokyo.", "question"),
        ("anyone know Porto well", "Ana knows Porto well.", "question"),
        ("wie spät ist es in Tokio", "Ana weiß, wie spät es in Tokio ist.", "question"),
        ("qué hora es en Tokio", "Ana pregunta la hora en Tokio.", "question"),
        ("alguém sabe onde fica o metrô", "Ana sabe onde fica o metrô.", "question"),
        ("hello there everybody", "Ana greets everybody there.", "small talk"),
        ("na, wetter is ja mal wieder", "Ana sagt 'wetter is ja mal wieder'.", "small talk"),
        ("sorry that I was quiet", "Ana was quiet.", "small talk"),
        ("ey sorry dass ich mich nicht gemeldet hab", "Ana hat sich nicht gemeldet.", "small talk"),
        ("I'm so tired", "Ana is so tired.", "mood"),
        ("ich bin total müde", "Ana ist total müde.", "mood"),
        ("send a postcard from there", "Ana sends a postcard from there.", "said to somebody else"),
        ("so don't send stuff to Cardiff", "Ana doesn't send stuff to Cardiff.", "said to somebody else"),
        ("dream big", "Ana dreams big.", "said to somebody else"),
    ],
)
def test_nothing_that_lasts_was_said(said: str, fact: str, reason: str) -> None:
    assert refusal(batch(said), item(said, fact)) == reason


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("I'm always tired since the operation", "Ana is always tired since the operation."),
        ("my bike is blue", "Ana said: my bike is blue"),
        ("I said goodbye to Oslo for good", "Ana said goodbye to Oslo for good."),
        ("love long walks by the sea", "Ana loves long walks by the sea."),
        ("when I was ten I lived in Oslo", "Ana lived in Oslo when she was ten."),
        ("I don't send letters to Cardiff", "Ana doesn't send letters to Cardiff."),
        ("wo ich wohne, ist es laut", "Ana wohnt, wo es laut ist."),
        ("Do you know a good dish, I'm allergic to nuts", "Ana is allergic to nuts."),
        ("Tu sais que je suis végane", "Ana est végane."),
        ("Warum auch immer, ich hasse Koriander", "Ana hasst Koriander."),
        ("Когда-то я жил в Омске", "Ana жил в Омске."),
        ("I get migraines every week, I experience them as blindness", "Ana experiences migraines every week."),
        ("sorry for being quiet, I lost my job", "Ana lost her job."),
        ("Never eat fish, I'm allergic", "Ana never eats fish."),
        ("Sing in a choir every Monday", "Ana sings in a choir every Monday."),
        ("I'm bored at my job", "Ana is bored at her job."),
        ("I'm exhausted from caring for my mother", "Ana is exhausted from caring for her mother."),
    ],
)
def test_what_lasts_is_kept(said: str, fact: str) -> None:
    assert [claim.text for claim in tried(batch(said), item(said, fact)).claims] == [fact]


@pytest.mark.parametrize(
    ("question", "said", "fact"),
    [
        ("What don't you eat?", "Don't eat meat", "Ana doesn't eat meat."),
        ("What do you do?", "sell insurance in Leeds", "Ana sells insurance in Leeds."),
        ("What do you do for work?", "Manage a team of 5 at Acme", "Ana manages a team of 5 at Acme."),
        ("How do you get to work?", "take the bus", "Ana takes the bus."),
        ("Was machst du beruflich?", "manage ein Team in Graz", "Ana manages a team in Graz."),
        ("¿Y tú qué haces?", "manage a team in Vigo", "Ana manages a team in Vigo."),
        ("仕事は何ですか？", "teach yoga in Leeds", "Ana teaches yoga in Leeds."),
    ],
)
def test_an_answer_needs_no_subject(question: str, said: str, fact: str) -> None:
    assert [claim.text for claim in tried(answered(question, said), item(said, fact, line=2)).claims] == [fact]


@pytest.mark.parametrize(
    ("before", "said", "fact"),
    [
        ("I am off to Rome!", "send a postcard from there", "Ana sends a postcard from there."),
        ("How do I get to the airport?", "take the bus", "Ana takes the bus."),
        ("What would you do?", "take the bus", "Ana takes the bus."),
        ("do you know how to get to the station?", "Take the bus.", "Ana takes the bus."),
        ("how do you restart the server?", "Press the red button.", "Ana presses the red button."),
        ("Is there a way to the airport?", "take the bus", "Ana takes the bus."),
        ("Was soll ich machen?", "take the bus", "Ana takes the bus."),
        ("nobody eats my stew", "Don't eat meat", "Ana doesn't eat meat."),
    ],
)
def test_what_answers_no_question_is_said_to_somebody_else(before: str, said: str, fact: str) -> None:
    assert refusal(answered(before, said), item(said, fact, line=2)) == "said to somebody else"


@pytest.mark.parametrize(
    "said",
    [
        "I'll send you the plan on Friday",
        "ich schick dir den Plan am Freitag",
        "te mando el presupuesto el jueves",
        "te passo o relatório amanhã",
        "je te ramène les clés demain",
        "金曜までに資料を送ります",
        "я пришлю план завтра",
    ],
)
def test_a_promise_is_known_by_its_words(said: str) -> None:
    assert promises(said)


@pytest.mark.parametrize(
    "said", ["I'll get surgery on Friday", "ich mache den Führerschein", "je donne un concert", "I'll never go there"]
)
def test_a_plan_is_no_promise(said: str) -> None:
    assert not promises(said)


def test_a_promise_for_a_day_is_a_commitment_whatever_the_model_calls_it() -> None:
    said = "te mando el presupuesto el jueves"
    (claim,) = tried(batch(said), item(said, "Ana manda el presupuesto el jueves.", kind="event")).claims
    assert claim.kind is Kind.COMMITMENT and claim.valid_from is not None
    said = "I'll send letters from Oslo"
    (claim,) = tried(batch(said), item(said, "Ana will send letters from Oslo.")).claims
    assert (claim.kind, claim.valid_from) == (Kind.FACT, None)
