"""Wishes that were typed without accents and umlauts, and other sentences that hold such words."""

import time
from collections.abc import Iterator, Sequence

import pytest

from bot.tone.clauses import clauses
from bot.tone.drafts import asks_in_words
from bot.tone.said import NOTHING, said
from bot.tone.unmarked import unmarked_looks
from bot.tone.wish_words import Lexicon

WISHES = [
    "mas corto",
    "mas corto por favor",
    "nao use emojis",
    "reponds plus court",
    "kuerzer bitte",
    "kurzer bitte",
    "Fass dich kuerzer",
    "tutoie-moi s'il te plait",
    "pas d'emojis s'il te plait",
    "respostas mais curtas por favor, voce escreve demais",
    "não use emojis",
    "linguagem facil por favor",
    "se breve",
    "tutéame",
    "tuteame",
    "tratame de usted",
    "respondeme mas corto",
    "foermlicher bitte",
    "nicht so foermlich",
    "bitte in einfacher sprache",
    "Sie koennen mich ruhig duzen",
    "ich moechte keine emojis",
    "laenger bitte",
    "piu breve per favore",
    "daha kisa lutfen",
    "cok uzun",
    "emoji kullanma lutfen",
    "langage simple s'il vous plait",
    "sois plus drole",
    "mais engracado",
    "اقصر من فضلك",
    "لا اريد إيموجي",
    "sin metaforas por favor",
    "soy ciega, sin tablas por favor, no veo",
    "mas formal",
    "sei ehrlich zu mir",
]
OTHERS = [
    "mas corto y con titulo",
    "el texto mas corto",
    "un camino mas corto por favor",
    "nao sei",
    "ele nao usa emojis",
    "he said mas corto",
    "kuerzer und mit Ueberschrift",
    "Mach den Text kuerzer",
    "die Hose bitte kuerzer machen",
    "er sagte kuerzer bitte",
    "kurz",
    "ein kurzer text",
    "rends la lettre plus courte",
    "reponds a la question",
    "a bientot",
    "plus court?",
    "mas que nada",
    "a mas tardar",
    "mas",
    "nao",
    "piu tardi",
    "piu breve del previsto",
    "cok",
    "kisa bir yol",
    "cok guzel",
    "o kisa dedi",
    "اريد قهوة",
    "blue",
    "true",
    "queue",
    "neue schuhe",
]


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_understood_without_its_marks(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize("text", OTHERS)
def test_other_sentences_without_marks_are_none(text: str) -> None:
    assert said(text) == NOTHING


def test_the_marks_are_no_part_of_what_is_kept() -> None:
    assert said("kuerzer bitte") == said("kurzer bitte") == said("kürzer bitte")


def test_what_has_its_marks_is_not_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(told: Sequence[str]) -> Iterator[tuple[Sequence[str], str, Lexicon]]:
        raise AssertionError(told)

    monkeypatch.setattr("bot.tone.said.unmarked_looks", never)
    assert said("más corto, gracias")


@pytest.mark.parametrize("text", ["hello there", "what is a train?", "明日の天気はどうですか"])
def test_where_no_word_could_have_marks_nothing_is_looked_at_again(text: str) -> None:
    assert not list(unmarked_looks(clauses(text)))


@pytest.mark.parametrize("word", ["もう, ", "oye, ", "hala ", "唉", "دائما ", "jetzt ", "again ", "encore "])
def test_what_is_said_over_and_over_takes_no_time(word: str) -> None:
    said("mas corto")
    text = f"{(word * 99)[:97]} x"
    said(text)
    began = time.thread_time()
    said.__wrapped__(text)
    assert time.thread_time() - began < 0.05, "a pattern tries too many ways"


def test_texts_are_asked_for_without_marks_too() -> None:
    assert asks_in_words("uebersetze das") and asks_in_words("ecris un poeme")
