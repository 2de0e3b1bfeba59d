"""Ordinary talk in the words of an emergency or of grief, next to the plain sentences that it must not silence."""

import pytest

from bot.tone.easing import Easing, easing_of

NO_EMERGENCY = [
    "my client is unresponsive", "he is unresponsive to my emails", "I took all my meds this morning",
    "I've taken all my medication on time", "My boss is choking on deadlines", "my server is choking on requests",
    "I got stabbed in Among Us", "i was shot again in Valorant", "How do you call an ambulance in Germany?",
    "my son won't wake up, any tips for school mornings?", "my son is not waking up, any tips for school mornings?",
    "my laptop is not waking up",
]  # fmt: skip
EMERGENCY = [
    "my son won't wake up", "my son won't wake up, he collapsed at school", "my son won't wake up, any tips?",
    "I took all my pills", "I took all my meds", "I took all my pills this morning",
    "I took all my meds this morning and I feel dizzy", "he is choking", "my boss is choking",
    "he's choking on a grape", "she is choking on her food", "my wife is unresponsive", "he is unresponsive",
    "my patient is unresponsive", "she's unresponsive on the floor", "my dog is unconscious", "my cat is not waking up",
    "my dog is choking", "I got stabbed", "I got stabbed in the leg", "call an ambulance",
    "How do I call an ambulance?", "how do you call an ambulance, he is bleeding", "can you call an ambulance",
    "my mother-in-law is choking", "he is drowning in the pool", "my bf is unresponsive",
    "I just took all my meds with water",
]  # fmt: skip
NO_GRIEF = [
    "my brother is dead tired", "my wife is dead serious about the kitchen", "my friend is dying to meet you",
    "my sister is dying for a coffee", "my friend is dying of boredom", "my dad is dead set against it",
    "my brother is dead right", "my mom is dead on her feet", "my brother is dead when I find him",
    "my friend died laughing", "my sister died of embarrassment", "my brother died inside",
    "we buried our differences", "we buried our hatchet", "we had to put down our weapons",
    "we buried my dad in the sand", "my partner died in Among Us",
    "ma femme est morte de rire", "mon frère est mort de fatigue", "mein Bruder ist tot müde",
    "mein Freund ist gestorben vor Lachen", "my best friend died on me in Minecraft",
]  # fmt: skip
GRIEF = [
    "ma femme est morte", "mein Bruder ist tot", "ma mère est morte d'un cancer", "my brother is dead",
    "my wife is dead and I am alone", "my friend is dying", "my dad is dying of cancer",
    "my mother died of cancer", "my son died in a crash", "we buried my dad yesterday", "we buried our old dog",
    "we had to put down our cat", "we buried our hamster", "we buried my best friend today",
    "my mother died on me last week", "my dad is dead right now and I am lost",
    "my wife is dead even though they tried",
    "my brother was home and my dad is dead when I came", "we buried our Luna this morning",
    "we had to put down our lab",
    "my dad died of thirst in the desert", "we buried our little girl",
]  # fmt: skip


@pytest.mark.parametrize("text", [*NO_EMERGENCY, *NO_GRIEF])
def test_ordinary_talk_is_none(text: str) -> None:
    assert easing_of(text) is None


@pytest.mark.parametrize(
    ("kind", "text"), [*((Easing.EMERGENCY, each) for each in EMERGENCY), *((Easing.GRIEF, each) for each in GRIEF)]
)
def test_the_plain_sentence_is_still_heard(kind: Easing, text: str) -> None:
    assert easing_of(text) is kind
