"""Which messages ask for a text, in each language, and which only speak of texts."""

import pytest

from bot.tone.drafts import asks_in_words


@pytest.mark.parametrize(
    "text",
    [
        "Write 5 quiz questions about Rome",
        "tell me a joke",
        "give me a slogan for my shop",
        "Fass mir diesen Text zusammen",
        "Erzähl mir eine Geschichte",
        "hazme un resumen de esto",
        "resuma este texto",
        "Raconte-moi une histoire",
        "fammi un riassunto",
        "переведи это на английский",
        "придумай сказку",
        "bunu özetle",
        "bana bir masal anlat",
        "この記事を要約して",
        "俳句を作って",
        "帮我写一封信",
        "把这句话翻译成英文",
        "لخص هذا المقال",
        "اكتب قصيدة عن البحر",
    ],
)
def test_a_text_is_asked_for(text: str) -> None:
    assert asks_in_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "I got an email from him",
        "give me a minute",
        "tell me about Rome",
        "> write a poem",
        "Ich brauche eine Pause",
        "dame la hora",
        "cuéntame algo de Roma",
        "raconte-moi ta journée",
        "fammi sapere",
        "дай мне минуту",
        "bana anlat",
        "メールって何ですか",
        "明日の天気を教えて",
        "他写得很好",
        "我喜欢诗",
        "أريد قهوة",
    ],
)
def test_none_is(text: str) -> None:
    assert not asks_in_words(text)
