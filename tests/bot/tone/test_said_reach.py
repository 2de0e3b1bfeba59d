"""What else may be said beside a wish: a question, or a text that is asked for, makes many a wish one about that."""

import pytest

from bot.tone.said import NOTHING, said

LASTING = [
    "From now on be honest with me. Should I text him?",
    "Ab jetzt sei direkt. Soll ich ihm schreiben?",
    "A partir de ahora sé directo. ¿Te gusta mi canción?",
    "Write a quiz. From now on short answers please.",
    "no emojis with me. I am not a child.",
    "Keine Emojis bei mir bitte. Ich bin kein Kind mehr, weißt du.",
    "What is inflation? Please answer in simple words.",
    "Your answers are too long. What is inflation?",
]
OTHERS = [
    "Do you like my song? Be honest with me.",
    "should i text him? be honest with me",
    "I wrote a song. Be honest with me.",
    "Magst du mein Lied? Sei ehrlich zu mir.",
    "¿Te gusta mi canción? Sé directo conmigo",
    "J'ai tort ? Sois direct avec moi.",
    "Estou errado? Seja direto comigo.",
    "Ho torto? Sii diretto con me.",
    "Я прав? Говори прямо со мной",
    "Haklı mıyım? Benimle açık konuş",
    "Is it good? No emojis with me please",
    "write 5 quiz questions. short answers please",
    "Schreib mir ein Quiz. Kurze Antworten bitte.",
    "Escribe un cuestionario. Respuestas cortas por favor.",
    "Écris un quiz. Des réponses courtes stp.",
    "クイズを作って。答えを短くして。",
]


@pytest.mark.parametrize("text", LASTING)
def test_a_wish_for_good_is_one_beside_them(text: str) -> None:
    assert said(text).turns and said(text).lasting


@pytest.mark.parametrize("text", OTHERS)
def test_a_wish_for_this_once_is_none_beside_them(text: str) -> None:
    assert said(text) == NOTHING


@pytest.mark.parametrize(
    "text", ["be honest with me", "Sei ehrlich zu mir", "short answers please", "no emojis with me"]
)
def test_where_nothing_else_is_said_it_is_one(text: str) -> None:
    assert said(text).turns
