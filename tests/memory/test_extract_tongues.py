"""Claims in other languages than English: each proves itself in its own, and none is believed that does not."""

import pytest

from tests.memory.extracting import batch, item, refusal, tried


@pytest.mark.parametrize(
    ("said", "one"),
    [
        ("ich wohne in Halle", item("ich wohne in Halle", "Ana wohnt in Halle.")),
        ("vivo en Bilbao", item("vivo en Bilbao", "Ana vive en Bilbao.")),
        ("大阪に住んでいます", item("大阪に住んでいます", "Anaは大阪に住んでいる。")),
        ("я живу в Осло", item("я живу в Осло", "Ana живёт в Осло.")),
        ("أنا أسكن في عمان", item("أسكن في عمان", "Ana تسكن في عمان.")),
        ("my birthday is ٣ May", item("birthday is ٣ May", "Ana's birthday is 3 May.")),
        ("मैं दिल्ली में रहती हूँ", item("दिल्ली में रहती हूँ", "Ana दिल्ली में रहती है।")),
        ("আমি ঢাকায় থাকি", item("আমি ঢাকায় থাকি", "Ana ঢাকায় থাকে।")),
        ("நான் சென்னையில் வசிக்கிறேன்", item("சென்னையில் வசிக்கிறேன்", "Ana சென்னையில் வசிக்கிறாள்.")),
        ("ฉันอยู่ที่เชียงใหม่", item("ฉันอยู่ที่เชียงใหม่", "Ana อยู่ที่เชียงใหม่")),
        ("أعمل ممرضة", item("أعمل ممرضة", "Ana تعمل ممرّضة.")),
        ("저는 부산에서 일해요", item("부산에서 일해요", "Ana는 부산에서 일한다.")),
        ("고양이 두 마리를 키워요", item("고양이 두 마리를 키워요", "Ana는 고양이를 두 마리 키운다.")),
        ("لم أعد أعيش في القاهرة", item("لم أعد أعيش في القاهرة", "Ana لم تعد تعيش في القاهرة.")),
    ],
)
def test_any_language_may_prove_itself(said: str, one: dict[str, object]) -> None:
    assert len(tried(batch(said), one).claims) == 1


@pytest.mark.parametrize(
    ("said", "one", "reason"),
    [
        ("ich arbeite als Krankenschwester", item("I work as a nurse", "Ana works as a nurse."), "quote not found"),
        ("犬を二匹飼っています", item("犬を二匹飼っています", "Ana has two dogs."), "says more than was said"),
        ("أسكن في عمان", item("أسكن في عمان", "Ana تدرس في بيروت."), "says more than was said"),
        ("서울에 살아요", item("서울에 살아요", "Ana는 부산에서 일한다."), "says more than was said"),
    ],
)  # fmt: skip
def test_what_the_model_put_into_another_language_is_not_believed(
    said: str, one: dict[str, object], reason: str
) -> None:
    assert refusal(batch(said), one) == reason


def test_a_fact_in_another_language_keeps_the_speakers_words_as_its_quote() -> None:
    one = item("ich wohne in Halle an der Saale", "Ana lives in Halle (Saale).")
    (claim,) = tried(batch("ich wohne in Halle an der Saale"), one).claims
    assert claim.quote == "ich wohne in Halle an der Saale", "names are alike in both; the words stay as they were said"


def test_a_question_after_it_makes_no_question_of_a_statement_in_hindi() -> None:
    said = "मैं दिल्ली में रहती हूँ। तुम कहाँ रहते हो?"
    (claim,) = tried(batch(said), item("मैं दिल्ली में रहती हूँ", "Ana दिल्ली में रहती है।")).claims
    assert claim.text == "Ana दिल्ली में रहती है।"
