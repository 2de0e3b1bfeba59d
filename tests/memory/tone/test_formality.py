"""Formality orders the same said twice as people would, in each language that has lists, and by signs in any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.formality import NEUTRAL, formality


@pytest.mark.parametrize(
    ("formal", "casual"),
    [
        ("I would be grateful if you could send me the documents.", "can u send me that stuff pls"),
        ("The request has been declined due to insufficient information.", "nah they said no lol"),
        ("Could you please indicate when the report will be available?", "hey whens that report thing done??"),
        ("Könnten Sie mir bitte mitteilen, wann die Unterlagen vorliegen?", "wann haste die sachen endlich fertig?"),
        ("Hinsichtlich der Rechnung benötige ich weitere Informationen.", "was is jetzt mit der rechnung ey"),
        ("Le agradecería que me enviara la documentación correspondiente.", "oye pásame eso porfa jaja"),
        ("Je vous remercie de bien vouloir transmettre ces informations.", "tu m'envoies le truc stp mdr"),
        ("Gostaria de solicitar informações sobre o processo.", "me manda aquele negócio aí vlw kkk"),
        ("Le sarei grato se potesse inviarmi la documentazione.", "dai mandami sta roba raga"),
        ("資料をお送りいただけますでしょうか。", "あれ送ってよ！めっちゃ急いでるんだけど笑"),
        ("Не могли бы вы прислать мне документы?", "слушай, пришли ты мне это!!!"),
        ("Czy mógłby Pan przesłać dokumenty?", "wyślij mi to, ty wiesz co!!"),
    ],
)
def test_formal_words_stand_above_casual_ones(formal: str, casual: str) -> None:
    assert formality(formal) > formality(casual) + 0.1


@pytest.mark.parametrize("text", ["", "   ", "😂", "?!", "12 34", "/help"])
def test_without_words_nothing_is_told(text: str) -> None:
    assert 0 <= formality(text) <= 1
    assert formality("") == NEUTRAL


@pytest.mark.parametrize(
    "text", ["The committee has concluded its work.", "i think its fine", "Das ist gut so.", "行きます。"]
)
def test_shouting_marks_and_emoji_make_it_casual(text: str) -> None:
    assert formality(text.rstrip("。.") + "!!! 😂😂") < formality(text)


def test_code_and_links_do_not_count() -> None:
    text = "I have attached the requested documents."
    assert formality(f"{text} https://example.org/lol/omg!!! `wtf!!!`") == pytest.approx(formality(text), abs=0.05)


@given(st.text(max_size=300))
def test_any_text_has_a_formality_between_the_ends(text: str) -> None:
    assert 0.0 <= formality(text) <= 1.0
