"""Anger at the bot in plain words: hatred and insults are met calmly, and what only sounds like them is not."""

import pytest

from bot.tone.easing import Easing, easing_of

ANGRY = [
    "You useless piece of garbage, I hate you!!!", "I really hate you", "you idiot", "what a piece of shit you are",
    "Worst bot ever!", "I'm sick of your nonsense", "I hate this stupid bot.",
    "Ich hasse dich", "du Idiot!", "Du bist echt das Letzte", "Ich hab die Schnauze voll von dir",
    "te odio", "Eres una mierda.", "estoy harta de ti",
    "je te déteste !", "t'es vraiment nul", "Tu es inutile !", "j'en ai marre de toi",
    "eu te odeio", "você é um lixo", "tô de saco cheio de você",
    "お前は役立たずだ！", "お前なんか大嫌い",
]  # fmt: skip
CALM = [
    "I hate mondays", "I hate you guys lol", "haha you idiot lol", "I hate you all 😂", "this song makes me laugh",
    "what a piece of cake", "you'd hate this", "I'm sick of winter", "best bot ever", "my boss called me an idiot",
    "Ich hasse Montage", "Er hasst dich nicht", "du Glückspilz", "die Schnauze vom Hund ist voll Schlamm",
    "odio los lunes", "¿te odio es pretérito?", "je déteste le lundi", "nul n'est parfait", "odeio segundas",
    "最低気温は？", "大嫌いな食べ物は何？",
]  # fmt: skip


@pytest.mark.parametrize("text", ANGRY)
def test_anger_at_the_bot_is_told(text: str) -> None:
    assert easing_of(text) is Easing.ANGER


@pytest.mark.parametrize("text", CALM)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert easing_of(text) is None


def test_a_funeral_is_met_gently() -> None:
    assert easing_of("my husband's funeral is tomorrow") is Easing.GRIEF
    assert easing_of("die Beerdigung meiner Oma ist morgen") is Easing.GRIEF
    assert easing_of("Four Weddings and a Funeral is on tomorrow") is None
