"""Typed without accents, umlauts and apostrophes, a plain sentence is heard all the same, and nothing else is."""

import pytest

from bot.tone.easing import Easing, easing_of, notice

HEARD = {
    Easing.EMERGENCY: [
        "nao quero mais viver", "nao consigo respirar", "minha mae esta inconsciente", "meu irmao nao respira",
        "tem um ladrao na minha casa", "ich moechte sterben", "ich mochte sterben", "meine Mutter ist ohnmaechtig",
        "mein Freund schlaegt mich", "mi papa esta inconsciente", "me tome todas las pastillas", "mi bebe no respira",
        "mi hermano esta pensando en suicidarse", "jai envie de mourir", "ma mere est inconsciente",
        "mon bebe setouffe",
        "j ai pris trop de medicaments", "mon pere s est effondre", "e svenuto mio padre, mio padre e svenuto",
        "mio papa' e' svenuto", "non voglio piu vivere", "c e un ladro in casa", "my dad isnt breathing",
        "im having a heart attack", "hes having a stroke", "she s not waking up", "i dont want to live anymore",
        "i cant breathe", "je veux pas vivre, j'arrive pas a respirer",
    ],
    Easing.DISTRESS: [
        "no puedo mas", "i cant do this anymore", "i cant go on anymore", "nao aguento mais", "jen peux plus",
        "non ce la faccio piu", "ninguem sentiria minha falta", "mi sento una nullita",
    ],
    Easing.GRIEF: [
        "minha mae morreu", "ma mere est morte", "mi mama murio ayer", "mio padre e morto", "meine Grossmutter ist tot",
        "mon frere est decede", "minha irma faleceu",
    ],
    Easing.ANGER: ["voce e inutil", "eres un inutil", "je te deteste", "du bloeder idiot", "ich bin wuetend"],
}  # fmt: skip
SILENT = [
    "hola, tengo 12 anos", "feliz ano nuevo", "el medico dice que tome todas las pastillas", "no tome muchas pastillas",
    "il papa è morto", "il papa e morto", "they were mourning", "we were grieving back then in the novel",
    "en esta pelicula quiero morir", "mi padre murio hace muchos anos", "neste livro é dito que quero morrer",
    "neste livro minha mae morreu", "dans ce film ma mere est morte", 
    "uebersetze: ich moechte sterben", "ich moechte schlafen", "nao consigo mais ver o filme", "no puedo mas que reir",
    "i cant do this exercise", "its ok", "were fine", "well done", "la mamma e la nonna", "como esta tu papa",
    "ele e ela", "mon bebe a mange", "sono mortadella", "je veux mourir de rire", "olmak istiyorum",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, each) for kind, texts in HEARD.items() for each in texts])
def test_without_its_marks_it_is_heard(kind: Easing, text: str) -> None:
    assert easing_of(text) is kind


@pytest.mark.parametrize("text", SILENT)
def test_what_only_looks_like_it_without_marks_is_none(text: str) -> None:
    assert easing_of(text) is None


@pytest.mark.parametrize(("text", "language"), [("nao quero mais viver", "pt"), ("ma mere est morte", "fr")])
def test_its_language_is_told(text: str, language: str) -> None:
    noticed = notice(text)
    assert noticed is not None and noticed.language == language
