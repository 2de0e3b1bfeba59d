"""Terms: the same word in its forms meets itself, in any script, whatever the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.terms import LONGEST_TERM, MOST_TERMS, postings, tokenise, wanted


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("I was running", "run"),
        ("my cats", "CAT"),
        ("l'amour", "amour"),
        ("Caroline's dog", "caroline"),
        ("café", "cafe"),
        ("Ｆｕｌｌ width", "full"),
        ("東京に住んでいます", "東京"),
        ("ฉันชอบกาแฟ", "กาแฟ"),
        ("доволен кошками", "кошка"),
        ("flight BA2490 at 7", "ba2490"),
        ("किताबें", "किताबें"),
        ("저는 서울에서 살아요", "서울"),
        ("iPhone으로 찍었어", "iphone"),
    ],
)
def test_a_question_meets_what_was_said(said: str, asked: str) -> None:
    assert set(tokenise(asked)) <= set(tokenise(said))


@pytest.mark.parametrize(
    ("said", "asked"), [("أسكن في طنجة", "تسكن"), ("أدرس الفنلندية", "تدرسها"), ("سأسافر غدا", "يسافر")]
)
def test_an_arabic_verb_is_met_whoever_does_it(said: str, asked: str) -> None:
    assert set(wanted(asked, 9).terms) & set(postings(said))


def test_of_an_arabic_article_nothing_is_made() -> None:
    assert postings("البيت") == {"بيت": 1}


def test_punctuation_emoji_and_nothing_have_no_terms() -> None:
    assert tokenise("?! … 🙂👨‍👩‍👧 — \x00 _ '") == []


def test_counts_each_term() -> None:
    assert postings("tea, tea and Teas") == {"tea": 3, "and": 1}


def test_a_very_long_text_is_bounded_and_quick() -> None:
    started = time.perf_counter()
    terms = tokenise(" ".join(f"word{n}" for n in range(40_000)) + "x" * 200_000)
    assert len(terms) == MOST_TERMS
    assert time.perf_counter() - started < 2


@given(st.text(max_size=300))
def test_any_text_gives_short_terms_the_same_each_time(text: str) -> None:
    terms = tokenise(text)
    assert terms == tokenise(text)
    assert all(0 < len(term) <= 4 * LONGEST_TERM and "\x00" not in term for term in terms)
    term_bytes = [term.encode() for term in terms]
    assert all(len(each) <= 16 * LONGEST_TERM for each in term_bytes)
