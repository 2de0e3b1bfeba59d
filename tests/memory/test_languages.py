"""Languages: words of a question meet those of a line in the same language, also where they are inflected otherwise."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.languages import LONGEST, MOST, languages
from memory.terms import LONGEST_TERM, postings, tokenise, wanted


@pytest.mark.parametrize(
    ("said", "asked", "words"),
    [
        ("Am liebsten zeichne ich alte Häuser", "Welches Haus hast du gezeichnet?", 1),
        ("Wir haben zwei Haeuser gekauft", "Wo liegt das Haus?", 1),
        ("Ich wohne in Rostock", "Wo wohnt Ana?", 1),
        ("Als Kind spielte ich Geige", "Was hat sie früher gespielt?", 1),
        ("Mon oncle a deux chevaux", "De quelle couleur est le cheval ?", 1),
        ("Hablo español y catalán", "¿Qué idiomas puede hablar?", 1),
        ("Colecciono sellos antiguos", "¿Qué sello coleccionaba?", 2),
        ("Planto tomates no jardim", "O que foi plantado nos jardins?", 1),
        ("Ho comprato due libri", "Quale libro è stato comprato?", 2),
        ("Wij hebben drie katten", "Hoe heet de kat?", 1),
        ("Jag har två hundar", "Vad heter hunden?", 1),
        ("Talossa on kaksi saunaa", "Millainen talo se on?", 1),
        ("Mieszkam z dwoma kotami", "Jak wabi się mój kot?", 1),
        ("Я живу с двумя кошками", "Как зовут кошку?", 1),
        ("أحب أن أرسم البيوت", "كيف أرسم بيوتا؟", 1),
        ("東京に住んでいます", "東京のどこに住んでいましたか？", 4),
    ],
)
def test_a_question_meets_a_line_in_its_own_language(said: str, asked: str, words: int) -> None:
    question, line = wanted(asked, 64), postings(said)
    met = {word for term, word in zip(question.terms, question.words, strict=True) if term in line}
    assert len(met) >= words


@pytest.mark.parametrize("text", ["I was running with my dogs", "ok", "Ana", "?! 🙂", "", "\ud800 x", "12 345"])
def test_what_is_english_or_not_to_be_told_has_one_form_a_word(text: str) -> None:
    assert languages(text) == ()
    assert sorted(postings(text)) == sorted(set(tokenise(text)))
    assert wanted(text, 64).terms == tuple(dict.fromkeys(tokenise(text)))


def test_forms_of_one_word_are_one_word() -> None:
    question = wanted("Welche Häuser? Das Haus dort?", 64)
    assert {"haus", "hauser"} <= set(question.terms)
    assert len({word for term, word in zip(question.terms, question.words, strict=True) if "haus" in term}) == 1
    assert question.count == 4


def test_a_line_keeps_its_plain_stems_whatever_its_language() -> None:
    for text in ("Carlos es mi hermano", "Am liebsten zeichne ich alte Häuser", "Je dessine de vieilles maisons"):
        assert set(tokenise(text)) <= set(postings(text))


def test_telling_costs_microseconds_and_no_more_for_a_paste() -> None:
    languages("warm")
    tries = []
    for text in ("Am liebsten zeichne ich alte Häuser", "Häuser " * 3000):
        started = time.perf_counter()
        for _ in range(100):
            languages(text)
        tries.append((time.perf_counter() - started) / 100)
    assert max(tries) < 0.001
    assert languages("Häuser " * LONGEST) == languages(("Häuser " * LONGEST)[:LONGEST])


@given(st.text(max_size=300))
def test_any_text_has_few_languages_and_words_in_order(text: str) -> None:
    assert len(languages(text)) <= MOST
    assert all(0 < len(term) <= 4 * LONGEST_TERM and "\x00" not in term for term in postings(text))
    question = wanted(text, 64)
    assert len(question.terms) == len(question.words) == len(set(question.terms)) <= 64
    assert sorted(set(question.words)) == list(range(question.count))


def test_words_stemmed_in_two_threads_at_once_keep_their_stems() -> None:
    numbers = [f"{word}{'a' * n}ing" for n in range(20) for word in ("walk", "jump", "speak", "garden")]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda word: tokenise(word)[0], numbers * 25))
    assert found == [word.removesuffix("ing") for word in numbers] * 25
