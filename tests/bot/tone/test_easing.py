"""Anger, grief, distress and emergencies: what is told of by itself, and what only sounds like it."""

import time

import pytest

from bot.tone.easing import EASED, Easing, advice_in, easing_of, languages, notice

FELT = {
    Easing.EMERGENCY: [
        "My kitchen is on fire!",
        "the baby stopped breathing",
        "I took too many pills",
        "I want to kill myself",
        "he's strangling me",
        "I think I'm having a heart attack",
        "We watched a movie. Now my dad is unconscious, what do I do?",
        "Hilfe, mein Mann atmet nicht mehr",
        "ich will mich umbringen",
        "Meine Mutter hat einen Schlaganfall",
        "Mi padre está inconsciente",
        "¡no respira!",
        "voy a matarme",
        "Mon père ne respire plus",
        "je vais me tuer",
        "Minha mãe está inconsciente",
        "vou me matar",
        "i wish i was dead",
        "ich will nicht mehr leben",
        "je veux mourir",
        "死にたい",
        "息をしていません",
        "薬を大量に飲んだ",
        "i wanna die",
        "I can't breathe",
        "Somebody call an ambulance!",
        "i took 20 pills",
        "I have severe chest pain",
        "ich kriege keine Luft mehr",
        "Ich hab Tabletten genommen, ganz viele",
        "Ruf bitte einen Krankenwagen",
        "Voglio morire",
        "papà non respira",
        "хочу умереть",
        "она не дышит",
        "我不想活了",
        "他没有呼吸了",
        "أريد أن أموت",
        "بيتنا يحترق",
        "ölmek istiyorum",
        "evimiz yanıyor",
    ],
    Easing.DISTRESS: [
        "I can't go on anymore",
        "I'm having a panic attack",
        "Ich kann nicht mehr.",
        "No puedo más",
        "もう無理です。",
        "Je n'en peux plus…",
        "Não aguento mais",
    ],
    Easing.GRIEF: [
        "My mother died yesterday.",
        "My best friend passed away last night",
        "we had to put down our dog",
        "Mein Vater ist gestern gestorben",
        "Se murió mi perro",
        "Mi abuela falleció ayer.",
        "Ma grand-mère est décédée",
        "Minha avó morreu ontem",
        "昨日、母が亡くなりました。",
    ],
    Easing.ANGER: [
        "I'm so angry at you!",
        "you are useless",
        "FUCK YOU",
        "Ich bin echt sauer.",
        "Du bist so nutzlos!",
        "Estoy furioso contigo",
        "Eres un inútil",
        "Je suis furieux contre toi",
        "Estou muito irritada com você",
        "黙れ！",
        "マジでムカつく",
    ],
}
UNFELT = [
    "this code is killing me",
    "dead battery",
    "my phone died",
    "The server died again",
    "My plant died",
    "I'm dying of laughter",
    "I want to die of embarrassment",
    "I could kill for a coffee",
    "haha I want to die lol",
    "kill -9 1234",
    "How do I kill a process?",
    "I'm going to kill myself if this build fails again",
    "this track is fire",
    "Let's fire up the grill",
    "She is beating me at chess",
    "my team is dead last",
    "We lost my dad at the supermarket",
    "I lost my dad's keys",
    "My father died years ago, he was a baker",
    "What happens if someone isn't breathing?",
    "In the movie my father is dead",
    "Translate: I want to kill myself",
    'He said "fuck you" to me',
    "> I want to die",
    "`i want to die`",
    "Is my boss angry with me?",
    "why are people angry",
    "I'm not angry",
    "The baby is sleeping",
    "mein Akku ist tot",
    "Das Meeting bringt mich noch um",
    "Die Milch ist sauer",
    "Er ist sauer auf mich",
    "Im Krimi ist mein Vater gestorben",
    "mi móvil murió",
    "estoy muerto de risa",
    "Me muero de hambre",
    "je suis mort de rire",
    "Mon portable est mort",
    "Le chat dort",
    "morri de rir",
    "quero morrer de tanto rir",
    "meu celular morreu",
    "バッテリーが死んだ",
    "眠くて死にそう",
    "死にたいくらい恥ずかしい",
    "表が消えた",
    "I can't breathe lol",
    "i can't breathe in this mask",
    "I took 2 pills for my headache",
    "They took a lot of pills to the pharmacy",
    "Voglio morire dal ridere",
    "Traduci: voglio morire",
    "Из фильма: я хочу умереть",
    "я не хочу жить в городе",
    "我想死你了",
    "gülmekten nefes alamıyorum",
    "ölmek istiyorum gülmekten",
    "",
    "!!!",
]


@pytest.mark.parametrize(("easing", "text"), [(kind, text) for kind, texts in FELT.items() for text in texts])
def test_what_is_plainly_said_is_told(easing: Easing, text: str) -> None:
    assert easing_of(text) is easing


@pytest.mark.parametrize("text", UNFELT)
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert easing_of(text) is None


def test_the_gravest_counts() -> None:
    assert easing_of("You are useless. My mother died. I can't go on anymore. My house is on fire!") is Easing.EMERGENCY
    assert easing_of("You are useless. My mother died.") is Easing.GRIEF


def test_the_language_of_the_words_is_told_with_it() -> None:
    said = {"en": "My kitchen is on fire!", "de": "ich will mich umbringen", "ja": "死にたい", "tr": "evimiz yanıyor"}
    told = {language: notice(text) for language, text in said.items()}
    assert {language: each.language for language, each in told.items() if each} == {each: each for each in said}


def test_every_language_has_advice_and_others_get_it_in_english() -> None:
    assert set(languages()) == {"ar", "de", "en", "es", "fr", "it", "ja", "pt", "ru", "tr", "zh"}
    assert len({advice_in(each) for each in languages()}) == len(languages())
    assert advice_in("xx") == advice_in("en") and advice_in("de-AT") == advice_in("de")
    assert all(any(sign.isdigit() for sign in advice_in(each)) for each in languages())


def test_nothing_eased_jokes_shouts_or_decorates() -> None:
    assert set(EASED) == set(Easing)
    for eased in EASED.values():
        assert "No jokes" in eased.instruction or "no jokes" in eased.instruction
        assert "!" not in eased.instruction
    assert EASED[Easing.EMERGENCY].words is not None


@pytest.mark.parametrize(
    "text", ["x" * 5000, "my best dear old little " * 200, "i am so so so so " * 300, "死" * 3000, "a. " * 900]
)
def test_whatever_is_typed_takes_no_time(text: str) -> None:
    notice(text)
    began = time.perf_counter()
    notice(text)
    assert time.perf_counter() - began < 0.2, "a pattern tries too many ways"
