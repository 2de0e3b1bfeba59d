"""Who is called by name: in the languages people write, and by nobody else's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calling import called, skeleton

NAMES = {"Ada": "ada", "Noa": "noa", "アダ": "ja", "Ada Plus": "plus", "José": "jose"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ada, what do you think?", "ada"),
        ("ADA: look", "ada"),
        ("noa?", "noa"),
        ("Noa", "noa"),
        ("Ada Plus, hi", "plus"),
        ("Hey Ada, hast du Zeit?", "ada"),
        ("Hallo Noa, wie geht's?", "noa"),
        ("¡Hola Ada! ¿Qué tal?", "ada"),
        ("¿Noa, vienes?", "noa"),
        ("Bonjour Noa, ça va ?", "noa"),
        ("Oi Ada, tudo bem?", "ada"),
        ("アダさん、元気？", "ja"),
        ("アダ、元気？", "ja"),
        ("Jose, mira", "jose"),
        ("Ada - one thing", "ada"),
        ("Аdа, look", "ada"),
        ("Ad\u200ba, look", "ada"),
        ("Ada is nice", None),
        ("Ada's book", None),
        ("Ada-Marie, hi", None),
        ("Adam, go", None),
        ("hi Adam", None),
        ("I asked Ada, yes", None),
        ("アダは元気", None),
        ("> Ada, what?", None),
        ("", None),
    ],
)
def test_a_call_is_told_from_talk_about_somebody(text: str, key: str | None) -> None:
    assert called(text, NAMES, addressed=False) == key


@pytest.mark.parametrize(("text", "key"), [("Ada what is this", "ada"), ("Adam what", None), ("what is Ada", None)])
def test_where_it_is_said_to_us_the_name_is_enough(text: str, key: str | None) -> None:
    assert called(text, NAMES, addressed=True) == key


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ada", "Аdа", True),
        ("Ada", "ＡＤＡ", True),
        ("Ida", "lda", True),
        ("Bo", "B0", True),
        ("José", "Jose", True),
        ("Ada", "Ida", False),
        ("Noa", "Noé", False),
        ("アダ", "アタ", True),
    ],
)
def test_names_that_look_alike_count_as_one(one: str, other: str, *, alike: bool) -> None:
    assert (skeleton(one) == skeleton(other)) is alike


@given(st.text(max_size=400), st.booleans())
def test_any_text_is_taken_in_bounded_time(text: str, addressed: bool) -> None:
    assert called(text, NAMES, addressed=addressed) in {None, *NAMES.values()}
