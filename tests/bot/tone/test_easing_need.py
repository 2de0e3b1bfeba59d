"""Cries for help that stand at the end of long messages, and needs that were said in plain words and not seen."""

import time

import pytest

from bot.tone.easing import Easing, easing_of, notice

STORY = "We went to the lake and came home late, and nobody said much on the way. " * 9
IN_NEED = [
    "I cut my wrists", "I've slit my wrist", "i dont want to be alive", "I do not want to be alive.",
    "I want to end it all", "my wife is bleeding heavily", "She's bleeding badly!", "my son swallowed bleach",
    "My little daughter just drank antifreeze", "he swallowed a button battery", "there is an intruder in my house",
    "I think there's a burglar in our flat!", "there's somebody in my house.", "my dad collapsed",
    "My old neighbour has just collapsed!", "someone collapsed", "Ich habe mir die Pulsadern aufgeschnitten",
    "Meine Frau blutet stark", "mein Sohn hat Bleichmittel getrunken", "Da ist ein Einbrecher in meinem Haus",
    "Mein Vater ist gerade zusammengebrochen!", "Ich will allem ein Ende setzen.", "me corté las venas",
    "Mi mujer está sangrando mucho", "mi hijo se ha tragado lejía", "hay un intruso en mi casa",
    "Mi padre se desplomó", "quiero acabar con todo", "je veux en finir", "Je vais en finir avec la vie.",
    "je me suis ouvert les veines", "Ma femme saigne beaucoup", "mon fils a avalé de la javel",
    "il y a un intrus chez moi", "Mon père s'est effondré", "cortei os pulsos", "Minha mulher está sangrando muito",
    "meu filho bebeu água sanitária", "tem um ladrão na minha casa", "Meu pai desmaiou", "quero acabar com tudo.",
    "mi sono tagliata le vene", "mia moglie sta sanguinando molto", "mio figlio ha bevuto candeggina",
    "c'è un ladro in casa", "mio padre è svenuto", "я порезала вены", "жена истекает кровью",
    "сын выпил отбеливатель", "в моём доме грабитель", "папа потерял сознание", "bileklerimi kestim",
    "karım çok kan kaybediyor", "oğlum çamaşır suyu içti", "evimde hırsız var", "babam bayıldı", "手首を切った",
    "妻が大量に出血しています", "息子が漂白剤を飲んだ", "家に泥棒がいる", "父が倒れました", "我割腕了",
    "我妻子流血不止", "我儿子喝了漂白剂", "我家有小偷", "我爸爸晕倒了", "قطعت شراييني", "زوجتي تنزف بشدة",
    "ابني شرب مبيض", "يوجد لص في بيتي", "أبي فقد الوعي",
]  # fmt: skip
ONLY_SO_CALLED = [
    "this exam kills me", "my phone collapsed", "My tent collapsed in the wind", "the bridge collapsed",
    "our talks collapsed", "she collapsed laughing", "my dad collapsed on the sofa after work",
    "my dad collapsed last year, he is well now", "When my dad collapsed, we lived in Rome",
    "my company is bleeding heavily", "my heart is bleeding", "bleeding heavily how",
    "my washing machine swallowed a sock", "my son swallowed his pride", "my card was swallowed", "I cut my hair",
    "I cut my wrist on a can, it is a scratch", "there is an intruder in my house: a tiny spider",
    "there is someone in my house who loves jazz", "there's a stranger in my house is my favourite song",
    "I don't want to be alive in a world without coffee", "I want to end it all: the emails, the calls",
    "Das Zelt ist zusammengebrochen", "der Server ist gerade zusammengebrochen", "mein Herz blutet",
    "mi móvil se desplomó", "la bolsa se desplomó", "quiero acabar con todo el trabajo hoy",
    "je veux en finir avec ce projet", "je veux en finir au plus vite", "mon ordinateur s'est effondré",
    "je me suis coupé les cheveux", "quero acabar com tudo isso antes das cinco", "meu celular desmaiou",
    "cortei o cabelo", "è crollato il ponte", "телефон упал", "telefonum bayıldı", "木が倒れました",
    "tomó una pila de libros", "el coche bebió mucho", "elle a avalé une pile de livres", "he drank all the milk",
    "我的手机摔倒了",
]  # fmt: skip


@pytest.mark.parametrize("text", IN_NEED)
def test_who_is_in_need_is_heard(text: str) -> None:
    assert easing_of(text) is Easing.EMERGENCY


@pytest.mark.parametrize("text", ONLY_SO_CALLED)
def test_what_is_only_so_called_is_none(text: str) -> None:
    assert easing_of(text) is None


@pytest.mark.parametrize("story", [STORY, STORY * 4, STORY * 50, STORY + "\n" * 700])
def test_a_cry_for_help_at_the_end_of_a_long_message_is_heard(story: str) -> None:
    assert len(story) > 600
    assert easing_of(f"{story}I want to kill myself.") is Easing.EMERGENCY
    assert easing_of(f"{story}I want to kill myself.{' ' * 600}") is Easing.EMERGENCY
    assert easing_of(f"{story}My mother died yesterday.") is Easing.GRIEF
    assert easing_of(story) is None


def test_one_without_any_mark_is_heard_too() -> None:
    assert easing_of("and then we went on and on " * 60 + "and i want to kill myself") is Easing.EMERGENCY


def test_what_was_quoted_and_ends_far_down_is_still_not_theirs() -> None:
    said = "I want to kill myself\n"
    assert easing_of(f"Look at this log:\n```\n{said * 200}```\nwhat broke?") is None
    assert easing_of(f"He wrote\n> {'and so on ' * 300}. I want to kill myself.") is None
    assert easing_of("".join(f"> {said}" for _ in range(100))) is None


def test_a_sentence_is_not_cut_to_another_one() -> None:
    said = f"{STORY}Translate this for me, {'and so on, ' * 20} I want to kill myself."
    assert all(easing_of(f"{said}{' Thanks.' * more}") is None for more in range(66))


@pytest.mark.parametrize("text", ["„" * 40_000, "'a " * 20_000, "my my my " * 5_000, "a. " * 20_000, "```" * 9_001])
def test_the_longest_message_takes_no_time(text: str) -> None:
    notice(text)
    notice.cache_clear()
    began = time.perf_counter()
    notice(text)
    assert time.perf_counter() - began < 0.4, "the work is not bounded"
