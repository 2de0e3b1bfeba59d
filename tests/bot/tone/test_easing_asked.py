"""Who asks what to do for somebody of theirs is in need now; who asks it of anybody wants to learn."""

import pytest

from bot.tone.easing import Easing, easing_of

NEED = [
    "what should i do if my baby is choking", "What do I do if my dad is unconscious?",
    "what to do if my wife had a stroke", "what should I do if I took too many pills",
    "how do I know if my dad had a heart attack", "what if he is not breathing",
    "was tun, wenn mein Baby nicht atmet", "Was tun, wenn meine Tochter erstickt?",
    "Was soll ich tun, wenn meine Frau bewusstlos ist",
    "qué hago si mi hijo no respira", "¿Qué hacer si mi padre está inconsciente?",
    "que faire si mon bébé s'étouffe", "Que dois-je faire si ma mère ne se réveille plus ?",
    "qu'est-ce que je fais si mon père fait un AVC",
    "o que fazer se meu filho não respira", "O que faço quando minha mãe não acorda?",
    "息子が息をしていない場合はどうすればいいですか",
]  # fmt: skip
WISH_TO_KNOW = [
    "What should I do if someone is choking?", "what to do if somebody had a stroke", "what if someone collapsed",
    "how do I know if someone is suicidal", "what should you do when a child stopped breathing",
    "what happens if someone swallowed bleach", "what should i do if my mother died", "what if my dog died",
    "Was tun, wenn jemand nicht atmet?", "was macht man, wenn jemand keine Luft bekommt",
    "¿Qué hago si alguien no respira?",
    "qué hacer si una persona no respira", "Que faire si quelqu'un ne respire plus ?",
    "que faire quand on n'arrive plus à respirer", "o que fazer se alguém não respira",
    "人が息をしていない場合はどうすればいいですか", "誰かが溺れたらどうする",
]  # fmt: skip


@pytest.mark.parametrize("text", NEED)
def test_what_is_asked_for_somebody_of_theirs_is_a_cry(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY


@pytest.mark.parametrize("text", WISH_TO_KNOW)
def test_what_is_asked_of_anybody_is_none(text: str) -> None:
    assert easing_of(text) is None
