"""What people say while they play somebody else is nobody's life: a scene is told by two who act in turn."""

from dataclasses import replace

import pytest

from memory.prompts import Batch
from memory.types import Line, PersonId, PlaceId, Spot
from tests.memory.chatbook import Chat, Said, chats, languages
from tests.memory.extracting import BEN, batch, item, tried

SCENES = [
    ("*slams the tankard down* I am a baron of the north", "*gasps and drops her lute*", "I am a baron of the north"),
    ("*desenvaina* ¡soy el capitán Barbarroja!", "*se tira por la borda*", "soy el capitán Barbarroja"),
    ("*saca a espada* moro nas montanhas do trovão!", "*lança bola de fogo*", "moro nas montanhas do trovão"),
    ("*zieht das Schwert* ich bin König von Rabenstein", "*verneigt sich*", "ich bin König von Rabenstein"),
    ("*tire son épée* je suis le roi de Valmont", "*s'incline*", "je suis le roi de Valmont"),
    ("＊剣を抜く＊ 私は北の国の王です", "＊お辞儀をする＊", "私は北の国の王です"),
    ("I am a baron of the north *draws sword*", "of course, my lord *bows*", "I am a baron of the north"),
]


PLAYED = [chat for each in languages() for chat in chats(each) if "role-play" in chat.tags and chat.is_empty]


def between(first: str, second: str, *, apart: int = 0) -> Batch:
    """Ana says the first and Ben the second, with lines of Ana's in between."""
    given = batch(first, *["so it went on"] * apart, second)
    return replace(given, lines=(*given.lines[:-1], given.lines[-1]._replace(speaker_id=BEN, speaker="Ben")))


@pytest.mark.parametrize(("said", "answered", "quote"), SCENES)
def test_what_is_said_in_a_scene_is_nobodys_life(said: str, answered: str, quote: str) -> None:
    extracted = tried(between(said, answered), item(quote, f"Ana: {quote}"))
    assert (extracted.claims, dict(extracted.dropped)) == ((), {"role-play": 1})


@pytest.mark.parametrize(
    "given",
    [
        batch("*sighs* I lost my job at the harbour"),
        batch("*sighs* I lost my job at the harbour", "*and* my bike"),
        between("*sighs* I lost my job at the harbour", "oh no"),
        between("*sighs* I lost my job at the harbour", "*hugs you*"),
        between("*walks to the window* I lost my job at the harbour", "*hugs you*"),
        between("*sighs* I lost my job at the harbour", "that is **bad**"),
        between("*sighs* I lost my job at the harbour", "5 * 3 * 2 is 30"),
        between("I lost my job at the harbour", "*hugs you*"),
        between("* I lost my job at the harbour\n* and my bike", "*hugs you*"),
        between("**really** I lost my job at the harbour", "*hugs you*"),
        between("*sighs* I lost my job at the harbour", "*waves*", apart=6),
    ],
)
def test_a_sigh_or_a_stressed_word_makes_no_scene(given: Batch) -> None:
    (claim,) = tried(given, item("I lost my job at the harbour", "Ana lost her job at the harbour.")).claims
    assert claim.quote == "I lost my job at the harbour"


@pytest.mark.parametrize("chat", PLAYED, ids=lambda chat: chat.name)
def test_a_careless_model_leaves_nothing_of_a_chat_that_is_played(chat: Chat) -> None:
    people = {
        name: PersonId(number) for number, name in enumerate(sorted({each.speaker or "" for each in all_of(chat)}))
    }
    lines = [
        Line(Spot(PlaceId(1), each.number), people[each.speaker or ""], each.speaker, each.text, each.at)
        for each in all_of(chat)
    ]
    given = Batch(lines=tuple(lines), people=tuple(people.items()))
    told = [item(each.text, each.text, line=number, about=each.speaker or "") for number, each in enumerate(lines, 1)]
    assert tried(given, *told).claims == ()


def all_of(chat: Chat) -> tuple[Said, ...]:
    """Its lines."""
    return tuple(each for session in chat.sessions for each in session)
