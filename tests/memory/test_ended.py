"""Somebody or something is no more, or was put out: what a model says that this ends is over, and nothing else."""

import pytest

from memory.changes import Add, End
from tests.memory.reconciling import ENDS, claim, decided, fact, ground, kind


@pytest.mark.parametrize(
    ("said", "told", "known"),
    [
        ("my dog Rex died yesterday", "Ana's dog Rex died.", "Ana has a dog called Rex."),
        ("I got fired from Acme", "Ana was fired from Acme.", "Ana works at Acme."),
        ("Acme laid me off", "Ana was laid off by Acme.", "Ana works at Acme."),
        ("I resigned from Acme today", "Ana resigned from Acme.", "Ana works at Acme."),
        ("I dropped out of university", "Ana dropped out of university.", "Ana studies at university."),
        ("mein Hund Rex ist gestorben", "Anas Hund Rex ist gestorben.", "Ana hat einen Hund namens Rex."),
        ("me despidieron de Acme", "A Ana la despidieron de Acme.", "Ana trabaja en Acme."),
        ("se murió mi perro Rex", "Se murió el perro de Ana, Rex.", "Ana tiene un perro llamado Rex."),
        ("j'ai démissionné de chez Acme", "Ana a démissionné de chez Acme.", "Ana travaille chez Acme."),
        ("ma chatte Mimi est morte", "La chatte d'Ana, Mimi, est morte.", "Ana a une chatte appelée Mimi."),
        ("fui demitida da Acme", "Ana foi demitida da Acme.", "Ana trabalha na Acme."),
        ("犬のレックスが死んだ", "Anaの犬のレックスが死んだ。", "Anaはレックスという犬を飼っている。"),
    ],
)
def test_what_the_model_says_that_it_ends_is_over(said: str, told: str, known: str) -> None:
    change = decided(claim(told, relation=ENDS, known=1), fact(known), where=ground(said, near=0.5))
    assert isinstance(change, End) and change.old == 1


def test_a_fact_without_a_word_in_common_is_not() -> None:
    died = claim("Ana's neighbour died.", relation=ENDS, known=1)
    assert kind(died, fact("Ana has a dog called Rex."), where=ground("my neighbour died", near=0.5)) is Add


def test_without_the_models_word_nothing_ends() -> None:
    died = claim("Ana's dog Rex died.")
    assert kind(died, fact("Ana has a dog called Rex."), where=ground("my dog Rex died", near=0.5)) is Add
