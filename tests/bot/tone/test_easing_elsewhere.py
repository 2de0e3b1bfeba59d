"""Who does not want to live somewhere or with somebody, or does not want to die, is in no emergency."""

import pytest

from bot.tone.easing import Easing, easing_of

NONE = [
    "je ne veux plus vivre à paris", "je ne veux plus vivre avec lui", "je ne veux plus vivre ici",
    "je veux plus vivre seule",
    "je ne veux pas vivre dans cette ville", "não quero mais viver aqui", "não quero mais viver com ele",
    "não quero mais viver em Lisboa", "nao quero mais viver nessa casa", "não quero viver mais aqui",
    "non voglio più vivere qui", "non voglio più vivere a Milano", "non voglio più vivere con lui",
    "artık burada yaşamak istemiyorum", "Ankara'da yaşamak istemiyorum", "onunla artık yaşamak istemiyorum",
    "я больше не хочу жить здесь", "я больше не хочу жить с ним", "больше не хочу жить в этом городе",
    "i don't want to live anymore in this city", "I don't want to be here anymore with him",
    "ich will nicht mehr leben in dieser Stadt", "no quiero vivir más aquí", "ya no quiero seguir viviendo con él",
    "لا أريد أن أعيش هنا", "لا أريد أن أعيش معه", "我不想活在这里",
    "no quiero suicidarme", "no quiero morir", "no me quiero morir", "no voy a matarme", "não quero me matar",
    "não quero morrer", "eu não vou me matar", "non voglio morire", "non voglio uccidermi", "я не хочу умереть",
    "не хочу убить себя", "لا أريد أن أموت", "لا أريد الانتحار", "i don't want to die", "ich will nicht sterben",
    "je ne veux pas mourir", "ölmek istemiyorum", "死にたくない", "我不想死", "nunca quise suicidarme",
    "i want to kill myself laughing", "our building is on fire with new ideas",
    "i'm going to kill myself laughing", "me quiero morir de risa", "quero me matar de rir", "vou me matar de estudar",
]  # fmt: skip
CRIES = [
    "no quiero vivir", "no quiero vivir, quiero morir", "no, quiero morir", "ya no quiero vivir",
    "não quero mais viver",
    "não quero mais viver assim", "não, quero morrer", "je ne veux plus vivre", "je ne veux plus vivre dans ce monde",
    "je ne veux plus vivre sans elle", "non voglio più vivere", "non voglio più vivere in questo mondo",
    "artık yaşamak istemiyorum", "yaşamak istemiyorum", "ben artık yaşamak istemiyorum", "я больше не хочу жить",
    "не хочу жить в этом мире", "لا أريد أن أعيش", "i don't want to live anymore",
    "i don't want to live anymore in this pain",
    "ich will nicht mehr leben", "I don't want to be here anymore", "i want to kill myself", "our building is on fire",
    "our building is on fire help", "my house is on fire with my kids inside", "quiero matarme",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_a_place_a_company_or_a_denial_is_no_emergency(text: str) -> None:
    assert easing_of(text) is None


@pytest.mark.parametrize("text", CRIES)
def test_the_plain_cry_is_still_heard(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY
