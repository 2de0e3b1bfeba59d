"""T and V in the languages that tell them apart, and nothing where a text addresses nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.address import address


@pytest.mark.parametrize(
    "text",
    [
        "Kannst du mir bitte kurz helfen?",
        "Ich hab dir gestern geschrieben, hast du es gelesen?",
        "Habt ihr euch das schon angesehen, und was ist mit eurem Hund?",
        "¿Puedes decirme si tú vienes mañana?",
        "Oye, ¿cómo estás? Te llamo luego",
        "Est-ce que tu peux m'aider avec ton ordinateur ?",
        "Você pode me ajudar com isso, por favor?",
        "Mi puoi dire se tu vieni con me domani?",
        "Ты можешь мне помочь с этим?",
        "Kun je mij even helpen met jouw computer?",
        "Czy możesz mi pomóc, jeśli ty masz czas dla ciebie?",
        "Bunu sana kim söyledi, sen biliyor musun?",
        "तुम कहाँ जा रहे हो?",
        "今日は寒いね。明日は雨だよ。",
        "你明天来吗？",
    ],
)
def test_a_friend_is_addressed(text: str) -> None:
    assert address(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Können Sie mir bitte kurz helfen?",
        "Guten Tag, ich habe Ihnen gestern geschrieben und warte auf Ihre Antwort.",
        "¿Puede usted decirme a qué hora abren?",
        "Pourriez-vous m'aider avec votre ordinateur ?",
        "O senhor poderia me ajudar com este documento?",
        "Vorrei sapere se Lei viene domani alla riunione.",
        "Вы можете мне помочь с этим документом?",
        "Kunt u mij helpen met uw computer?",
        "Czy może mi Pan pomóc z tym dokumentem?",
        "Bunu size kim söyledi, siz biliyor musunuz?",
        "क्या आप मेरी मदद कर सकते हैं?",
        "今日は寒いですね。明日も行きますか？",
        "您明天来吗？",
    ],
)
def test_a_stranger_is_addressed(text: str) -> None:
    assert address(text) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Could you please help me, dear?",
        "Ich habe gestern einen Kuchen gebacken.",
        "Sie ist gestern nach Hause gegangen.",
        "Anna war da. Sie hatte ihre Katze mit.",
        "ich glaube, sie hat ihre tasche vergessen",
        "Ayer comimos pescado en la playa.",
        "Il fait beau aujourd'hui.",
        "",
        "😂",
        "> Können Sie das?",
        "`du` ist ein Befehl",
    ],
)
def test_nobody_is_addressed(text: str) -> None:
    assert address(text) is None


def test_both_are_a_share() -> None:
    found = address("Kannst du das? Dann können Sie alle kommen, und bringen Sie Kuchen mit.")
    assert found is not None and found == pytest.approx(2 / 3)


@given(st.text(max_size=300))
def test_any_text_has_a_share_or_none(text: str) -> None:
    found = address(text)
    assert found is None or 0.0 <= found <= 1.0
