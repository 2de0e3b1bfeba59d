"""Plain cries with a word such as "just" or "really" before the verb, and those told of the past day."""

import pytest

from bot.tone.easing import Easing, easing_of, notice

CRIES = {
    "en": [
        "I just want to die", "I really want to die", "I just want to kill myself", "I honestly just wanna die",
        "I just don't want to live anymore", "I don't wanna live anymore", "I don't even want to live anymore",
        "I tried to kill myself last night", "I was raped", "I was actually raped", "my husband had a heart attack",
        "my husband had a heart attack last night", "I sometimes want to hurt myself", "I only want to end it all.",
        "I'm just going to kill myself", "i really can't breathe",
        "my mom had a heart attack when she was cooking", "I really took all my pills",
        "I'm honestly suicidal", "I keep thinking of suicide and I just wish I was dead",
    ],
    "de": [
        "Ich will mich einfach umbringen", "ich will einfach nur sterben", "Ich will wirklich nicht mehr leben",
        "ich will mir einfach das Leben nehmen", "ich wäre wirklich lieber tot", "Ich möchte manchmal sterben",
    ],
    "es": ["quiero solo morir", "Solo quiero morir", "me quiero simplemente morir", "quiero de verdad suicidarme",
           "no quiero realmente vivir más"],
    "fr": [
        "je veux juste mourir", "Je veux vraiment mourir", "je veux simplement me tuer",
        "je ne veux vraiment plus vivre", "j'ai juste envie de mourir", "je pense parfois au suicide",
    ],
    "it": ["voglio solo morire", "Voglio davvero farla finita", "non voglio davvero più vivere", "vorrei solo morire"],
    "ja": ["ただ死にたい", "本当にもう生きたくない", "手首を本当に切った", "自分をただ傷つけたい"],
    "pt": ["quero só morrer", "Eu quero mesmo morrer", "eu quero apenas me matar", "não quero realmente viver"],
    "ru": ["хочу просто умереть", "Я хочу только умереть", "я не хочу правда жить", "не хочу больше правда жить"],
    "tr": ["kendimi gerçekten öldürmek istiyorum", "ölmek gerçekten istiyorum", "sadece ölmek istiyorum"],
    "zh": ["我只想死", "我真的不想活了", "我真的很想死", "我只想自杀", "我有时候想跳楼", "我真的活不下去"],
    "ar": ["أريد فقط أن أموت", "اريد فقط ان اموت", "أريد حقا الانتحار", "لا أريد حقا أن أعيش"],
}  # fmt: skip
DONE = {
    "de": [
        "Ich habe gestern versucht, mich umzubringen", "Manchmal will ich einfach sterben",
        "Eigentlich will ich nicht mehr leben",
    ],
    "es": ["anoche intenté suicidarme", "he intentado matarme", "fui violada"],
    "fr": ["J'ai essayé de me tuer hier soir", "j'ai fait une tentative de suicide", "j'ai été violée"],
    "it": ["ho provato a uccidermi", "ho tentato il suicidio ieri sera", "sono stata violentata"],
    "ja": ["昨日自殺しようとしました", "昨夜死のうとした"],
    "pt": ["ontem tentei me matar", "fui estuprada"],
    "ru": ["вчера я пыталась покончить с собой", "меня изнасиловали"],
    "tr": ["dün gece kendimi öldürmeye çalıştım", "tecavüze uğradım"],
    "zh": ["我昨晚试图自杀", "我被强奸了"],
    "ar": ["حاولت الانتحار أمس", "تعرضت للاغتصاب"],
}  # fmt: skip
LONG_PAST = [
    "Ich habe vor zehn Jahren versucht, mich umzubringen", "j'ai essayé de me tuer il y a dix ans",
    "in the book: I tried to kill myself", "ho provato a uccidermi anni fa", "пытался убить себя много лет назад",
    "Eigentlich will ich nicht sterben", "Manchmal will ich vor Scham sterben",
]  # fmt: skip
NONE = [
    "I just want to die of embarrassment", "I really want to die laughing", "I just want to die lol",
    "I don't just want to live, I want to thrive", "I just don't want to live in Paris",
    "I just want to kill time", "I tried to kill myself in the game", "I was raped years ago", "I was shot down",
    "I was shot a look", "my dad had a heart attack in 2010", "my mom nearly had a heart attack",
    "my boss had a heart attack when he saw the bill", "my dad had a heart attack over the bill",
    "my sister had a stroke of genius", "my dad had a stroke last year", "ich will einfach nur schlafen",
    "ich will einfach vor Scham sterben", "je veux juste mourir de rire", "voglio solo morire dal ridere",
    "quero só morrer de rir", "quiero solo morir de risa", "хочу просто умереть от смеха", "我真的想死你了",
    "我只想睡觉", "أريد فقط أن أنام", "In this song I just want to die",
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(told, each) for told, texts in [*CRIES.items(), *DONE.items()] for each in texts]
)
def test_an_adverb_hides_no_cry(language: str, text: str) -> None:
    noticed = notice(text)
    assert noticed is not None and (noticed.easing, noticed.language) == (Easing.EMERGENCY, language)


@pytest.mark.parametrize("text", [*NONE, *LONG_PAST])
def test_what_only_sounds_like_one_is_none(text: str) -> None:
    assert easing_of(text) is None


@pytest.mark.parametrize(
    "text", ["bro 我只想死", "ok hear me out я просто хочу умереть", "please أريد فقط أن أموت", "lol 死にたい"]
)
def test_a_cry_beside_words_of_another_script_is_heard(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY
