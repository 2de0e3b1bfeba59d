"""What a line says is not so becomes no fact that it is so, however the model quotes it."""

import pytest

from tests.memory.extracting import batch, item, refusal, tried

DENIED = [
    ("I'm not moving to Hull", "I'm not moving to Hull", "Ana is moving to Hull."),
    ("I'm not moving to Hull", "moving to Hull", "Ana is moving to Hull."),
    ("it's not true that I moved to Hull", "I moved to Hull", "Ana moved to Hull."),
    ("I never said I live in Hull", "I live in Hull", "Ana lives in Hull."),
    ("I don't like jazz, it bores me", "I don't like jazz", "Ana likes jazz."),
    ("there's no way I'm moving to Hull", "I'm moving to Hull", "Ana is moving to Hull."),
    ("ich ziehe nicht nach Hull", "ich ziehe nicht nach Hull", "Ana zieht nach Hull."),
    ("ich wohne in Hull nicht mehr", "ich wohne in Hull", "Ana wohnt in Hull."),
    ("ich habe keine Katze", "habe keine Katze", "Ana habe Katze."),
    ("no vivo en Vigo", "vivo en Vigo", "Ana vive en Vigo."),
    ("eu não moro no Porto", "moro no Porto", "Ana mora no Porto."),
    ("je n'habite pas à Nice", "habite pas à Nice", "Ana habite à Nice."),
    ("non abito a Roma", "abito a Roma", "Ana abita a Roma."),
    ("я не живу в Осло", "живу в Осло", "Ana живёт в Осло."),
    ("大阪には住んでいない", "大阪には住んでい", "Anaは大阪に住んでいる。"),
    ("我不住在上海", "住在上海", "Ana住在上海。"),
]
SAID = [
    ("no I live in Hull", "Ana lives in Hull."),
    ("No, I live in Hull", "Ana lives in Hull."),
    ("I live in Hull not York", "Ana lives in Hull."),
    ("not a nurse any more, I am a teacher now", "Ana is a teacher now."),
    ("I moved to Hull because I don't like noise", "Ana moved to Hull."),
    ("can't believe I live in Hull now", "Ana lives in Hull now."),
    ("not gonna lie I live in Hull", "Ana lives in Hull."),
    ("I don't eat meat", "Ana avoids meat."),
    ("I haven't smoked since March", "Ana quit smoking in March."),
    ("I didn't know I was allergic to nuts", "Ana is allergic to nuts."),
    ("ich habe nicht nur eine Katze", "Ana hat eine Katze."),
    ("ich wohne in Hull, nicht in York", "Ana wohnt in Hull."),
    ("je n'habite pas à Nice", "Ana n'habite pas à Nice."),
    ("moro no Porto", "Ana mora no Porto."),
    ("vivo en Vigo desde que no trabajo", "Ana vive en Vigo."),
]


@pytest.mark.parametrize(("said", "quote", "fact"), DENIED)
def test_what_is_denied_is_no_fact(said: str, quote: str, fact: str) -> None:
    assert refusal(batch(said), item(quote, fact)) == "denied there"


@pytest.mark.parametrize(("said", "fact"), SAID)
def test_a_not_that_denies_something_else_is_no_denial(said: str, fact: str) -> None:
    assert len(tried(batch(said), item(said, fact)).claims) == 1


def test_an_end_may_be_told_without_a_not() -> None:
    one = item("I don't live in Oslo", "Ana's live in Oslo is over.", relation="ends", known=1)
    assert len(tried(batch("I don't live in Oslo"), one).claims) == 1
